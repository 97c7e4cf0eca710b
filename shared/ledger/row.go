package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
)

const (
	// maxID is the most bytes of a key that is its row's id as it is. A primary key has 64 at most (OCI NoSQL: limits), with
	// what the service adds to it.
	maxID = 48

	// maxValue caps a value, in bytes. A row has 512 KB at most (OCI NoSQL: limits), with its other columns.
	maxValue = 500 << 10

	// maxPurposes is how many purposes of holders that did not finish are kept, the newest ones. There is more than one only
	// while nothing gets finished, as when B2C Service is down for hours.
	maxPurposes = 64

	// timestamp is how a TIMESTAMP(3) is written. It has no zone and means UTC.
	timestamp = "2006-01-02T15:04:05.000"
)

// row is a row of the table.
type row struct {
	id        string
	holder    string    // who holds it, or did so last
	heldUntil time.Time // zero if it was let go
	purposes  []string  // of those who did not finish, the present holder's last
	value     json.RawMessage

	version string // by which the service knows whether the row was changed; "" if it is not stored
}

// rowID returns the id of a key's row.
func rowID(key string) string {
	if len(key) <= maxID {
		return key
	}
	hash := sha256.Sum256([]byte(key))
	return base64.RawURLEncoding.EncodeToString(hash[:])
}

// columns returns the row as oci-go-sdk takes it. Columns that are left out become null.
func (r row) columns() (map[string]any, error) {
	columns := map[string]any{"id": r.id, "holder": r.holder}
	if !r.heldUntil.IsZero() {
		columns["held_until"] = r.heldUntil.UTC().Format(timestamp)
	}
	if len(r.purposes) > 0 {
		columns["purpose"] = strings.Join(r.purposes, "\n")
	}
	if r.value != nil {
		// oci-go-sdk walks through what it sends, so it cannot take JSON as it is.
		decoder := json.NewDecoder(bytes.NewReader(r.value))
		decoder.UseNumber()
		var value any
		if err := decoder.Decode(&value); err != nil {
			return nil, fmt.Errorf("the value is no JSON: %w", err)
		}
		columns["value"] = value
	}
	return columns, nil
}

// readRow reads a row as the service answers it.
func readRow(columns map[string]any, version string) (*row, error) {
	text := func(column string) string {
		value, _ := columns[column].(string)
		return value
	}
	r := &row{id: text("id"), holder: text("holder"), version: version}
	if until := text("held_until"); until != "" {
		moment, err := time.Parse(timestamp, strings.TrimSuffix(until, "Z"))
		if err != nil {
			return nil, backoff.Permanent(fmt.Errorf("the row %q has a held_until that is no time: %w", r.id, err))
		}
		r.heldUntil = moment
	}
	if purposes := text("purpose"); purposes != "" {
		r.purposes = strings.Split(purposes, "\n")
	}
	if value := columns["value"]; value != nil {
		encoded, err := json.Marshal(value)
		if err != nil {
			return nil, backoff.Permanent(fmt.Errorf("the row %q has a value that is no JSON: %w", r.id, err))
		}
		r.value = encoded
	}
	return r, nil
}

// distinct returns each purpose once, the newest ones.
func distinct(purposes []string) []string {
	var kept []string
	for _, purpose := range purposes {
		if !slices.Contains(kept, purpose) {
			kept = append(kept, purpose)
		}
	}
	return kept[max(0, len(kept)-maxPurposes):]
}
