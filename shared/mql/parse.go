package mql

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"
	"github.com/cxbridge/cxbridge/shared/nesting"
)

// MaxLength is the longest query that is read, in bytes. Monitoring documents no limit; this is far above what an alarm
// holds in practice.
const MaxLength = 8 << 10

// MaxDepth is how deep parentheses may nest, which bounds the recursion of everybody who walks a query.
const MaxDepth = 32

// Names of dimensions may hold any printable ASCII (MetricDataDetails of the API), so what is a word inside braces and
// in groupBy() differs from what is a name outside. Unknown turns what no token begins with into an error of the parser,
// which says what it expected; the lexer leaves out tokens in lower case.
const (
	space  = `\s+`
	word   = `[^\s"'(){}\[\],=~!|&\x00-\x1f\x7f]+`
	quoted = `"(?:[^"\\]|\\["\\])*"`
	other  = `.|\n`
)

var tokens = lexer.MustStateful(lexer.Rules{
	"Root": {
		{Name: "space", Pattern: space},
		{Name: "GroupBy", Pattern: `\.\s*groupBy\s*\(`, Action: lexer.Push("Group")},
		{Name: "Open", Pattern: `\{`, Action: lexer.Push("Braces")},
		{Name: "Name", Pattern: `[A-Za-z][A-Za-z0-9._$-]*`},
		{Name: "Duration", Pattern: `[0-9]+[mhd]\b`},
		{Name: "Number", Pattern: `(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\b`},
		{Name: "Comparison", Pattern: `[<>!=]=|[<>]`},
		{Name: "Logic", Pattern: `&&|\|\|`},
		{Name: "Sign", Pattern: `[+-]`},
		{Name: "Times", Pattern: `[*/%]`},
		{Name: "Mark", Pattern: `[\[\]().,]`},
		{Name: "Unknown", Pattern: other},
	},
	"Braces": {
		{Name: "space", Pattern: space},
		{Name: "Fuzzy", Pattern: `[=!]~`},
		{Name: "Equal", Pattern: `!?=`},
		{Name: "Quoted", Pattern: quoted},
		{Name: "Word", Pattern: word},
		{Name: "Comma", Pattern: `,`},
		{Name: "Close", Pattern: `\}`, Action: lexer.Pop()},
		{Name: "Unknown", Pattern: other},
	},
	"Group": {
		{Name: "space", Pattern: space},
		{Name: "Word", Pattern: word},
		{Name: "Comma", Pattern: `,`},
		{Name: "End", Pattern: `\)`, Action: lexer.Pop()},
		{Name: "Unknown", Pattern: other},
	},
})

var parser = participle.MustBuild[Query](
	participle.Lexer(tokens),
	participle.Map(unquote, "Quoted"),
	participle.UseLookahead(2),
)

// unquote drops the quotes and the backslashes that escape (SummarizeMetricsDataDetails of the API).
func unquote(token lexer.Token) (lexer.Token, error) {
	var text strings.Builder
	inner := token.Value[1 : len(token.Value)-1]
	for i := 0; i < len(inner); i++ {
		if inner[i] == '\\' {
			i++
		}
		text.WriteByte(inner[i])
	}
	token.Value = text.String()
	return token, nil
}

// Parse reads a query. An error names the position, what was found there and what was expected; OCI answers such a
// query with 400 InvalidParameter.
func Parse(text string) (*Query, error) {
	if len(text) > MaxLength {
		return nil, fmt.Errorf("query of %d bytes: the limit is %d; split it into several alarms", len(text), MaxLength)
	}
	if !utf8.ValidString(text) {
		return nil, fmt.Errorf("query %q: found bytes that are not UTF-8, expected text", text)
	}
	if strings.TrimSpace(text) == "" {
		return nil, errors.New("query is empty: expected metric[interval].statistic()")
	}
	if err := nesting.Check(text, inQuotes, MaxDepth); err != nil {
		return nil, fmt.Errorf("query %q: %w", text, err)
	}
	query, err := parser.ParseString("", text)
	if err != nil {
		return nil, fmt.Errorf("parse query %q: %w", text, explain(err))
	}
	if err := query.check(); err != nil {
		return nil, fmt.Errorf("query %q: %w", text, err)
	}
	return query, nil
}

// explain adds what the parser leaves out when a query goes on where it could have ended.
func explain(err error) error {
	var unexpected *participle.UnexpectedTokenError
	if errors.As(err, &unexpected) && !strings.Contains(unexpected.Message(), "(expected") {
		return fmt.Errorf("%w (expected an operator, a predicate, && or ||, or the end)", err)
	}
	return err
}

var inQuotes = regexp.MustCompile(quoted)
