package nosql

import (
	"encoding/json"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// getRow answers a row; one that is not there is an answer without a value.
func (p *plane) getRow(c *api.Call) (answer *api.Answer, err error) {
	consistency := c.Query("consistency")
	if err := checkConsistency(consistency); err != nil {
		return nil, err
	}
	t, err := p.may(c, Access{"NOSQL_ROWS_READ", "GetRow"}, c.Param("id"), c.Query("compartmentId"))
	if err != nil {
		return nil, err
	}
	key, err := t.keyOf(c.Request.URL.Query()["key"])
	if err != nil {
		return nil, err
	}
	err = p.engine.Look(c.Context(), c, func(op *resource.Op) error {
		found, err := op.Row(t.id, key, op.Now)
		if err != nil {
			return err
		}
		if found == nil {
			answer = api.OK(store.Document{"usage": usage(reading(0, consistency), 0)})
			return nil
		}
		row := t.shown(found.Value)
		body := store.Document{"value": row, "usage": usage(reading(bytesOf(row), consistency), 0)}
		if !found.Expires.IsZero() {
			body["timeOfExpiration"] = resource.Time(found.Expires)
		}
		answer = api.OK(body).With("Etag", found.Version)
		return nil
	})
	return answer, err
}

func checkConsistency(text string) error {
	switch text {
	case "", "EVENTUAL", "ABSOLUTE":
		return nil
	}
	return api.InvalidParameter("consistency %q is none of EVENTUAL, ABSOLUTE", text)
}

// units are what so many bytes count, of which each begun KB is one (Oracle NoSQL
// Database Cloud Service: capacity).
func units(bytes int) int { return max(1, (bytes+1023)/1024) }

// reading counts a read, of which one with absolute consistency counts twice.
func reading(bytes int, consistency string) int {
	if consistency == "ABSOLUTE" {
		return 2 * units(bytes)
	}
	return units(bytes)
}

func usage(read, written int) map[string]int {
	return map[string]int{"readUnitsConsumed": read, "writeUnitsConsumed": written}
}

func bytesOf(row store.Document) int {
	text, _ := json.Marshal(row) // it came out of JSON
	return len(text)
}
