package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// LogEntry is a line of a log.
type LogEntry struct {
	Seq           int64 // set by the store
	Log, LogGroup string
	Time          time.Time
	Doc           Document
}

// AppendLogs keeps entries.
func (tx *Tx) AppendLogs(entries []LogEntry) error {
	for _, e := range entries {
		document, err := json.Marshal(e.Doc)
		if err != nil {
			return fmt.Errorf("writing to log %s: %w", e.Log, err)
		}
		err = tx.exec("writing to log "+e.Log, `INSERT INTO log_entries (log, log_group, created, document) VALUES (?,?,?,?)`,
			e.Log, e.LogGroup, e.Time.UnixNano(), string(document))
		if err != nil {
			return err
		}
	}
	return nil
}

// LogQuery selects entries of any of the logs or log groups it names; with
// neither, of all. Zero times and a zero limit do not restrict.
type LogQuery struct {
	Logs, LogGroups []string
	From, To        time.Time
	Newest          bool // newest first; otherwise in the order they came
	Limit           int
}

// Logs reads entries.
func (tx *Tx) Logs(q LogQuery) ([]LogEntry, error) {
	where, args := []string{"1"}, []any{}
	var places []string
	for column, values := range map[string][]string{"log": q.Logs, "log_group": q.LogGroups} {
		for _, v := range values {
			places, args = append(places, column+" = ?"), append(args, v)
		}
	}
	if len(places) > 0 {
		where = append(where, "("+strings.Join(places, " OR ")+")")
	}
	if !q.From.IsZero() {
		where, args = append(where, "created >= ?"), append(args, q.From.UnixNano())
	}
	if !q.To.IsZero() {
		where, args = append(where, "created <= ?"), append(args, q.To.UnixNano())
	}
	query := `SELECT seq, log, log_group, created, document FROM log_entries WHERE ` + strings.Join(where, " AND ") + ` ORDER BY seq`
	if q.Newest {
		query += ` DESC`
	}
	if q.Limit > 0 {
		query, args = query+` LIMIT ?`, append(args, q.Limit)
	}
	var list []LogEntry
	err := tx.each("reading logs", query, args, func(row *sql.Rows) error {
		var e LogEntry
		var created int64
		var document []byte
		err := row.Scan(&e.Seq, &e.Log, &e.LogGroup, &created, &document)
		if err == nil {
			e.Time = time.Unix(0, created).UTC()
			e.Doc, err = ParseDocument(document)
		}
		list = append(list, e)
		return err
	})
	return slices.Clip(list), err
}

// ForgetLogs removes a log's entries older than before; all logs' where log is empty.
func (tx *Tx) ForgetLogs(log string, before time.Time) error {
	return tx.exec("forgetting log entries", `DELETE FROM log_entries WHERE (log = ? OR ? = '') AND created < ?`, log, log, before.UnixNano())
}
