package apple

// Kind is what a file turned out to be, whatever its name says; the values are
// part of the JSON output of `offpush cert`.
type Kind string

// The kinds of files.
const (
	KindPush         Kind = "push-certificate"
	KindVoIP         Kind = "voip-certificate"
	KindWatchKit     Kind = "watchkit-certificate"
	KindWebsite      Kind = "website-push-certificate"
	KindPass         Kind = "pass-certificate"
	KindSigning      Kind = "signing-certificate"
	KindCertificate  Kind = "certificate" // any other, MDM's too
	KindPrivateKey   Kind = "private-key"
	KindKey          Kind = "apns-key" // a .p8, for provider tokens
	KindProfile      Kind = "profile"
	KindIPA          Kind = "ipa"
	KindApp          Kind = "app" // the folder of an .app
	KindEntitlements Kind = "entitlements"
	KindUnknown      Kind = "unknown"
)

// File is one file, or the folder of an .app, that was read. Of the pointers, one
// is set, as Kind says.
type File struct {
	Path         string
	Kind         Kind
	Store        *Store        // of the kinds of certificates, and KindPrivateKey
	Key          *Key          // KindKey
	App          *App          // KindIPA, KindApp
	Profile      *Profile      // KindProfile
	Entitlements *Entitlements // KindEntitlements
}

// Format is how a [Store] is written.
type Format string

// The formats.
const (
	P12 Format = "p12"
	PEM Format = "pem"
	DER Format = "der" // one bare certificate: .cer, .crt
)

// Store is what a file of certificates and private keys holds. There is a leaf or
// a key; where both are missing, the file could not be read.
type Store struct {
	Format Format
	// Leaf is the certificate of the key; without a key, the first that is no
	// authority, else the first. nil when there is a key alone.
	Leaf *Certificate
	// Certificates counts all, Keys the private keys.
	Certificates, Keys int
	// KeyType names the first private key: "RSA 2048", "EC P-256", "Ed25519".
	KeyType string
	// Protected says that the file cannot be opened without a password; the IM
	// console demands one of a p12.
	Protected bool
	// Modern says of a p12 that it is encrypted or authenticated as OpenSSL 3 and
	// newer keychains do (AES, SHA-2), which older tools cannot read.
	Modern bool
	// NoMAC says of a p12 that nothing in it proves that it is whole.
	NoMAC bool

	credential *Credential // nil unless there are a leaf and one key
}

// Credential returns what can push: certificate and key; false when one is
// missing or there are several keys.
func (s *Store) Credential() (*Credential, bool) { return s.credential, s.credential != nil }
