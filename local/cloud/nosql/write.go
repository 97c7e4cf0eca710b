package nosql

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

var updateRowBody = resource.NewBody("UpdateRow", "value:object! compartmentId option:IF_ABSENT|IF_PRESENT isGetReturnRow:bool "+
	"timeoutInMs:int ttl:int isTtlUseTableDefault:bool identityCacheSize:int isExactMatch:bool", nil)

// updateRow puts a row.
func (p *plane) updateRow(c *api.Call) (*api.Answer, error) {
	body, err := c.Document()
	if err == nil {
		err = updateRowBody.Check(body)
	}
	if err != nil {
		return nil, err
	}
	t, err := p.may(c, Access{"NOSQL_ROWS_INSERT", "UpdateRow"}, c.Param("id"), body.String("compartmentId"))
	if err != nil {
		return nil, err
	}
	var answer *api.Answer
	err = p.write(c, t.id, func(tx *store.Tx, t *table, now time.Time) error {
		put, err := newPut(t, body, c.Request.Header.Get("If-Match"))
		if err != nil {
			return err
		}
		answer, err = p.put(tx, put, now)
		return err
	})
	return answer, err
}

// write runs do alone, with the table as it is now.
func (p *plane) write(c *api.Call, id string, do func(*store.Tx, *table, time.Time) error) error {
	return p.engine.Store.Update(c.Context(), func(tx *store.Tx) error {
		r, err := tx.Get(id)
		if errors.Is(err, store.ErrNotFound) {
			return api.NotFound("Table", id)
		}
		if err != nil {
			return err
		}
		t, err := p.open(r)
		if err != nil {
			return err
		}
		now := p.engine.Clock()
		if err := tx.ExpireRows(t.id, now); err != nil {
			return err
		}
		return do(tx, t, now)
	})
}

// put is a row on its way into a table.
type put struct {
	table   *table
	body    store.Document
	ifMatch string
	row     store.Document
	key     string
	bytes   int
}

func newPut(t *table, body store.Document, ifMatch string) (*put, error) {
	u := &put{table: t, body: body, ifMatch: ifMatch}
	var err error
	if u.row, err = t.row(body.Object("value"), body.Bool("isExactMatch")); err != nil {
		return nil, err
	}
	if u.key, err = t.key(u.row); err != nil {
		return nil, err
	}
	if u.bytes, err = size(u.row); err != nil {
		return nil, err
	}
	if lifetime, _ := body.Int("ttl"); lifetime < 0 || lifetime > maxTTL/24 {
		return nil, api.InvalidParameter("UpdateRow: a ttl of %d days is not between 0 and %d", lifetime, maxTTL/24)
	}
	return u, nil
}

func (p *plane) put(tx *store.Tx, u *put, now time.Time) (*api.Answer, error) {
	there, err := tx.Row(u.table.id, u.key, now)
	if err != nil {
		return nil, err
	}
	option := u.body.String("option")
	switch {
	case u.ifMatch != "": // goes before the option
		if there == nil || there.Version != u.ifMatch {
			return nil, mismatch()
		}
	case option == "IF_ABSENT" && there != nil:
		result := store.Document{"usage": usage(units(0), 0)}
		if u.body.Bool("isGetReturnRow") {
			result["existingVersion"], result["existingValue"] = there.Version, u.table.shown(there.Value)
		}
		return api.OK(result), nil
	case option == "IF_PRESENT" && there == nil:
		return api.OK(store.Document{"usage": usage(units(0), 0)}), nil
	}
	row := &store.Row{Table: u.table.id, Key: u.key, Version: newVersion(), Expires: p.end(u, there, now), Value: u.row}
	if err := tx.PutRow(row); err != nil {
		return nil, err
	}
	return api.OK(store.Document{"version": row.Version, "usage": usage(0, units(u.bytes))}).With("Etag", row.Version), nil
}

// end is when the row that is put ends.
func (p *plane) end(u *put, there *store.Row, now time.Time) time.Time {
	lifetime, _ := u.body.Int("ttl")
	switch {
	case u.body.Bool("isTtlUseTableDefault"):
		return u.table.TTL.end(now)
	case lifetime > 0:
		return days(int(lifetime)).end(now)
	case there != nil && p.Fidelity.UpdateKeepsExpiration:
		return there.Expires
	}
	return u.table.TTL.end(now)
}

// newVersion is a row's version and etag; no two are the same.
func newVersion() string {
	var random [18]byte
	rand.Read(random[:])
	return base64.StdEncoding.EncodeToString(random[:])
}
