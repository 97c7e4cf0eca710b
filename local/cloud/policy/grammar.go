package policy

import (
	"fmt"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"
)

// maxLength bounds a text in bytes before it is parsed, and with it the depth of the recursion that nested conditions
// cause. It is far above what a policy holds in practice.
const maxLength = 8192

// The lexer knows a value only after an operator: /…/ is a pattern there, and the separator of 'domain'/'name' elsewhere.
var tokens = lexer.MustStateful(lexer.Rules{
	"Root": {
		{Name: "space", Pattern: `\s+`},
		{Name: "Operator", Pattern: `!?=`, Action: lexer.Push("Value")},
		{Name: "Quoted", Pattern: `'[^']*'`},
		{Name: "Word", Pattern: `[^\s'/{},=!]+`},
		{Name: "Mark", Pattern: `[/{},]`},
	},
	"Value": {
		{Name: "space", Pattern: `\s+`},
		{Name: "Quoted", Pattern: `'[^']*'`, Action: lexer.Pop()},
		{Name: "Pattern", Pattern: `/[^/]*/`, Action: lexer.Pop()},
	},
})

var options = []participle.Option{
	participle.Lexer(tokens),
	participle.CaseInsensitive("Word"),
	participle.Map(stripDelimiters, "Quoted", "Pattern"),
}

var (
	statements = participle.MustBuild[clause](options...)
	rules      = participle.MustBuild[condition](options...)
)

func stripDelimiters(token lexer.Token) (lexer.Token, error) {
	token.Value = token.Value[1 : len(token.Value)-1]
	return token, nil
}

// clause is a whole statement as it is written.
type clause struct {
	Subject  *subject   `parser:"'allow' @@"`
	Grant    *grant     `parser:"'to' @@"`
	Location *location  `parser:"'in' @@"`
	Where    *condition `parser:"( 'where' @@ )?"`
}

type subject struct {
	Anyone string  `parser:"@( 'any-user' | 'any-group' )"`
	Kind   string  `parser:"| @( 'group' | 'dynamic-group' | 'service' )"`
	Names  []*name `parser:"@@ ( ',' @@ )*"`
}

// name is `id <ocid>`, `name` or `'domain'/'name'`.
type name struct {
	OCID  string `parser:"'id' @Word"`
	First string `parser:"| @( Word | Quoted )"`
	Last  string `parser:"( '/' @( Word | Quoted ) )?"`
}

type grant struct {
	Permissions []string `parser:"'{' @Word ( ',' @Word )* '}'"`
	Verb        string   `parser:"| @Word"`
	Resource    string   `parser:"@Word"`
}

type location struct {
	Tenancy bool   `parser:"@'tenancy'"`
	OCID    string `parser:"| 'compartment' ( 'id' @Word"`
	Path    string `parser:"| @( Word | Quoted ) )"`
}

// condition is either a quantified list or one test.
type condition struct {
	Quantifier string       `parser:"( @( 'any' | 'all' )"`
	Members    []*condition `parser:"'{' @@ ( ',' @@ )* '}' )"`
	Test       *test        `parser:"| @@"`
}

// test compares one variable; without an operator it asks whether a tag is there at all (matching rules only).
type test struct {
	Variable string  `parser:"@Word"`
	Operator string  `parser:"( @Operator"`
	Value    *string `parser:"( @Quoted"`
	Pattern  *string `parser:"| @Pattern ) )?"`
}

func parse[T any](parser *participle.Parser[T], what, text string) (*T, error) {
	if len(text) > maxLength {
		return nil, fmt.Errorf("%s of %d bytes: the limit is %d; split it", what, len(text), maxLength)
	}
	tree, err := parser.ParseString("", text)
	if err != nil {
		return nil, fmt.Errorf("parse %s %q: %w", what, text, err)
	}
	return tree, nil
}
