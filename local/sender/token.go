package sender

import (
	"errors"
	"strings"
)

// WrongToken is a signed token with another signature.
func WrongToken(right string) (string, error) {
	dot := strings.LastIndex(right, ".")
	signed, signature := right[:dot+1], right[dot+1:]
	if signed == "" || signature == "" {
		return "", errors.New("the token is not a signed one")
	}
	first := "A"
	if strings.HasPrefix(signature, first) {
		first = "B"
	}
	return signed + first + signature[1:], nil
}
