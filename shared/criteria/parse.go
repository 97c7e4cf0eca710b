package criteria

import (
	"errors"
	"fmt"
	"regexp"
	"unicode/utf8"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"
	"github.com/cxbridge/cxbridge/shared/nesting"
)

// MaxSize is the longest query that is read, in bytes. CX Industries documents no limit.
const MaxSize = 8 << 10

// MaxDepth is how deep parentheses may nest, which bounds the recursion of everybody who walks a query.
const MaxDepth = 32

const (
	plainPath = `/[^\s"()]*`
	quoted    = `"(?:[^"\\\x00-\x1f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"` // JSON's texts
)

// What no token begins with is Unknown, so that it is the parser that refuses it and knows what it expected. The lexer
// leaves out tokens in lower case.
var tokens = lexer.MustSimple([]lexer.SimpleRule{
	{Name: "space", Pattern: `\s+`},
	{Name: "Path", Pattern: plainPath},
	{Name: "Quoted", Pattern: quoted},
	{Name: "Word", Pattern: `[A-Za-z]+`},
	{Name: "Mark", Pattern: `[()]`},
	{Name: "Unknown", Pattern: `.|\n`},
})

var parser = participle.MustBuild[Criteria](participle.Lexer(tokens))

// Parse reads a query. An error names the line and column, what was found there, of which it quotes little, and what was
// expected.
func Parse(text string) (*Criteria, error) {
	if err := check(text); err != nil {
		return nil, fmt.Errorf("query: %w", err)
	}
	query, err := parser.ParseString("", text)
	if err != nil {
		return nil, fmt.Errorf("query: %w", explain(text, err))
	}
	return query, nil
}

// check refuses what the parser should not see.
func check(text string) error {
	switch {
	case len(text) > MaxSize:
		return fmt.Errorf("found %d bytes, expected at most %d; register several listeners", len(text), MaxSize)
	case !utf8.ValidString(text):
		return errors.New("found bytes that are not UTF-8, expected text")
	}
	return nesting.Check(text, inQuotes, MaxDepth)
}

var inQuotes = regexp.MustCompile(quoted)
