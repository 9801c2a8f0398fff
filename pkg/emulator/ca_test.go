package emulator

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// today is the time of the authorities in these tests.
var today = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)

var testHosts = []string{"api.push.apple.com", "api.push.oppomobile.com"}

func newTestAuthority(t *testing.T, now time.Time, hosts ...string) *authority {
	t.Helper()
	a, err := makeAuthority(hosts, now)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Whoever gets hold of the key can pretend to be a vendor's host or this machine,
// and nobody else.
func TestAuthorityIsLimited(t *testing.T) {
	t.Parallel()
	a := newTestAuthority(t, today, testHosts...)
	roots := x509.NewCertPool()
	roots.AddCert(a.certificate)
	for name, right := range map[string]bool{
		"api.push.apple.com": true, "api.push.oppomobile.com": true, local: true, "127.0.0.1": true, "127.9.9.9": true, "::1": true,
		"www.example.com": false, "push.apple.com": false, "com": false, "10.0.0.1": false, "128.0.0.1": false, "::2": false,
	} {
		names, ips := []string{name}, []net.IP(nil)
		if ip := net.ParseIP(name); ip != nil {
			names, ips = []string{local}, []net.IP{ip}
		}
		made, err := a.leaf(names[0], ips, today)
		if err != nil {
			t.Fatal(err)
		}
		leaf, err := x509.ParseCertificate(made.Certificate[0])
		if err != nil {
			t.Fatal(err)
		}
		_, err = leaf.Verify(x509.VerifyOptions{DNSName: name, Roots: roots, CurrentTime: today})
		var invalid x509.CertificateInvalidError
		switch {
		case right && err != nil:
			t.Errorf("%s: %v", name, err)
		case !right && (!errors.As(err, &invalid) || invalid.Reason != x509.CANotAuthorizedForThisName):
			t.Errorf("%s: %v", name, err)
		}
		if leaf.IsCA || leaf.NotAfter.After(a.certificate.NotAfter) || leaf.NotAfter.Sub(leaf.NotBefore) > leafLives {
			t.Errorf("%s: a CA %v, from %s to %s", name, leaf.IsCA, leaf.NotBefore, leaf.NotAfter)
		}
	}
}

func TestAuthorityItself(t *testing.T) {
	t.Parallel()
	c := newTestAuthority(t, today, testHosts...).certificate
	if !c.IsCA || c.MaxPathLen != 0 || !c.MaxPathLenZero || c.KeyUsage != x509.KeyUsageCertSign || !c.PermittedDNSDomainsCritical {
		t.Errorf("%+v", c)
	}
	if got := c.NotAfter.Sub(today); got != authorityLives {
		t.Errorf("it lives %s", got)
	}
	if !strings.Contains(c.Subject.CommonName, "this machine only") {
		t.Errorf("it is called %s", c.Subject)
	}
	for _, e := range c.Extensions {
		if e.Id.String() == "2.5.29.30" && !e.Critical {
			t.Error("its limits may be passed over")
		}
	}
}

// All that the emulator needs is in the limits.
func TestAuthorityForAllVendors(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{})
	a := newTestAuthority(t, today, k.hostNames()...)
	if len(k.hostNames()) < 8 || !a.fits(k.hostNames(), today) {
		t.Errorf("no good for %v", k.hostNames())
	}
}

func find(t *testing.T, dir string, now time.Time) *authority {
	t.Helper()
	a, err := findAuthority(dir, testHosts, now)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestKeptAuthority(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "deep", "emulator")
	first := find(t, dir, today)
	if again := find(t, dir, today.AddDate(0, 10, 0)); !again.certificate.Equal(first.certificate) {
		t.Error("a second start has another authority")
	}
	data, err := os.ReadFile(filepath.Join(dir, authorityFile))
	if err != nil || !bytes.Equal(data, first.pem) {
		t.Errorf("the file is not the authority's certificate: %v", err)
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		names = append(names, f.Name())
	}
	if want := []string{authorityKeyFile, authorityFile}; !slices.Equal(names, want) {
		t.Errorf("the folder has %v, want %v", names, want)
	}
	if runtime.GOOS == "windows" {
		return
	}
	for path, want := range map[string]os.FileMode{"": 0o700, authorityFile: 0o644, authorityKeyFile: 0o600} {
		info, err := os.Stat(filepath.Join(dir, path))
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has the mode %04o, want %04o", path, got, want)
		}
	}
}

