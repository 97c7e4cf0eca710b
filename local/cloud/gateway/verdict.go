package gateway

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// verdict is an authorizer function's answer (API Gateway: Creating an
// Authorizer Function).
type verdict struct {
	active    bool
	scope     []string
	context   map[string]any
	challenge string    // for WWW-Authenticate
	expires   time.Time // zero: not said, or not understood
	failed    *refusal  // the call failed instead
}

// parseVerdict takes what authorizers in the field answer: scope as a list or
// as words in one string, expiresAt in any ISO 8601 form with an offset. An
// answer without "active" is a denial; one that is no JSON object is an error.
func parseVerdict(body []byte) (verdict, error) {
	var answer *struct {
		Active          bool            `json:"active"`
		Scope           json.RawMessage `json:"scope"`
		ExpiresAt       string          `json:"expiresAt"`
		Context         map[string]any  `json:"context"`
		WWWAuthenticate string          `json:"wwwAuthenticate"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return verdict{}, err
	}
	if answer == nil {
		return verdict{}, errors.New("null is not an answer")
	}
	scope, err := parseScope(answer.Scope)
	if err != nil {
		return verdict{}, err
	}
	return verdict{
		active: answer.Active, scope: scope, context: answer.Context,
		challenge: answer.WWWAuthenticate, expires: parseTime(answer.ExpiresAt),
	}, nil
}

func parseScope(raw json.RawMessage) ([]string, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	var words string
	if json.Unmarshal(raw, &words) == nil {
		return strings.Fields(words), nil
	}
	var list []string
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, fmt.Errorf("scope is neither a string nor a list of strings")
	}
	return list, nil
}

// parseTime gives the zero time for what it does not understand: the page
// treats an invalid expiresAt as an absent one.
func parseTime(s string) time.Time {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999Z0700"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	return time.Time{}
}

// A verdict is cached for as long as it says, within documented bounds.
const (
	minimalCaching = time.Minute
	maximalCaching = time.Hour
)

func (v verdict) cachedUntil(now time.Time) time.Time {
	earliest, latest := now.Add(minimalCaching), now.Add(maximalCaching)
	switch {
	case v.expires.Before(earliest):
		return earliest
	case v.expires.After(latest):
		return latest
	}
	return v.expires
}
