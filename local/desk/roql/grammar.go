package roql

// Script is the content of queryResults' query parameter.
type Script struct {
	Statements []*Statement `parser:"@@ (';' @@)* ';'?"`
}

// Statement is one SELECT.
type Statement struct {
	Distinct bool        `parser:"'SELECT' @'DISTINCT'?"`
	Columns  []Path      `parser:"@(Path|Name) (',' @(Path|Name))*"`
	From     string      `parser:"'FROM' @Name"`
	Where    *Expression `parser:"('WHERE' @@)?"`
	Order    []*Order    `parser:"('ORDER' 'BY' @@ (',' @@)*)?"`
	Limit    *int        `parser:"('LIMIT' @Integer"`
	Offset   *int        `parser:" ('OFFSET' @Integer)?)?"`
}

// Path is a dotted path as it was written, such as statusWithType.status.id.
type Path string

// Order is one key to sort by.
type Order struct {
	Path       Path `parser:"@(Path|Name)"`
	Descending bool `parser:"('ASC' | @'DESC')?"`
}

// Expression is true if any of its alternatives is.
type Expression struct {
	Any []*Conjunction `parser:"@@ ('OR' @@)*"`
}

// Conjunction is true if all of its terms are.
type Conjunction struct {
	All []*Term `parser:"@@ ('AND' @@)*"`
}

// Term is a negation, an expression in parentheses, or a comparison.
type Term struct {
	Not        *Term       `parser:"  'NOT' @@"`
	Group      *Expression `parser:"| '(' @@ ')'"`
	Comparison *Comparison `parser:"| @@"`
}

// Comparison compares what is found at a path with one value, with several,
// or with nothing.
type Comparison struct {
	Path   Path    `parser:"@(Path|Name)"`
	Simple *Simple `parser:"( @@"`
	Null   *Null   `parser:"| @@"`
	Among  *Among  `parser:"| @@ )"`
}

// Simple is a comparison by an operator: = 5.
type Simple struct {
	Operator string `parser:"@Operator"`
	Value    *Value `parser:"@@"`
}

// Null is IS NULL or IS NOT NULL.
type Null struct {
	Not bool `parser:"'IS' @'NOT'? 'NULL'"`
}

// Among is [NOT] IN or [NOT] LIKE.
type Among struct {
	Not     bool     `parser:"@'NOT'?"`
	Pattern *Value   `parser:"( 'LIKE' @@"`
	Values  []*Value `parser:"| 'IN' '(' @@ (',' @@)* ')' )"`
}

// Value is a literal, kept as it was written.
type Value struct {
	Plain   *string `parser:"  @String"`
	Escaped *string `parser:"| @EscapedString"`
	Number  *string `parser:"| @(Integer|Decimal)"`
	Boolean *string `parser:"| @('TRUE'|'FALSE')"`
}
