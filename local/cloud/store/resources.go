package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Resource is one stored thing.
type Resource struct {
	Seq         int64 // set by the store
	ID          string
	Kind        string
	Compartment string
	Name        string
	State       string
	Etag        string
	Created     time.Time
	Updated     time.Time
	Doc         Document
	Private     Document
	Refs        []Ref // read by Put only
}

// Ref says that a field of a resource names another one.
type Ref struct{ Field, Target string }

// Referrer is a resource that names another one, and where.
type Referrer struct {
	Resource
	Field string
}

const columns = `r.seq, r.ocid, r.kind, r.compartment, r.name, r.state, r.etag, r.created, r.updated, r.document, r.private`

// Put writes r and what it refers to, new or over what was there.
func (tx *Tx) Put(r *Resource) error {
	document, err := json.Marshal(r.Doc)
	if err != nil {
		return fmt.Errorf("writing %s: %w", r.ID, err)
	}
	private, err := json.Marshal(r.Private)
	if err != nil {
		return fmt.Errorf("writing %s: %w", r.ID, err)
	}
	tx.changed = true
	err = tx.exec("writing "+r.ID, `
		INSERT INTO resources (ocid, kind, compartment, name, state, etag, created, updated, document, private)
		VALUES (?,?,?,?,?,?,?,?,?,?)
		ON CONFLICT (ocid) DO UPDATE SET compartment=excluded.compartment, name=excluded.name, state=excluded.state,
			etag=excluded.etag, updated=excluded.updated, document=excluded.document, private=excluded.private`,
		r.ID, r.Kind, r.Compartment, r.Name, r.State, r.Etag, r.Created.UnixNano(), r.Updated.UnixNano(), string(document), string(private))
	if err != nil {
		return err
	}
	if err := tx.exec("writing "+r.ID, `DELETE FROM refs WHERE source = ?`, r.ID); err != nil {
		return err
	}
	for _, ref := range r.Refs {
		if err := tx.exec("writing "+r.ID, `INSERT OR IGNORE INTO refs (source, target, field) VALUES (?,?,?)`, r.ID, ref.Target, ref.Field); err != nil {
			return err
		}
	}
	return nil
}

// Get reads a resource; ErrNotFound if there is none.
func (tx *Tx) Get(id string) (*Resource, error) {
	var found *Resource
	err := tx.each("reading "+id, `SELECT `+columns+` FROM resources r WHERE r.ocid = ?`, []any{id}, func(row *sql.Rows) (err error) {
		found, err = scanResource(row)
		return err
	})
	if err == nil && found == nil {
		err = ErrNotFound
	}
	return found, err
}

// Delete removes a resource, what it refers to and, of a secret, its versions.
func (tx *Tx) Delete(id string) error {
	tx.changed = true
	return tx.exec("deleting "+id, `DELETE FROM resources WHERE ocid = ?`, id)
}

// Query selects resources; what is empty does not matter.
type Query struct {
	Kind        string
	Compartment string
	Name        string
	Equal       map[string]string // keys of the document, or JSON paths ($.a.b) in it
	After       int64             // Seq of the last one already seen
	Limit       int
}

// List returns the resources that match q in order of creation.
func (tx *Tx) List(q Query) ([]*Resource, error) {
	where, args := []string{"r.seq > ?"}, []any{q.After}
	add := func(condition string, values ...any) {
		where, args = append(where, condition), append(args, values...)
	}
	if q.Kind != "" {
		add("r.kind = ?", q.Kind)
	}
	if q.Compartment != "" {
		add("r.compartment = ?", q.Compartment)
	}
	if q.Name != "" {
		add("r.name = ?", q.Name)
	}
	for key, value := range q.Equal {
		// A boolean is 0 or 1 to SQLite; -> gives it back as the JSON it was.
		add("(r.document ->> ? = ? OR r.document -> ? = ?)", key, value, key, value)
	}
	query := `SELECT ` + columns + ` FROM resources r WHERE ` + strings.Join(where, " AND ") + ` ORDER BY r.seq`
	if q.Limit > 0 {
		query, args = query+` LIMIT ?`, append(args, q.Limit)
	}
	var list []*Resource
	err := tx.each("listing "+q.Kind, query, args, func(row *sql.Rows) error {
		r, err := scanResource(row)
		list = append(list, r)
		return err
	})
	return list, err
}

// Referrers are the resources that name target, in order of creation.
func (tx *Tx) Referrers(target string) ([]Referrer, error) {
	var list []Referrer
	query := `SELECT ` + columns + `, f.field FROM refs f JOIN resources r ON r.ocid = f.source WHERE f.target = ? ORDER BY r.seq`
	err := tx.each("looking for what uses "+target, query, []any{target}, func(row *sql.Rows) error {
		var field string
		r, err := scanResource(row, &field)
		if err == nil {
			list = append(list, Referrer{*r, field})
		}
		return err
	})
	return list, err
}

func scanResource(row *sql.Rows, more ...any) (*Resource, error) {
	var r Resource
	var created, updated int64
	var document, private []byte
	into := append([]any{&r.Seq, &r.ID, &r.Kind, &r.Compartment, &r.Name, &r.State, &r.Etag, &created, &updated, &document, &private}, more...)
	if err := row.Scan(into...); err != nil {
		return nil, err
	}
	r.Created, r.Updated = time.Unix(0, created).UTC(), time.Unix(0, updated).UTC()
	var err error
	if r.Doc, err = ParseDocument(document); err != nil {
		return nil, fmt.Errorf("document of %s: %w", r.ID, err)
	}
	if r.Private, err = ParseDocument(private); err != nil {
		return nil, fmt.Errorf("private part of %s: %w", r.ID, err)
	}
	return &r, nil
}
