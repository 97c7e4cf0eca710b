package roql

import (
	"errors"
	"fmt"
	"strings"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"
)

// MaxLength is the longest query that is read, in bytes. It bounds how deep an
// expression can nest.
const MaxLength = 16 << 10

// ErrNotSimulated is wrapped by the error for statements that B2C Service knows
// and this package does not: DESCRIBE, SHOW, USE, DELETE and UPDATE.
var ErrNotSimulated = errors.New("not simulated")

// Dialect says how the undocumented parts of the language are read. The zero
// value escapes nothing and takes operators with or without spaces.
type Dialect struct {
	BackslashEscapes bool // \' is a quote inside a text, \\ a backslash
	SpacesRequired   bool // an operator stands between spaces
}

const keywords = `SELECT|DISTINCT|FROM|WHERE|ORDER|BY|ASC|DESC|LIMIT|OFFSET|AND|OR|NOT|LIKE|IN|IS|NULL|TRUE|FALSE`

const (
	plainText   = `'[^']*'`
	escapedText = `'(?:[^'\\]|\\.)*'`
)

var (
	plain   = newGrammar(lexer.SimpleRule{Name: "String", Pattern: plainText})
	escaped = newGrammar(lexer.SimpleRule{Name: "EscapedString", Pattern: escapedText})
)

// grammar is the two parsers over one set of tokens.
type grammar struct {
	tokens     *lexer.StatefulDefinition
	expression *participle.Parser[Expression]
	script     *participle.Parser[Script]
}

func newGrammar(text lexer.SimpleRule) grammar {
	tokens := lexer.MustSimple([]lexer.SimpleRule{
		{Name: "Space", Pattern: `\s+`},
		text,
		// The names that the grammar's tags use must exist in both lexers; an
		// empty class matches nothing.
		{Name: other(text.Name), Pattern: `[^\x00-\x{10FFFF}]`},
		{Name: "Path", Pattern: `[A-Za-z_][A-Za-z0-9_$]*(?:\.[A-Za-z_][A-Za-z0-9_$]*)+`},
		{Name: "Keyword", Pattern: `(?i)(?:` + keywords + `)\b`},
		{Name: "Name", Pattern: `[A-Za-z_][A-Za-z0-9_$]*`},
		{Name: "Decimal", Pattern: `-?[0-9]+\.[0-9]+`},
		{Name: "Integer", Pattern: `-?[0-9]+`},
		{Name: "Operator", Pattern: `!=|<>|<=|>=|[=<>]`},
		{Name: "Punctuation", Pattern: `[(),;]`},
	})
	options := []participle.Option{
		participle.Lexer(tokens), participle.Elide("Space"), participle.CaseInsensitive("Keyword"),
	}
	return grammar{
		tokens:     tokens,
		expression: participle.MustBuild[Expression](options...),
		script:     participle.MustBuild[Script](options...),
	}
}

func other(text string) string {
	if text == "String" {
		return "EscapedString"
	}
	return "String"
}

// ParseExpression reads the condition of an object query.
func (d Dialect) ParseExpression(text string) (*Expression, error) {
	if err := d.check(text); err != nil {
		return nil, err
	}
	e, err := d.grammar().expression.ParseString("", text)
	if err != nil {
		return nil, fmt.Errorf("reading the query: %w", err)
	}
	return e, nil
}

// ParseScript reads one or more statements, separated by semicolons.
func (d Dialect) ParseScript(text string) (*Script, error) {
	verb, _, _ := strings.Cut(strings.TrimSpace(text), " ")
	switch strings.ToUpper(verb) {
	case "DESCRIBE", "DESC", "SHOW", "USE", "DELETE", "UPDATE":
		return nil, fmt.Errorf("reading the query: %s statements are %w", strings.ToUpper(verb), ErrNotSimulated)
	}
	if err := d.check(text); err != nil {
		return nil, err
	}
	s, err := d.grammar().script.ParseString("", text)
	if err != nil {
		return nil, fmt.Errorf("reading the query: %w", err)
	}
	return s, nil
}

func (d Dialect) grammar() grammar {
	if d.BackslashEscapes {
		return escaped
	}
	return plain
}

// check refuses what the grammar would report less clearly: a query too long, a
// quote too many, and operators without spaces where those are required.
func (d Dialect) check(text string) error {
	if len(text) > MaxLength {
		return fmt.Errorf("reading the query: it has %d bytes, at most %d are read", len(text), MaxLength)
	}
	g := d.grammar()
	lex, err := g.tokens.LexString("", text)
	if err != nil {
		return fmt.Errorf("reading the query: %w", err)
	}
	all, err := lexer.ConsumeAll(lex)
	if err != nil {
		if strings.Contains(text, "'") {
			return fmt.Errorf("reading the query: %w (is a quote unbalanced?)", err)
		}
		return fmt.Errorf("reading the query: %w", err)
	}
	if !d.SpacesRequired {
		return nil
	}
	operator, space := g.tokens.Symbols()["Operator"], g.tokens.Symbols()["Space"]
	for i, token := range all {
		if token.Type == operator && (i == 0 || all[i-1].Type != space || all[i+1].Type != space) {
			return fmt.Errorf("reading the query: operator %s at column %d needs a space before and after it", token.Value, token.Pos.Column)
		}
	}
	return nil
}
