package nosql

import (
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// deleteRow deletes a row; that there was none is an answer too.
func (p *plane) deleteRow(c *api.Call) (*api.Answer, error) {
	t, err := p.may(c, Access{"NOSQL_ROWS_DELETE", "DeleteRow"}, c.Param("id"), c.Query("compartmentId"))
	if err != nil {
		return nil, err
	}
	deleted := false
	err = p.write(c, t.id, func(tx *store.Tx, t *table, now time.Time) error {
		key, err := t.keyOf(c.Request.URL.Query()["key"])
		if err != nil {
			return err
		}
		there, err := tx.Row(t.id, key, now)
		if err != nil {
			return err
		}
		if match := c.Request.Header.Get("If-Match"); match != "" && (there == nil || there.Version != match) {
			return mismatch()
		}
		deleted = there != nil
		return tx.DeleteRow(t.id, key)
	})
	return api.OK(store.Document{"isSuccess": deleted, "usage": usage(0, units(0))}), err
}
