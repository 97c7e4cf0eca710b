package nosql

import (
	"github.com/alecthomas/participle/v2"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

var selections = participle.MustBuild[selection](options...)

// parseQuery reads a SELECT statement.
func parseQuery(text string) (*selection, error) { return parse(selections, text) }

var queryBody = resource.NewBody("Query", "compartmentId! statement! isPrepared:bool consistency maxReadInKBs:int variables:object timeoutInMs:int", nil)

// query answers a page of what a statement selects.
func (p *plane) query(c *api.Call) (*api.Answer, error) {
	body, err := c.Document()
	if err == nil {
		err = queryBody.Check(body)
	}
	if err == nil {
		err = checkConsistency(body.String("consistency"))
	}
	if err != nil {
		return nil, err
	}
	if most, _ := body.Int("maxReadInKBs"); most != 0 || body.Bool("isPrepared") {
		return nil, api.NotSimulated("prepared statements and maxReadInKBs")
	}
	q, err := parseQuery(body.String("statement"))
	if err != nil {
		return nil, err
	}
	t, err := p.may(c, Access{"NOSQL_ROWS_READ", "Query"}, q.From, body.String("compartmentId"))
	if err != nil {
		return nil, err
	}
	chosen, err := q.resolve(t.schema, body.Object("variables"))
	if err != nil {
		return nil, err
	}
	rows, err := p.rows(c, t)
	if err != nil {
		return nil, err
	}
	answer, err := resource.Paged(c, chosen.from(rows))
	if err != nil {
		return nil, err
	}
	read := 0
	for _, row := range rows {
		read += bytesOf(row)
	}
	answer.Body = store.Document{"items": answer.Body, "usage": usage(reading(read, body.String("consistency")), 0)}
	return answer, nil
}

// rows are all rows of a table, in the order of their keys.
func (p *plane) rows(c *api.Call, t *table) ([]store.Document, error) {
	var list []store.Document
	err := p.engine.Look(c.Context(), c, func(op *resource.Op) error {
		found, err := op.Rows(t.id, op.Now)
		for _, r := range found {
			list = append(list, t.shown(r.Value))
		}
		return err
	})
	return list, err
}
