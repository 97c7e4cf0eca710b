// Package ledgertest is a ledger's table in memory, for tests: with the versions and conditions of OCI NoSQL, with every call
// recorded and faults on demand. Each [Table.Ledger] is as another instance of a function.
package ledgertest

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/cxbridge/cxbridge/shared/ledger"
	"github.com/oracle/oci-go-sdk/v65/nosql"
)

// Name is the table's name.
const Name = "ledger"

// Table holds the rows. It is what [ledger.Rows] wants.
type Table struct {
	t testing.TB

	mu     sync.Mutex
	rows   map[string]stored // by id
	writes int
	calls  []string
	faults []Fault
}

// stored is a row: its columns in JSON, as they come over the wire, and its version.
type stored struct {
	columns []byte
	version string
}

// New returns an empty table.
func New(t testing.TB) *Table {
	return &Table{t: t, rows: map[string]stored{}}
}

// Ledger returns a ledger over the table.
func (t *Table) Ledger(change ...func(*ledger.Options)) *ledger.Ledger {
	options := ledger.Options{Rows: t, Table: Name}
	for _, apply := range change {
		apply(&options)
	}
	return ledger.New(options)
}

// Fail queues faults. A call meets the first one that is for it, which is then spent.
func (t *Table) Fail(faults ...Fault) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.faults = append(t.faults, faults...)
}

// Calls returns the calls that were made: "UpdateRow IF_ABSENT", "UpdateRow if-match" and "GetRow".
func (t *Table) Calls() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.calls)
}

// Row returns the columns of the row with an id, or nil. The id of a key of up to 48 bytes is the key.
func (t *Table) Row(id string) map[string]any {
	t.mu.Lock()
	defer t.mu.Unlock()
	row, ok := t.rows[id]
	if !ok {
		return nil
	}
	return t.decode(row)
}

// Value returns what the ledger knows by a key of up to 48 bytes; nil if that is nothing.
func (t *Table) Value(key string) json.RawMessage {
	value := t.Row(key)["value"]
	if value == nil {
		return nil
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		t.t.Error("ledgertest: ", err)
	}
	return encoded
}

// GetRow implements [ledger.Rows].
func (t *Table) GetRow(ctx context.Context, request nosql.GetRowRequest) (response nosql.GetRowResponse, err error) {
	err = t.serve(ctx, "GetRow", func() error {
		if len(request.Key) != 1 || len(request.Key[0]) < 4 || request.Consistency != nosql.GetRowConsistencyAbsolute {
			return errors.New("not a consistent read of one row")
		}
		if row, ok := t.rows[request.Key[0][len("id:"):]]; ok {
			response.Value, response.Etag = t.decode(row), &row.version
		}
		return nil
	})
	return response, err
}

// UpdateRow implements [ledger.Rows].
func (t *Table) UpdateRow(ctx context.Context, request nosql.UpdateRowRequest) (response nosql.UpdateRowResponse, err error) {
	call := "UpdateRow " + string(request.Option)
	if request.IfMatch != nil {
		call = "UpdateRow if-match"
	}
	err = t.serve(ctx, call, func() (err error) {
		response.UpdateRowResult, err = t.update(request)
		return err
	})
	return response, err
}

func (t *Table) update(request nosql.UpdateRowRequest) (result nosql.UpdateRowResult, err error) {
	columns, err := sent(request)
	if err != nil {
		return result, err
	}
	id, _ := request.Value["id"].(string)
	row, exists := t.rows[id]
	switch {
	case id == "" || len(id) > 64:
		return result, refusal{http.StatusBadRequest, "KeySizeLimitExceeded"}
	case request.IfMatch != nil && (!exists || row.version != *request.IfMatch):
		return result, refusal{http.StatusPreconditionFailed, "ETagMismatch"}
	case request.IfMatch == nil && request.Option == nosql.UpdateRowDetailsOptionAbsent && exists:
		if request.IsGetReturnRow != nil && *request.IsGetReturnRow {
			result.ExistingVersion, result.ExistingValue = &row.version, t.decode(row)
		}
		return result, nil
	}
	t.writes++
	row = stored{columns, strconv.Itoa(t.writes)}
	t.rows[id] = row
	result.Version = &row.version
	return result, nil
}

// sent returns the columns as oci-go-sdk puts them on the wire. It does not take every value.
func sent(request nosql.UpdateRowRequest) ([]byte, error) {
	wire, err := request.HTTPRequest(http.MethodPut, "/tables/{tableNameOrId}/rows", nil, nil)
	if err != nil {
		return nil, err
	}
	var body struct {
		Value json.RawMessage `json:"value"`
	}
	err = json.NewDecoder(wire.Body).Decode(&body)
	return body.Value, err
}

// serve answers a call, unless a fault is queued for it.
func (t *Table) serve(ctx context.Context, call string, answer func() error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.calls = append(t.calls, call)
	at := slices.IndexFunc(t.faults, func(f Fault) bool { return strings.HasPrefix(call, f.Call) })
	if at < 0 {
		return answer()
	}
	fault := t.faults[at]
	t.faults = slices.Delete(t.faults, at, at+1)
	if fault.Commit {
		answer()
	}
	return fault.err()
}

func (t *Table) decode(row stored) (columns map[string]any) {
	if err := json.Unmarshal(row.columns, &columns); err != nil {
		t.t.Error("ledgertest: ", err)
	}
	return columns
}
