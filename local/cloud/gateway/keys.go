package gateway

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"

	"github.com/go-jose/go-jose/v4"
	"github.com/oracle/oci-go-sdk/v65/apigateway"
)

// keySource has an identity provider's public keys.
type keySource interface {
	// find gives the keys that a token with this kid may be signed by, or refuses
	// because the keys cannot be had.
	find(x *exchange, kid string) ([]jose.JSONWebKey, *refusal)
}

// choose takes a set's keys with a kid.
func choose(x *exchange, keys []jose.JSONWebKey, kid string) []jose.JSONWebKey {
	if kid == "" {
		if x.fidelity.TokenNeedsKeyID {
			return nil
		}
		return keys
	}
	return (&jose.JSONWebKeySet{Keys: keys}).Key(kid)
}

// staticKeys are those of a specification.
type staticKeys []jose.JSONWebKey

// newStaticKeys takes what Validate has passed.
func newStaticKeys(specified []apigateway.StaticPublicKey) staticKeys {
	var keys staticKeys
	for _, s := range specified {
		if key, err := parseStaticKey(s); err == nil {
			keys = append(keys, key)
		}
	}
	return keys
}

func (k staticKeys) find(x *exchange, kid string) ([]jose.JSONWebKey, *refusal) {
	return choose(x, k, kid), nil
}

func parseStaticKey(specified apigateway.StaticPublicKey) (jose.JSONWebKey, error) {
	var key jose.JSONWebKey
	switch s := specified.(type) {
	case apigateway.JsonWebKey:
		text, err := json.Marshal(s)
		if err != nil {
			return key, err
		}
		if err := key.UnmarshalJSON(text); err != nil {
			return key, errors.New("it is no JSON Web Key of an RSA public key")
		}
	case apigateway.PemEncodedPublicKey:
		public, err := parsePEM(s.Key)
		if err != nil {
			return key, err
		}
		key = jose.JSONWebKey{Key: public, KeyID: *s.Kid}
	default:
		return key, errors.New("its format is neither JSON_WEB_KEY nor PEM")
	}
	return key, checkKey(key)
}

func parsePEM(text *string) (any, error) {
	if text != nil {
		if block, _ := pem.Decode([]byte(*text)); block != nil && block.Type == "PUBLIC KEY" {
			if public, err := x509.ParsePKIXPublicKey(block.Bytes); err == nil {
				return public, nil
			}
		}
	}
	return nil, errors.New("it is no public key between BEGIN PUBLIC KEY and END PUBLIC KEY")
}

// parseKeySet reads what an identity provider publishes. Keys that are for
// something else, such as encryption, or that are no RSA keys, are left out.
func parseKeySet(body []byte) ([]jose.JSONWebKey, error) {
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if err := json.Unmarshal(body, &set); err != nil || set.Keys == nil {
		return nil, errors.New("it is no JSON Web Key Set")
	}
	var keys []jose.JSONWebKey
	for _, text := range set.Keys {
		var key jose.JSONWebKey
		if key.UnmarshalJSON(text) == nil && checkKey(key) == nil {
			keys = append(keys, key)
		}
	}
	return keys, nil
}

// checkKey: RSA public keys of 2048 to 4096 bits (API Gateway: Prerequisites for
// Token Authentication).
func checkKey(key jose.JSONWebKey) error {
	public, ok := key.Key.(*rsa.PublicKey)
	switch {
	case !ok:
		return errors.New("it is no RSA public key")
	case public.N.BitLen() < 2048 || public.N.BitLen() > 4096:
		return fmt.Errorf("it has %d bits and must have 2048 to 4096", public.N.BitLen())
	case key.Use != "" && key.Use != "sig":
		return errors.New("its use is not sig")
	case key.Algorithm != "" && !slices.Contains(signatures, jose.SignatureAlgorithm(key.Algorithm)):
		return errors.New("its alg is none of RS256, RS384 and RS512")
	}
	return nil
}
