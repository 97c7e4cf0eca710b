package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"
)

// Row is a row of a NoSQL table. It goes when its table goes.
type Row struct {
	Table   string // OCID
	Key     string
	Version string
	Expires time.Time // zero: never
	Value   Document
}

// PutRow keeps a row, new or over what was there.
func (tx *Tx) PutRow(r *Row) error {
	value, err := json.Marshal(r.Value)
	if err != nil {
		return fmt.Errorf("writing a row of %s: %w", r.Table, err)
	}
	var expires int64
	if !r.Expires.IsZero() {
		expires = r.Expires.UnixNano()
	}
	return tx.exec("writing a row of "+r.Table, `INSERT OR REPLACE INTO nosql_rows (table_id, key, version, expires, value) VALUES (?,?,?,?,?)`,
		r.Table, r.Key, r.Version, expires, string(value))
}

// Row reads a row; nil if there is none that lives.
func (tx *Tx) Row(table, key string, now time.Time) (*Row, error) {
	var found *Row
	err := tx.rows(table, now, `AND key = ?`, []any{key}, func(r *Row) { found = r })
	return found, err
}

// Rows are a table's rows that live, in the order of their keys.
func (tx *Tx) Rows(table string, now time.Time) ([]*Row, error) {
	var list []*Row
	err := tx.rows(table, now, `ORDER BY key`, nil, func(r *Row) { list = append(list, r) })
	return list, err
}

func (tx *Tx) rows(table string, now time.Time, more string, args []any, take func(*Row)) error {
	query := `SELECT key, version, expires, value FROM nosql_rows WHERE table_id = ? AND (expires = 0 OR expires > ?) ` + more
	return tx.each("reading rows of "+table, query, append([]any{table, now.UnixNano()}, args...), func(row *sql.Rows) error {
		r := &Row{Table: table}
		var expires int64
		var value []byte
		if err := row.Scan(&r.Key, &r.Version, &expires, &value); err != nil {
			return err
		}
		if expires != 0 {
			r.Expires = time.Unix(0, expires).UTC()
		}
		var err error
		if r.Value, err = ParseDocument(value); err == nil {
			take(r)
		}
		return err
	})
}

// DeleteRow forgets a row.
func (tx *Tx) DeleteRow(table, key string) error {
	return tx.exec("deleting a row of "+table, `DELETE FROM nosql_rows WHERE table_id = ? AND key = ?`, table, key)
}

// ExpireRows forgets a table's rows that have ended.
func (tx *Tx) ExpireRows(table string, now time.Time) error {
	return tx.exec("deleting ended rows of "+table, `DELETE FROM nosql_rows WHERE table_id = ? AND expires != 0 AND expires <= ?`, table, now.UnixNano())
}

// DropColumn takes a column's values out of all rows of a table.
func (tx *Tx) DropColumn(table, column string) error {
	return tx.exec("dropping a column of "+table, `UPDATE nosql_rows SET value = json_remove(value, ?) WHERE table_id = ?`, `$."`+column+`"`, table)
}
