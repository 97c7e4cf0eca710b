package connect

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"

	"github.com/cxbridge/cxbridge/local/desk/problem"
)

// tokenHeader carries a value that the site hands out and that the client gives
// back with its next request; a changed one is an error (Custom Headers).
const tokenHeader = "osvc-crest-api-access-token"

const nonceSize = 12

// checkToken refuses a token that is not this site's, and hands out a new one.
func (c *call) checkToken() error {
	if given := c.r.Header.Get(tokenHeader); given != "" && c.Fidelity.AccessTokenChecked && !c.issued(given) {
		return problem.New(problem.Unsupported, "The header %s is not a value that this site handed out", tokenHeader).With(c.Fidelity.AccessTokenStatus)
	}
	nonce := make([]byte, nonceSize)
	rand.Read(nonce) // never fails
	c.w.Header().Set(tokenHeader, base64.RawURLEncoding.EncodeToString(append(nonce, c.sign(nonce)...)))
	return nil
}

func (c *call) issued(token string) bool {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	return err == nil && len(raw) > nonceSize && hmac.Equal(raw[nonceSize:], c.sign(raw[:nonceSize]))
}

func (c *call) sign(nonce []byte) []byte {
	mac := hmac.New(sha256.New, c.TokenKey)
	mac.Write(nonce)
	return mac.Sum(nil)
}
