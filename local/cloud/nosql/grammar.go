package nosql

import (
	"strings"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"
)

// Words are identifiers and keywords alike: most keywords may be columns' names.
var tokens = lexer.MustSimple([]lexer.SimpleRule{
	{Name: "space", Pattern: `\s+|//[^\n]*|/\*([^*]|\*+[^*/])*\*+/`},
	{Name: "Text", Pattern: `'(\\.|[^'\\])*'|"(\\.|[^"\\])*"`},
	{Name: "Variable", Pattern: `\$[A-Za-z][A-Za-z0-9_]*`},
	{Name: "OCID", Pattern: `ocid1\.[A-Za-z0-9._-]+`},
	{Name: "Word", Pattern: `[A-Za-z][A-Za-z0-9_]*`},
	{Name: "Number", Pattern: `[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?`},
	{Name: "Operator", Pattern: `[<>!]=|[<>=]`},
	{Name: "Mark", Pattern: `[(),.;*]`},
})

var options = []participle.Option{
	participle.Lexer(tokens),
	participle.CaseInsensitive("Word"),
	participle.Map(unquote, "Text"),
	participle.UseLookahead(3),
}

// unquote gives what a text says; a backslash makes the character after it an ordinary one.
func unquote(token lexer.Token) (lexer.Token, error) {
	var out strings.Builder
	escaped := false
	for _, r := range token.Value[1 : len(token.Value)-1] {
		if r == '\\' && !escaped {
			escaped = true
			continue
		}
		out.WriteRune(r)
		escaped = false
	}
	token.Value = out.String()
	return token, nil
}

// definition is a DDL statement.
type definition struct {
	Create *creation   `parser:"( 'create' 'table' @@"`
	Alter  *alteration `parser:"| 'alter' 'table' @@ ) ';'?"`
}

type creation struct {
	IfNotExists bool       `parser:"@( 'if' 'not' 'exists' )?"`
	Name        string     `parser:"@( Word ( '.' Word )* )"`
	Comment     string     `parser:"( 'comment' @Text )?"`
	Elements    []*element `parser:"'(' @@ ( ',' @@ )* ')'"`
	TTL         *lifetime  `parser:"@@?"`
}

// element is the primary key, or a column.
type element struct {
	Key    *keyClause    `parser:"'primary' 'key' '(' @@ ')'"`
	Column *columnClause `parser:"| @@"`
}

type keyClause struct {
	Shard []string `parser:"( 'shard' '(' @Word ( ',' @Word )* ')' ','? )?"`
	Rest  []string `parser:"( @Word ( ',' @Word )* )?"`
}

type columnClause struct {
	Name     string          `parser:"@Word"`
	Type     string          `parser:"@Word"`
	Argument *string         `parser:"( '(' @Number ')' )?"`
	Options  []*columnOption `parser:"@@*"`
	Comment  string          `parser:"( 'comment' @Text )?"`
}

type columnOption struct {
	NotNull bool     `parser:"@( 'not' 'null' )"`
	Default *literal `parser:"| 'default' @@"`
}

type lifetime struct {
	Count int    `parser:"'using' 'ttl' @Number"`
	Unit  string `parser:"@( 'days' | 'hours' )"`
}

type alteration struct {
	Name    string    `parser:"@( Word ( '.' Word )* )"`
	Changes []*change `parser:"( '(' @@ ( ',' @@ )* ')'"`
	TTL     *lifetime `parser:"| @@ )"`
}

type change struct {
	Add  *columnClause `parser:"'add' @@"`
	Drop string        `parser:"| 'drop' @Word"`
}

// literal is a value as it is written.
type literal struct {
	Text    *string `parser:"@Text"`
	Number  *string `parser:"| @Number"`
	Boolean *string `parser:"| @( 'true' | 'false' )"`
}

// selection is a query.
type selection struct {
	Declared []*declaration `parser:"( 'declare' @@+ )?"`
	All      bool           `parser:"'select' ( @'*'"`
	Columns  []string       `parser:"| @Word ( ',' @Word )* )"`
	From     string         `parser:"'from' @( OCID | Word )"`
	Where    []*comparison  `parser:"( 'where' @@ ( 'and' @@ )* )?"`
	Order    []*order       `parser:"( 'order' 'by' @@ ( ',' @@ )* )?"`
	Limit    *operand       `parser:"( 'limit' @@ )?"`
	Offset   *operand       `parser:"( 'offset' @@ )? ';'?"`
}

type declaration struct {
	Name     string  `parser:"@Variable"`
	Type     string  `parser:"@Word"`
	Argument *string `parser:"( '(' @Number ')' )? ';'"`
}

type comparison struct {
	Column   string   `parser:"@Word"`
	Operator string   `parser:"@Operator"`
	Operand  *operand `parser:"@@"`
}

type operand struct {
	Variable string   `parser:"@Variable"`
	Literal  *literal `parser:"| @@"`
}

type order struct {
	Column     string `parser:"@Word"`
	Descending bool   `parser:"( 'asc' | @'desc' )?"`
}
