package main

import (
	"encoding/base64"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cxbridge/cxbridge/shared/credentials"
)

// maxAuthorization caps an Authorization header, in bytes, at what a gateway takes of all headers together (API Gateway: limits).
const maxAuthorization = 8 << 10

// errNoAccount says what is expected, and nothing of what came.
var errNoAccount = errors.New("no Authorization header with a user name and password: send Basic and, in base64, user:password")

// parseBasic reads the user name and password of an Authorization header (RFC 7617). There must be one such header: of several
// it could not be told which is meant, and each would be a guess at the password.
func parseBasic(header values) (credentials.Pair, error) {
	if len(header) != 1 || len(header[0]) > maxAuthorization {
		return credentials.Pair{}, errNoAccount
	}
	scheme, encoded, _ := strings.Cut(header[0], " ")
	if len(scheme) != len("Basic") || !strings.EqualFold(scheme, "Basic") { // ſ counts for an s, but is longer
		return credentials.Pair{}, errNoAccount
	}
	// The decoder skips line breaks, which are in no header and in no base64.
	encoded = strings.TrimLeft(encoded, " ")
	decoded, err := base64.StdEncoding.Strict().DecodeString(encoded)
	if err != nil || strings.ContainsAny(encoded, "\r\n") || !utf8.Valid(decoded) {
		return credentials.Pair{}, errNoAccount
	}
	user, password, ok := strings.Cut(string(decoded), ":")
	if !ok || strings.ContainsFunc(string(decoded), unicode.IsControl) {
		return credentials.Pair{}, errNoAccount
	}
	return credentials.Pair{User: user, Password: password}, nil
}
