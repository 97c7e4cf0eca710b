package signature

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
)

func newKey(t testing.TB) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// oneUser knows one API key and the cloud's tokens.
type oneUser struct {
	id     string
	key    *rsa.PublicKey
	tokens *Tokens
}

func (u oneUser) Key(keyID string) (Principal, *rsa.PublicKey, error) {
	if token, ok := CutToken(keyID); ok {
		return u.tokens.Read(token)
	}
	if keyID != u.id {
		return Principal{}, nil, fmt.Errorf("no such key")
	}
	return Principal{Type: "user", ID: "alice"}, u.key, nil
}

// keyProvider is what oci-go-sdk's signer asks for.
type keyProvider struct {
	id  string
	key *rsa.PrivateKey
}

func (p keyProvider) PrivateRSAKey() (*rsa.PrivateKey, error) { return p.key, nil }
func (p keyProvider) KeyID() (string, error)                  { return p.id, nil }

// sign makes a request as oci-go-sdk does and lets alter change it afterwards.
func sign(t *testing.T, p keyProvider, method, path, body string, alter func(*http.Request)) *http.Request {
	t.Helper()
	r := httptest.NewRequest(method, "http://127.0.0.1:8480"+path, strings.NewReader(body))
	r.Header.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	r.Header.Set("Content-Type", "application/json")
	r.RequestURI = path // as a server sees it, not as this constructor does
	if err := common.DefaultRequestSigner(p).Sign(r); err != nil {
		t.Fatal(err)
	}
	if alter != nil {
		alter(r)
	}
	return r
}

func verify(v *Verifier, r *http.Request) (Principal, error) {
	body, _ := io.ReadAll(r.Body)
	return v.Verify(r, body)
}

func TestVerifyAcceptsWhatTheSDKSigns(t *testing.T) {
	key := newKey(t)
	v := &Verifier{Keys: oneUser{id: "t/u/f", key: &key.PublicKey}, Clock: time.Now}
	for _, tt := range []struct{ method, path, body string }{
		{"GET", "/20160918/vcns?compartmentId=a%2Fb&limit=5", ""},
		{"DELETE", "/20160918/vcns/ocid1", ""},
		{"POST", "/20160918/vcns", `{"displayName":"a"}`},
		{"POST", "/20180608/vaults/v/actions/cancelDeletion", ""},
		{"PUT", "/20160918/vcns/with%20space", `{}`},
	} {
		t.Run(tt.method+" "+tt.path, func(t *testing.T) {
			p, err := verify(v, sign(t, keyProvider{"t/u/f", key}, tt.method, tt.path, tt.body, nil))
			if err != nil || !p.IsUser() || p.ID != "alice" {
				t.Errorf("principal %+v, error %v", p, err)
			}
		})
	}
}

func TestVerifyRefuses(t *testing.T) {
	key, other := newKey(t), newKey(t)
	v := &Verifier{Keys: oneUser{id: "t/u/f", key: &key.PublicKey}, Clock: time.Now}
	good := keyProvider{"t/u/f", key}
	date := func(off time.Duration) string { return time.Now().Add(off).UTC().Format(http.TimeFormat) }
	authorization := func(old, new string) func(*http.Request) {
		return func(r *http.Request) {
			r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), old, new, 1))
		}
	}
	for _, tt := range []struct {
		name  string
		by    keyProvider
		alter func(*http.Request)
		want  string
	}{
		{"no signature", good, func(r *http.Request) { r.Header.Del("Authorization") }, "no signature"},
		{"another scheme", good, func(r *http.Request) { r.Header.Set("Authorization", "Bearer x") }, "no signature"},
		{"unknown key", keyProvider{"t/u/other", key}, nil, "no such key"},
		{"another's key", keyProvider{"t/u/f", other}, nil, "does not match"},
		{"altered body", good, func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader(`{"displayName":"b"}`)) }, "not the body's hash"},
		{"altered body and hash", good, func(r *http.Request) {
			r.Body = io.NopCloser(strings.NewReader(`{}`))
			r.Header.Set("X-Content-Sha256", "RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=")
		}, "does not match"},
		{"another path", good, func(r *http.Request) { r.RequestURI = "/20160918/subnets" }, "does not match"},
		{"another method", good, func(r *http.Request) { r.Method = "PUT" }, "does not match"},
		{"another host", good, func(r *http.Request) { r.Host = "example.org" }, "does not match"},
		{"another length", good, func(r *http.Request) { r.ContentLength = 1 }, "does not match"},
		{"old date", good, func(r *http.Request) { r.Header.Set("Date", date(-6*time.Minute)) }, "off"},
		{"early date", good, func(r *http.Request) { r.Header.Set("Date", date(6*time.Minute)) }, "off"},
		{"changed date", good, func(r *http.Request) { r.Header.Set("Date", date(time.Minute)) }, "does not match"},
		{"no date", good, func(r *http.Request) { r.Header.Del("Date") }, "not an HTTP date"},
		{"date not signed", good, authorization("date ", ""), "date is not signed"},
		{"host not signed", good, authorization(" host", ""), "host is not signed"},
		{"body not signed", good, authorization(" x-content-sha256", ""), "x-content-sha256 is not signed"},
		{"another algorithm", good, authorization("rsa-sha256", "hmac-sha256"), "use rsa-sha256"},
		{"a parameter twice", good, authorization(`keyId=`, `keyId="a",keyId=`), "comes twice"},
		{"not base64", good, authorization(`,signature="`, `,signature="*`), "not base64"},
		{"unquoted", good, authorization(`algorithm="rsa-sha256"`, `algorithm=rsa-sha256`), "not of the form"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := verify(v, sign(t, tt.by, "POST", "/20160918/vcns", `{"displayName":"a"}`, tt.alter))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one that says %q", err, tt.want)
			}
		})
	}
}

func TestVerifyRefusesAReplayedRequestLater(t *testing.T) {
	key, now := newKey(t), time.Now()
	v := &Verifier{Keys: oneUser{id: "t/u/f", key: &key.PublicKey}, Clock: func() time.Time { return now }}
	r := sign(t, keyProvider{"t/u/f", key}, "GET", "/20160918/vcns", "", nil)
	if _, err := v.Verify(r, nil); err != nil {
		t.Fatal(err)
	}
	now = now.Add(Skew + 2*time.Second)
	if _, err := v.Verify(r, nil); err == nil {
		t.Error("accepted again after the skew had passed")
	}
}

func TestUnsignedBodyOfAGetIsRefused(t *testing.T) {
	key := newKey(t)
	v := &Verifier{Keys: oneUser{id: "t/u/f", key: &key.PublicKey}, Clock: time.Now}
	r := sign(t, keyProvider{"t/u/f", key}, "GET", "/20160918/vcns", "", nil)
	if _, err := v.Verify(r, []byte("smuggled")); err == nil {
		t.Error("a body nobody signed was accepted")
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`Signature version="1",headers="date (request-target) host",keyId="t/u/f",algorithm="rsa-sha256",signature="AAAA"`,
		`Signature keyId="`, `Signature ,`, ``, `Signature a=b`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := parse(s)
		if err == nil && (len(p.signature) == 0 || !bytes.Contains([]byte(s), []byte(p.keyID))) {
			t.Errorf("%q gave %+v", s, p)
		}
	})
}
