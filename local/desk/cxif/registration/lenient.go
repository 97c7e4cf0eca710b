package registration

import "regexp"

// The slips of the documentation's samples.
var (
	bareID     = regexp.MustCompile(`("api-(?:id|number)"\s*:\s*)([a-z0-9]{1,8}-[0-9]{1,4})`)
	queryText  = regexp.MustCompile(`("query"\s*:\s*")(\(.*\))"`) // on one line, and all samples are in parentheses
	quoteAlone = regexp.MustCompile(`\\?"`)
)

// repair makes JSON of what the documentation prints: an api-id or api-number gets
// its quotes, and the quotes in a query are escaped.
func repair(text []byte) []byte {
	text = bareID.ReplaceAll(text, []byte(`$1"$2"`))
	return queryText.ReplaceAllFunc(text, func(member []byte) []byte {
		part := queryText.FindSubmatch(member)
		query := quoteAlone.ReplaceAllLiteral(part[2], []byte(`\"`))
		return append(append(append([]byte{}, part[1]...), query...), '"')
	})
}
