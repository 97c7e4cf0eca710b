// Package roql reads and evaluates the part of ROQL, B2C Service's query
// language, that its REST API takes in two places (Connect REST API: ROQL
// object queries, ROQL tabular queries):
//
//   - the q parameter of an object query is one expression:
//     phones.rawNumber = '15017122661' AND createdTime > '2026-01-01T00:00:00Z'
//   - the query parameter of queryResults is one or more statements:
//     SELECT DISTINCT id FROM contacts WHERE phones.rawNumber LIKE '%7122661'
//     ORDER BY createdTime DESC LIMIT 10; SELECT id FROM incidents
//
// Both share one grammar of expressions: = != <> > >= < <= LIKE IN, IS NULL,
// AND OR NOT and parentheses, keywords in any case, AND binding tighter than
// OR. Values are 'text', numbers, TRUE and FALSE.
//
// Evaluation has SQL's three truths: a comparison with a missing value is
// unknown, so is its negation, and only what is true matches.
//
// A path through a list (phones.rawNumber) joins: a record becomes one [Row]
// for each element, as it does in ROQL, so a contact that has one number twice
// is found twice unless the statement says DISTINCT.
//
// How a quote is written inside a text is not documented. By default nothing
// escapes it, so that a value with a quote in it leaves the query unbalanced
// and is refused; [Dialect] can be told otherwise.
package roql
