package mql

import "github.com/alecthomas/participle/v2/lexer"

// Query is a parsed expression. It is true where any of its alternatives is; mostly there is one.
type Query struct {
	Any []*Join `parser:"@@ ( '||' @@ )*"`
}

// Join is true where all of its members are; mostly there is one. && binds tighter than ||, as everywhere.
type Join struct {
	All []*Member `parser:"@@ ( '&&' @@ )*"`
}

// Member is a value, or what a predicate says of it.
type Member struct {
	Pos       lexer.Position
	Value     *Sum       `parser:"@@"`
	Predicate *Predicate `parser:"@@?"`
}

// Predicate compares a value with one number, or says that it lies within two, both included (In, NotIn).
type Predicate struct {
	Operator string `parser:"( @Comparison"`
	Limit    Number `parser:"  @( Sign? Number )"`
	NotIn    bool   `parser:"| @'not'?"`
	In       bool   `parser:"  @'in'"`
	Low      Number `parser:"  '(' @( Sign? Number )"`
	High     Number `parser:"  ',' @( Sign? Number ) ')' )"`
}

// Sum adds and subtracts from the left.
type Sum struct {
	First *Product  `parser:"@@"`
	Rest  []*Addend `parser:"@@*"`
}

// Addend is one further member of a sum; Operator is + or -.
type Addend struct {
	Operator string   `parser:"@Sign"`
	Product  *Product `parser:"@@"`
}

// Product multiplies, divides and takes remainders from the left.
type Product struct {
	First *Factor       `parser:"@@"`
	Rest  []*Multiplier `parser:"@@*"`
}

// Multiplier is one further member of a product; Operator is *, / or %.
type Multiplier struct {
	Operator string  `parser:"@Times"`
	Factor   *Factor `parser:"@@"`
}

// Factor is a number, or what Steps make of a metric's streams or of a nested query's results. Only a nested query may
// have no steps: its parentheses then do no more than group.
type Factor struct {
	Number    *Number    `parser:"  @( Number | Sign Number )"`
	Selection *Selection `parser:"| ( @@"`
	Nested    *Query     `parser:"  | '(' @@ ')' )"`
	Steps     []*Step    `parser:"  @@*"`
}

// Selection is a metric's streams that have all of these dimensions, in windows of the interval.
type Selection struct {
	Pos        lexer.Position
	Metric     string       `parser:"@Name"`
	Interval   Duration     `parser:"'[' @Duration ']'"`
	Dimensions []*Dimension `parser:"( '{' @@ ( ',' @@ )* '}' )?"`
}

// Dimension is one condition on a dimension's value: = and != take a text, =~ and !~ a pattern, which must be quoted.
type Dimension struct {
	Pos      lexer.Position
	Name     string `parser:"@Word"`
	Operator string `parser:"( @Equal"`
	Value    string `parser:"  ( @Quoted | @Word )"`
	Fuzzy    string `parser:"| @Fuzzy"`
	Pattern  string `parser:"  @Quoted )"`
}

// Step combines streams, if it has a grouping, and takes the statistic.
type Step struct {
	Grouping  *Grouping  `parser:"@@?"`
	Statistic *Statistic `parser:"'.' @@"`
}

// Grouping combines all streams into one, or those that have the same values of the dimensions By.
type Grouping struct {
	All bool     `parser:"  @( '.' 'grouping' '(' ')' )"`
	By  []string `parser:"| GroupBy @Word ( ',' @Word )* ')'"`
}

// Statistic is a function of the datapoints of a window.
type Statistic struct {
	Pos        lexer.Position
	Name       string    `parser:"@Name '('"`
	Percentile *Number   `parser:"( @Number"`
	Absence    *Duration `parser:"| @Duration )? ')'"`
}
