package signature

import (
	"encoding/base64"
	"fmt"
	"strings"
)

// parameters is what an Authorization header of the scheme Signature says.
type parameters struct {
	keyID     string
	headers   []string
	signature []byte
}

// parse reads an Authorization header's value. A parameter that comes twice is an
// error: two readers could differ about which one counts.
func parse(authorization string) (*parameters, error) {
	scheme, rest, _ := strings.Cut(authorization, " ")
	if !strings.EqualFold(scheme, "Signature") {
		return nil, fmt.Errorf("the Authorization header has no signature")
	}
	values := map[string]string{}
	for _, item := range strings.Split(rest, ",") {
		name, value, ok := strings.Cut(strings.TrimSpace(item), "=")
		value, quoted := strings.CutPrefix(value, `"`)
		value, closed := strings.CutSuffix(value, `"`)
		if !ok || !quoted || !closed {
			return nil, fmt.Errorf("the signature's parameter %q is not of the form name=\"value\"", name)
		}
		if _, twice := values[name]; twice {
			return nil, fmt.Errorf("the signature's parameter %s comes twice", name)
		}
		values[name] = value
	}
	if algorithm := values["algorithm"]; algorithm != "rsa-sha256" {
		return nil, fmt.Errorf("the signature's algorithm is %q; use rsa-sha256", algorithm)
	}
	signature, err := base64.StdEncoding.DecodeString(values["signature"])
	if err != nil || len(signature) == 0 {
		return nil, fmt.Errorf("the signature is not base64")
	}
	return &parameters{
		keyID:     values["keyId"],
		headers:   strings.Fields(strings.ToLower(values["headers"])),
		signature: signature,
	}, nil
}
