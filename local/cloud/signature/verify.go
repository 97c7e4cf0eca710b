package signature

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Skew is how far a request's date may be off (OCI: Request Signatures).
const Skew = 5 * time.Minute

// Principal is who signed a request.
type Principal struct {
	Type          string // "user", or the resource's type in IAM, such as "fnfunc"
	ID            string
	TenancyID     string
	CompartmentID string // empty for a user
}

// IsUser says whether a person's API key signed, not a resource's.
func (p Principal) IsUser() bool { return p.Type == "user" }

// Keys finds who a keyId stands for, and the key to check with. Its error's text is
// shown to the caller.
type Keys interface {
	Key(keyID string) (Principal, *rsa.PublicKey, error)
}

// Verifier checks requests.
type Verifier struct {
	Keys  Keys
	Clock func() time.Time
}

// Verify says who signed r, whose body has been read into body. The error's text is
// meant for the caller and names what is wrong with the request, never a key.
func (v *Verifier) Verify(r *http.Request, body []byte) (Principal, error) {
	p, err := parse(r.Header.Get("Authorization"))
	if err != nil {
		return Principal{}, err
	}
	if err := v.checkHeaders(r, p.headers, body); err != nil {
		return Principal{}, err
	}
	principal, key, err := v.Keys.Key(p.keyID)
	if err != nil {
		return Principal{}, err
	}
	digest := sha256.Sum256([]byte(signingString(r, p.headers)))
	if err := rsa.VerifyPKCS1v15(key, crypto.SHA256, digest[:], p.signature); err != nil {
		return Principal{}, fmt.Errorf("the signature does not match the request: sign exactly %q", strings.Join(p.headers, " "))
	}
	return principal, nil
}

func (v *Verifier) checkHeaders(r *http.Request, signed []string, body []byte) error {
	required := []string{"(request-target)", "host"}
	if r.Method == http.MethodPost || r.Method == http.MethodPut || r.Method == http.MethodPatch {
		required = append(required, "content-length", "content-type", "x-content-sha256")
	}
	for _, name := range required {
		if !slices.Contains(signed, name) {
			return fmt.Errorf("the header %s is not signed", name)
		}
	}
	if err := v.checkDate(r, signed); err != nil {
		return err
	}
	if !slices.Contains(signed, "x-content-sha256") {
		if len(body) > 0 {
			return fmt.Errorf("the body is not signed: sign x-content-sha256")
		}
		return nil
	}
	sum := sha256.Sum256(body)
	want := base64.StdEncoding.EncodeToString(sum[:])
	if subtle.ConstantTimeCompare([]byte(want), []byte(r.Header.Get("X-Content-Sha256"))) != 1 {
		return fmt.Errorf("the header x-content-sha256 is not the body's hash")
	}
	return nil
}

func (v *Verifier) checkDate(r *http.Request, signed []string) error {
	name := "date"
	if slices.Contains(signed, "x-date") {
		name = "x-date"
	} else if !slices.Contains(signed, name) {
		return fmt.Errorf("the header date is not signed")
	}
	date, err := http.ParseTime(r.Header.Get(name))
	if err != nil {
		return fmt.Errorf("the header %s is not an HTTP date", name)
	}
	if off := v.Clock().Sub(date).Abs(); off > Skew {
		return fmt.Errorf("the header %s is %s off; set the clock or sign again", name, off.Round(time.Second))
	}
	return nil
}

func signingString(r *http.Request, headers []string) string {
	lines := make([]string, len(headers))
	for i, name := range headers {
		lines[i] = name + ": " + signedValue(r, name)
	}
	return strings.Join(lines, "\n")
}

func signedValue(r *http.Request, name string) string {
	switch name {
	case "(request-target)":
		return strings.ToLower(r.Method) + " " + r.RequestURI
	case "host":
		return r.Host
	case "content-length":
		// What counts is how long the body was, not what a header claims.
		return strconv.FormatInt(max(r.ContentLength, 0), 10)
	}
	return strings.Join(r.Header.Values(name), ", ")
}
