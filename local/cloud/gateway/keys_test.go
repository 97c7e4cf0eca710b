package gateway

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"strings"
	"sync"
	"testing"

	"github.com/go-jose/go-jose/v4"
)

// signer has a key for tokens, and what is published of it.
type signer struct {
	kid     string
	private *rsa.PrivateKey
}

// signers are made once: keys take long.
var signers = sync.OnceValue(func() map[string]signer {
	made := map[string]signer{}
	for kid, bits := range map[string]int{"first": 2048, "second": 2048, "short": 1024} {
		private, err := rsa.GenerateKey(rand.Reader, bits)
		if err != nil {
			panic(err)
		}
		made[kid] = signer{kid, private}
	}
	return made
})

func (s signer) jwk() jose.JSONWebKey {
	return jose.JSONWebKey{Key: &s.private.PublicKey, KeyID: s.kid, Algorithm: "RS256", Use: "sig"}
}

// keySet is what an identity provider publishes.
func keySet(tb testing.TB, keys ...any) string {
	tb.Helper()
	return `{"keys":` + marshal(tb, append([]any{}, keys...)) + `}`
}

func (s signer) pem(tb testing.TB) string {
	tb.Helper()
	der, err := x509.MarshalPKIXPublicKey(&s.private.PublicKey)
	if err != nil {
		tb.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

// static is the key as a specification has it, in either format.
func (s signer) static(tb testing.TB, format string) string {
	tb.Helper()
	if format == "PEM" {
		return marshal(tb, map[string]string{"format": "PEM", "kid": s.kid, "key": s.pem(tb)})
	}
	text := marshal(tb, s.jwk())
	return strings.Replace(text, "{", `{"format":"JSON_WEB_KEY",`, 1)
}

func marshal(tb testing.TB, v any) string {
	tb.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		tb.Fatal(err)
	}
	return string(text)
}

func TestKeySetsKeepWhatSigns(t *testing.T) {
	first := signers()["first"]
	elliptical, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	encrypting, other := first.jwk(), first.jwk()
	encrypting.Use, other.Algorithm = "enc", "PS256"
	plain := jose.JSONWebKey{Key: &first.private.PublicKey, KeyID: "plain"}
	for _, tt := range []struct {
		name, body string
		want       int
		fault      bool
	}{
		{"one", keySet(t, first.jwk()), 1, false},
		{"neither use nor alg", keySet(t, plain), 1, false},
		{"others beside it", keySet(t, jose.JSONWebKey{Key: &elliptical.PublicKey, KeyID: "e"}, encrypting, other, signers()["short"].jwk(),
			jose.JSONWebKey{Key: []byte("secret"), KeyID: "s"}, map[string]string{"kty": "new"}, "text", first.jwk()), 1, false},
		{"a private key", keySet(t, jose.JSONWebKey{Key: first.private, KeyID: "p"}), 0, false},
		{"none", `{"keys":[]}`, 0, false},
		{"no set", `{}`, 0, true},
		{"null", `{"keys":null}`, 0, true},
		{"a list", `[]`, 0, true},
		{"a page", `<html>`, 0, true},
		{"nothing", ``, 0, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			keys, err := parseKeySet([]byte(tt.body))
			if len(keys) != tt.want || (err != nil) != tt.fault {
				t.Errorf("%d keys and error %v", len(keys), err)
			}
		})
	}
}

func FuzzKeySet(f *testing.F) {
	f.Add([]byte(keySet(f, signers()["first"].jwk())))
	f.Add([]byte(`{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"},{"kty":"oct","k":"AA"}]}`))
	f.Add([]byte(`{"keys":[null,{},[]]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		keys, _ := parseKeySet(body)
		for _, key := range keys {
			if _, err := key.Thumbprint(crypto.SHA256); err != nil || !key.IsPublic() {
				t.Fatalf("%v is kept: %v", key, err)
			}
		}
	})
}