// An authority that is of no use any more is made anew, and then kept.
func TestRenewedAuthority(t *testing.T) {
	t.Parallel()
	write := func(t *testing.T, dir, name string, data []byte) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ecdsaKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	sec1, err := x509.MarshalECPrivateKey(ecdsaKey)
	if err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(t *testing.T, dir string){
		"over": func(t *testing.T, dir string) {
			keep(t, dir, newTestAuthority(t, today.AddDate(-2, 0, 0), testHosts...))
		},
		"over soon": func(t *testing.T, dir string) {
			keep(t, dir, newTestAuthority(t, today.AddDate(0, 0, -336), testHosts...))
		},
		"not yet valid": func(t *testing.T, dir string) {
			keep(t, dir, newTestAuthority(t, today.AddDate(0, 0, 2), testHosts...))
		},
		"lacks a host":   func(t *testing.T, dir string) { keep(t, dir, newTestAuthority(t, today, testHosts[0])) },
		"no key":         func(_ *testing.T, dir string) { os.Remove(filepath.Join(dir, authorityKeyFile)) },
		"no certificate": func(_ *testing.T, dir string) { os.Remove(filepath.Join(dir, authorityFile)) },
		"another's certificate": func(t *testing.T, dir string) {
			write(t, dir, authorityFile, newTestAuthority(t, today, testHosts...).pem)
		},
		"broken key":         func(t *testing.T, dir string) { write(t, dir, authorityKeyFile, []byte("-----BEGIN")) },
		"key of other kind":  func(t *testing.T, dir string) { write(t, dir, authorityKeyFile, pemOf("EC PRIVATE KEY", sec1)) },
		"broken certificate": func(t *testing.T, dir string) { write(t, dir, authorityFile, pemOf("CERTIFICATE", []byte("no"))) },
		"RSA":                func(t *testing.T, dir string) { write(t, dir, authorityKeyFile, []byte(demoRSA)) },
		"empty": func(t *testing.T, dir string) {
			write(t, dir, authorityFile, nil)
			write(t, dir, authorityKeyFile, nil)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			find(t, dir, today)
			spoil(t, dir)
			before, _ := os.ReadFile(filepath.Join(dir, authorityFile))
			a := find(t, dir, today)
			if !a.fits(testHosts, today) || bytes.Equal(a.pem, before) {
				t.Error("what was found was used")
			}
			if again := find(t, dir, today); !again.certificate.Equal(a.certificate) {
				t.Error("the new one was not kept")
			}
		})
	}
}

func pemOf(kind string, data []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: data})
}

func keep(t *testing.T, dir string, a *authority) {
	t.Helper()
	if err := a.keep(dir); err != nil {
		t.Fatal(err)
	}
}

// An authority without limits that someone put in its place is not used.
func TestUnlimitedAuthority(t *testing.T) {
	t.Parallel()
	a := newTestAuthority(t, today, testHosts...)
	for name, spoil := range map[string]func(*x509.Certificate){
		"no CA":                 func(c *x509.Certificate) { c.IsCA, c.MaxPathLenZero = false, false },
		"longer chains":         func(c *x509.Certificate) { c.MaxPathLenZero = false },
		"limits not to be kept": func(c *x509.Certificate) { c.PermittedDNSDomainsCritical = false },
		"all addresses":         func(c *x509.Certificate) { c.PermittedIPRanges = nil },
	} {
		template := *a.certificate
		spoil(&template)
		template.MaxPathLen = 0
		der, err := x509.CreateCertificate(rand.Reader, &template, &template, a.key.Public(), a.key)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		other, err := newAuthority(der, a.key)
		if err != nil {
			t.Fatal(err)
		}
		if other.fits(testHosts, today) {
			t.Errorf("%s: it is used", name)
		}
	}
	if !a.fits(testHosts, today) {
		t.Error("the right one is not used")
	}
}

// A key that others can read is not used, and not written over without a word.
func TestKeyOfOthers(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		return // which has no such modes
	}
	dir := t.TempDir()
	first := find(t, dir, today)
	path := filepath.Join(dir, authorityKeyFile)
	for _, mode := range []os.FileMode{0o640, 0o604, 0o660} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		var input *InputError
		_, err := findAuthority(dir, testHosts, today)
		if !errors.As(err, &input) || !strings.Contains(input.Message.EN, path) || !strings.Contains(input.Message.ZH, "chmod 600 "+path) {
			t.Errorf("%04o: %v", mode, err)
		}
	}
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if again := find(t, dir, today); !again.certificate.Equal(first.certificate) {
		t.Error("the key was written over")
	}
}

// Several that start at once have the same authority, whatever they found.
func TestStartsAtOnce(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(dir string){
		"none": func(string) {},
		"over": func(dir string) { keep(t, dir, newTestAuthority(t, today.AddDate(-2, 0, 0), testHosts...)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			prepare(dir)
			const many = 16
			found := make([]*authority, many)
			var wait sync.WaitGroup
			for i := range found {
				wait.Go(func() {
					var err error
					if found[i], err = findAuthority(dir, testHosts, today); err != nil {
						t.Error(err)
					}
				})
			}
			wait.Wait()
			kept := find(t, dir, today)
			for i, a := range found {
				if a != nil && !a.certificate.Equal(kept.certificate) {
					t.Errorf("start %d has an authority of its own", i)
				}
			}
		})
	}
}

// A lock whose owner died is taken away.
func TestStaleLock(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, authorityLock)
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-2 * lockStale)
	if err := os.Chtimes(path, old, old); err != nil {
		t.Fatal(err)
	}
	find(t, dir, today)
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the lock is still there: %v", err)
	}
}

// What cannot be kept is no secret: the next start would have another authority.
func TestNoFolder(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := findAuthority(file, testHosts, today); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("in a file: %v", err)
	}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, authorityFile), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := findAuthority(dir, testHosts, today); err == nil || !strings.Contains(err.Error(), authorityFile) {
		t.Errorf("where a folder has the name: %v", err)
	}
}

// Clients that trust the file trust an emulator that starts again.
func TestAuthorityInUse(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first := startKit(t, Config{Dir: dir})
	client := first.Client()
	second := startKit(t, Config{Dir: dir})
	get(t, client, second.TLSURL()+"/nothing")
	client.CloseIdleConnections()
	other := startKit(t, Config{})
	if r, err := client.Get(other.TLSURL()); err == nil {
		_ = r.Body.Close()
		t.Error("an emulator without a folder has the same authority")
	}
}
