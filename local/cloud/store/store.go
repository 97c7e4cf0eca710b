package store

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync/atomic"

	_ "modernc.org/sqlite" // the driver: SQLite translated to Go, so that nothing but Go is needed
)

//go:embed schema.sql
var schema string

// ErrNotFound says that what was asked for by its id is not there.
var ErrNotFound = errors.New("not found")

// Store is an open database. It is safe for concurrent use.
type Store struct {
	writer     *sql.DB // one connection: writers queue here instead of failing as busy
	reader     *sql.DB
	generation atomic.Uint64
}

// Open opens the database at path and creates it where it is missing.
func Open(path string) (*Store, error) {
	// Created before SQLite sees it: SQLite would make it readable by others.
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the cloud's database: %w", err)
	}
	if err := file.Close(); err != nil {
		return nil, fmt.Errorf("opening the cloud's database: %w", err)
	}
	s := &Store{}
	if s.writer, err = sql.Open("sqlite", dsn(path, "immediate")); err != nil {
		return nil, fmt.Errorf("opening the cloud's database %s: %w", path, err)
	}
	s.writer.SetMaxOpenConns(1)
	if _, err := s.writer.Exec(schema); err != nil {
		s.writer.Close()
		return nil, fmt.Errorf("preparing the cloud's database %s (delete the file to start anew): %w", path, err)
	}
	if s.reader, err = sql.Open("sqlite", dsn(path, "deferred")); err != nil {
		s.writer.Close()
		return nil, fmt.Errorf("opening the cloud's database %s: %w", path, err)
	}
	return s, nil
}

func dsn(path, lock string) string {
	q := url.Values{"_txlock": {lock}, "_pragma": {
		"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(NORMAL)", "foreign_keys(1)",
	}}
	return (&url.URL{Scheme: "file", Opaque: url.PathEscape(path), RawQuery: q.Encode()}).String()
}

// Close writes everything out and closes the file.
func (s *Store) Close() error { return errors.Join(s.reader.Close(), s.writer.Close()) }

// Generation grows whenever a resource changes; a cache of anything derived from
// resources is valid as long as it stays the same.
func (s *Store) Generation() uint64 { return s.generation.Load() }

// Update runs change alone and keeps what it wrote if it returns nil.
func (s *Store) Update(ctx context.Context, change func(*Tx) error) error {
	changed, err := run(ctx, s.writer, change)
	if changed && err == nil {
		s.generation.Add(1)
	}
	return err
}

// View runs look over one consistent state. What look writes is an error.
func (s *Store) View(ctx context.Context, look func(*Tx) error) error {
	_, err := run(ctx, s.reader, look)
	return err
}

func run(ctx context.Context, db *sql.DB, do func(*Tx) error) (changed bool, err error) {
	sqlTx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return false, fmt.Errorf("beginning a transaction: %w", err)
	}
	defer sqlTx.Rollback() // does nothing after a commit
	tx := &Tx{ctx: ctx, sql: sqlTx}
	if err := do(tx); err != nil {
		return false, err
	}
	if err := sqlTx.Commit(); err != nil {
		return false, fmt.Errorf("committing a transaction: %w", err)
	}
	return tx.changed, nil
}

// Tx is the inside of one Update or View.
type Tx struct {
	ctx     context.Context
	sql     *sql.Tx
	changed bool
}

func (tx *Tx) exec(doing, query string, args ...any) error {
	if _, err := tx.sql.ExecContext(tx.ctx, query, args...); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

// each runs scan for every row of query.
func (tx *Tx) each(doing, query string, args []any, scan func(row *sql.Rows) error) error {
	rows, err := tx.sql.QueryContext(tx.ctx, query, args...)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return fmt.Errorf("%s: %w", doing, err)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}
