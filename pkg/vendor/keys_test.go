package vendor_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"testing"
)

// Made-up keys, printed with the worked examples that they were made for. They
// open nothing; the PEM lines are put around them when a file is written.

const madeUpFCMKey = "MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQC2jKGJWIKihTzi" +
	"oRTpIkKHi/w2D7Ek6cnRpBqZ3BPNUTYNcT2hvDIAl87NNQvDHqtDtBDNdyO5E30O" +
	"fIJN8weQ/0XolmQ/Na+zDhO7B1W94WUwgboKeZWn+sS+lXzZAnNY+gl+ixYAykvW" +
	"/hKm4Fw/sDPQdIHvW6jGNVBa2fvn1AUQ8t7PaEOORsCQ1TAwgPy6wC/GeqiwBuGC" +
	"GgHQRQcMGCvM6FpLxfYpA/bQPq3mbf+kYLUMCcyVwJncJZGBc5Qj+3jzYhMapZx7" +
	"OPKLGd8BQlqe0e77cxf71SPIghO0BHLfHiILMGEIfART3NaslHZiRbEIsf7YzKv6" +
	"aDJ8+ETRAgMBAAECggEABQqpQ3PQV9C6N8AfJbkugTPaiVuxlsVmL4YKvgkX+umt" +
	"Rn3EJ/1cnCuVKJG4e3ETZdFJTYNm1yu0nnvN1X1KzjRep+fPaPeAnL9cyCORuKbK" +
	"9qX+j1+ARJ1mZaUXR58LtH9jV71bpDXyFkP6G+XCZnflVnKBTC0J4j+Csp+ml2Z1" +
	"tAl7vrudroTMyVSwp3CMI4sxeRIknbiS4iKbgWlQhQU7MXt2XykCZ5NiYUMTS7cs" +
	"tkiS4K8c2OhnQAEzVdvzmrEkIv/x5dVtqalGHmlCqzncTxkWMrX3eE5fZinrucg7" +
	"m+xMmxGE/iFmTk9KMP+QAQ9OKHzmj/9Aqg6u5fDYqQKBgQDb4OnytnAO4QaRCufr" +
	"Wbgbv/yoOY2E+ubS3ugm+6Sqc3gyV8lFY+nl3R9CclD2h7CbPHPOENaD/gWBQV+E" +
	"jhaxNig101/RwOakSqhVgIh985HodpdL5Y0OPYVnYhM/tgDMU4JlZu8EZmrLe5cu" +
	"8DigYsT074D2r8MmSybwUv9VCwKBgQDUidITYuPHwGr/ao/sSAv6tUWB2w220hfE" +
	"tRZ3ih1mu3QZUjw8/FBi0AZfaeLjYuqXZlRFAAKyGfVYeeWK9krbxCMyss7tpshg" +
	"IgGCx1T5dAOtJFqzhVPEZqSjtt1ycW6pooi1qMN5iR50knWsOJMjImTXSJB+jp1f" +
	"B1IYfk3/EwKBgQDMWtdUWzb+vSmLOGWgGTzBncfG2earxz0skzuUr6C1QqhdsbVA" +
	"psHGf6MD8JdK6YW8YY0H4iJdfoPDQ+zwl9aDUWBB1nhhzDUQUMru3Iz+8peTRFUN" +
	"lwVoTMll8oMNXayUOrEgaXCP2Fg9UlqKp30Zo3KGauqjW2u2dXZ1Oc5RTQKBgAED" +
	"BvUAq4Tv7ZJ5t2Wwkh4HbuVHXbFZHrPZCNpY1fr/OXZFZfQEX32Y7+7UWjgq6GMA" +
	"IbaSYXDnnrtlGSqoMYMKVACRyVpoSNvsTYWJ3WWyn7HbUnM4V0XAF1iQLk21LImy" +
	"NGRpAUU62eJEMDs5qbmpGEHOHqH7m9Qv/LwRHd3xAoGBAI86HAe6QMsUFzGu2RHe" +
	"rztpryXzwTbn3qH4cnELBeP6h4vJh1cEpksSJ3T3GkcrdvqqqtmOfdwHTjcM+4oJ" +
	"g7TQQq+uTQPRyKjTULNJaT9XDunVeMY0Y+V+RDYyIn5zO/WqqT1r9xxE2cleEJ+J" +
	"tpLsVx4C48BUf8HLbw3CbVT+"

const madeUpAPNsKey = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgdiT7EDmJ/cxFrlU/" +
	"2IGvTtvYIJNtA/c6BkJIU+14FXahRANCAARqBM6OgMKDgVRqb5Sa54CJERMYWdy+" +
	"MYibiB/abubk3jSsgSnkYHN+sRVxjOiO9ANh+/iLa6OoKBPQgpepRT2/"

// fcmAssertion is the JWT that the contract computes with the key above, at
// 2025-01-01T00:00:00Z: RS256 has one signature for a text.
const fcmAssertion = "eyJhbGciOiJSUzI1NiIsImtpZCI6IjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1NjciLCJ0eXAiOiJKV1QifQ" +
	".eyJhdWQiOiJodHRwczovL29hdXRoMi5nb29nbGVhcGlzLmNvbS90b2tlbiIsImV4cCI6MTczNTY5MzIwMCwiaWF0IjoxNzM1Njg5NjAwLCJpc3MiOiJmaXJlYmFzZS1hZG1pbnNkay14MXkyekBkZW1vLW9mZnB1c2guaWFtLmdzZXJ2aWNlYWNjb3VudC5jb20iLCJzY29wZSI6Imh0dHBzOi8vd3d3Lmdvb2dsZWFwaXMuY29tL2F1dGgvZmlyZWJhc2UubWVzc2FnaW5nIn0" +
	".ruAJiYaeqy4heiaGEBC7XswSsW1D-iWsgAsWz9QhDegPcU7fihSzleJio3v2-dDEnbGAvt5RjiWvsb6XAIekNOseLmrm6ZadFALItxPtHOTP0ua06NMpU6-Ku83lhBxRxVWJVN1C295Ntr5TO-jw6_5nO8CaLSOEqRWlvtckILkhlEWBTIIN3XeqRu_I3L2MJJS8yUSD7ujDQEadDIRvYi6xanRZSu-nENmUGUWXwFSwAs2IgiR1L9sTa6zsohvh5FD2PQD8OzwsqP2VBkTR1Kba8zU1mEoPWvFrebrj4_vV-tqu_Fygdqo3zxmyfO3Ll43dNxhzVgNpgXdHmoLUgQ"

func pemOf(made string) string {
	der, err := base64.StdEncoding.DecodeString(made)
	if err != nil {
		panic(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE " + "KEY", Bytes: der}))
}

func rsaOf(made string) *rsa.PrivateKey  { return parsed(made).(*rsa.PrivateKey) }
func ecOf(made string) *ecdsa.PrivateKey { return parsed(made).(*ecdsa.PrivateKey) }

func parsed(made string) any {
	block, _ := pem.Decode([]byte(pemOf(made)))
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		panic(err)
	}
	return key
}

// freshKey is a .p8 file with a key that no server knows.
func freshKey(t testing.TB) []byte {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE " + "KEY", Bytes: der})
}
