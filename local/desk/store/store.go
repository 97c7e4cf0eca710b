// Package store keeps the records of the simulated site: on disk in SQLite, so
// that a restart loses nothing, and in memory, so that a query through all of
// them is quick.
//
// Documents are never changed once they are stored: a change stores a new one.
// Whoever holds a record may therefore read it without a lock.
package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// Record is one contact or incident, or what else the desk keeps.
type Record struct {
	Kind       string // the collection it is in, such as contacts
	ID         int64
	Document   map[string]any // integers are int64, other numbers float64
	Suppressed []string       // what Suppress headers of its writes named
}

// Store is an open file of records.
type Store struct {
	mu        sync.RWMutex
	db        *sql.DB
	kinds     map[string]*shelf
	sequences map[string]int64
}

const schema = `
CREATE TABLE IF NOT EXISTS records (
	kind TEXT NOT NULL, id INTEGER NOT NULL, suppressed TEXT NOT NULL, document TEXT NOT NULL,
	PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sequences (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;`

// pragmas let one process only have the file, since it holds all of it in memory.
// The write-ahead log with synchronous=NORMAL survives the end of the process at
// any point; only the machine's own crash may lose the last writes.
const pragmas = "_pragma=locking_mode(EXCLUSIVE)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)"

// Memory, as a path, is a store without a file, of which nothing is kept: for tests,
// which need not wait for a disk.
const Memory = ":memory:"

// Open opens the file, or makes it and the folder it is in.
func Open(path string) (*Store, error) {
	source, err := source(path)
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", source)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	db.SetMaxOpenConns(1) // writes are one at a time anyway; and each would have a memory of its own
	s := &Store{db: db, kinds: map[string]*shelf{}, sequences: map[string]int64{}}
	if err := s.load(); err != nil {
		db.Close()
		return nil, fmt.Errorf("reading %s: %w (if it is locked, stop the other desk; if it is damaged, delete it to begin anew)", path, err)
	}
	return s, nil
}

// source is a file as the driver wants it named. Its folder is there then.
func source(path string) (string, error) {
	if path == Memory {
		return "file::memory:?" + pragmas, nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", fmt.Errorf("making the folder of the desk's records: %w", err)
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("opening %s: %w", path, err)
	}
	return (&url.URL{Scheme: "file", Path: absolute, RawQuery: pragmas}).String(), nil
}

// Close closes the file.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.db.Close()
}

func (s *Store) load() error {
	if _, err := s.db.Exec(schema); err != nil {
		return err
	}
	if err := s.each("SELECT name, value FROM sequences", func(scan func(...any) error) error {
		var name string
		var value int64
		err := scan(&name, &value)
		s.sequences[name] = value
		return err
	}); err != nil {
		return err
	}
	return s.each("SELECT kind, id, suppressed, document FROM records ORDER BY kind, id", func(scan func(...any) error) error {
		var r Record
		var suppressed, document string
		if err := scan(&r.Kind, &r.ID, &suppressed, &document); err != nil {
			return err
		}
		r.Suppressed = strings.Fields(suppressed)
		content, err := Decode([]byte(document))
		if err != nil {
			return fmt.Errorf("%s %d: %w", r.Kind, r.ID, err)
		}
		r.Document = content
		s.shelf(r.Kind).put(&r)
		return nil
	})
}

func (s *Store) each(query string, row func(scan func(...any) error) error) error {
	rows, err := s.db.Query(query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Setting is the value kept under a name; make gives it the first time.
func (s *Store) Setting(name string, make func() ([]byte, error)) (value []byte, err error) {
	s.mu.Lock() // so that two callers do not both make it
	defer s.mu.Unlock()
	err = s.db.QueryRow("SELECT value FROM settings WHERE name = ?", name).Scan(&value)
	if err == nil {
		return value, nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("reading the setting %s: %w", name, err)
	}
	if value, err = make(); err != nil {
		return nil, fmt.Errorf("making the setting %s: %w", name, err)
	}
	if _, err := s.db.Exec("INSERT INTO settings VALUES (?, ?)", name, value); err != nil {
		return nil, fmt.Errorf("storing the setting %s: %w", name, err)
	}
	return value, nil
}

// View runs read with a transaction that must not write; no write happens meanwhile.
func (s *Store) View(read func(*Tx) error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return read(&Tx{store: s})
}

// Update runs write alone. What it writes is kept if it returns nil, and
// forgotten, numbers that it drew included, if it does not.
func (s *Store) Update(write func(*Tx) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	tx := &Tx{store: s, sequences: map[string]int64{}}
	if err := write(tx); err != nil {
		return err
	}
	return tx.commit()
}

func (s *Store) shelf(kind string) *shelf {
	if s.kinds[kind] == nil {
		s.kinds[kind] = &shelf{index: map[int64]*Record{}}
	}
	return s.kinds[kind]
}

// Last is the number that a sequence gave last; 0 if it never gave one.
func (s *Store) Last(sequence string) int64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.sequences[sequence]
}

// Count is how many records of a kind there are.
func (s *Store) Count(kind string) int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if shelf := s.kinds[kind]; shelf != nil {
		return len(shelf.records)
	}
	return 0
}

func encode(document map[string]any) (string, error) {
	text, err := json.Marshal(document)
	return string(text), err
}
