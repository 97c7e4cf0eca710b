package criteria

import (
	"errors"
	"fmt"
	"strings"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"
)

// explain says in the language's terms what the parser says in its grammar's, and shortens what it quotes.
func explain(text string, err error) error {
	var unexpected *participle.UnexpectedTokenError
	if errors.As(err, &unexpected) {
		at := unexpected.Position()
		return fmt.Errorf("%d:%d: found %s, expected %s", at.Line, at.Column, found(unexpected.Unexpected), expected(text, unexpected))
	}
	var refused participle.Error // by a Capture, whose own error is inside
	if inner := errors.Unwrap(err); inner != nil && errors.As(err, &refused) {
		return fmt.Errorf("%d:%d: %w", refused.Position().Line, refused.Position().Column, inner)
	}
	return err
}

func found(token lexer.Token) string {
	switch {
	case token.EOF():
		return "the end"
	case token.Value == `"`:
		return "a quote that begins no text (is one missing, or is it escaped otherwise than in JSON?)"
	}
	return fmt.Sprintf("%.40q", token.Value)
}

const (
	aComparison = `a comparison such as /eventType eq "TroubleTicketCreateEvent", or (`
	aValue      = `a value in double quotes`
)

// expectations are what the parser says that it expected, for people. Where a query could have ended it says nothing.
var expectations = map[string]string{
	`"eq" <quoted>`: "eq, the only operator",
	`<quoted>`:      aValue,
	`Join`:          aComparison,
	`Member`:        aComparison,
	`Criteria ")"`:  aComparison,
	`")"`:           "and, or, or )",
	``:              "and, or, or the end",
}

func expected(text string, unexpected *participle.UnexpectedTokenError) string {
	if strings.TrimSpace(text[:unexpected.Position().Offset]) == "" {
		return aComparison
	}
	_, expectation, _ := strings.Cut(unexpected.Message(), " (expected ")
	expectation = strings.TrimSuffix(expectation, ")")
	if known, ok := expectations[expectation]; ok {
		return known
	}
	return expectation
}
