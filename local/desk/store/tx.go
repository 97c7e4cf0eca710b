package store

import (
	"fmt"
	"iter"
	"slices"
	"strings"
)

// Tx is the records during one View or Update.
type Tx struct {
	store     *Store
	changes   []change
	sequences map[string]int64
}

// change is a record to store, or one to delete if it has no document.
type change Record

// Get is the record as it was when the transaction began.
func (tx *Tx) Get(kind string, id int64) (*Record, bool) {
	shelf := tx.store.kinds[kind]
	if shelf == nil {
		return nil, false
	}
	r, ok := shelf.index[id]
	return r, ok
}

// All yields the records of a kind by ascending id, as they were when the
// transaction began.
func (tx *Tx) All(kind string) iter.Seq[*Record] {
	if shelf := tx.store.kinds[kind]; shelf != nil {
		return slices.Values(shelf.records)
	}
	return func(func(*Record) bool) {}
}

// Next draws the next number of a sequence: 1, 2, … No number is given twice.
func (tx *Tx) Next(sequence string) int64 {
	if _, drawn := tx.sequences[sequence]; !drawn {
		tx.sequences[sequence] = tx.store.sequences[sequence]
	}
	tx.sequences[sequence]++
	return tx.sequences[sequence]
}

// Put stores a record, in the place of the one with its id if there is one.
func (tx *Tx) Put(r Record) { tx.changes = append(tx.changes, change(r)) }

// Delete removes a record.
func (tx *Tx) Delete(kind string, id int64) {
	tx.changes = append(tx.changes, change{Kind: kind, ID: id})
}

// commit writes the changes to disk, then to memory.
func (tx *Tx) commit() error {
	if err := tx.write(); err != nil {
		return fmt.Errorf("writing the desk's records: %w", err)
	}
	for name, value := range tx.sequences {
		tx.store.sequences[name] = value
	}
	for _, c := range tx.changes {
		if c.Document == nil {
			tx.store.shelf(c.Kind).delete(c.ID)
			continue
		}
		tx.store.shelf(c.Kind).put((*Record)(&c))
	}
	return nil
}

func (tx *Tx) write() error {
	db, err := tx.store.db.Begin()
	if err != nil {
		return err
	}
	defer db.Rollback() // after Commit it does nothing
	for name, value := range tx.sequences {
		if _, err := db.Exec("INSERT OR REPLACE INTO sequences VALUES (?, ?)", name, value); err != nil {
			return err
		}
	}
	for _, c := range tx.changes {
		if c.Document == nil {
			if _, err := db.Exec("DELETE FROM records WHERE kind = ? AND id = ?", c.Kind, c.ID); err != nil {
				return err
			}
			continue
		}
		document, err := encode(c.Document)
		if err != nil {
			return err
		}
		if _, err := db.Exec("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?)", c.Kind, c.ID, strings.Join(c.Suppressed, " "), document); err != nil {
			return err
		}
	}
	return db.Commit()
}
