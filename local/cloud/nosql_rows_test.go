package cloud_test

import (
	"crypto/rsa"
	"errors"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/nosql"
)

func TestRows(t *testing.T) {
	s := newTables(t, start(t))
	table := s.table(t, "ledger", ledgerStatement)
	put := ok[nosql.UpdateRowResponse](t)(s.put(table, nosql.UpdateRowDetails{Value: columns{
		"id": "a:1", "holder": "me", "held_until": "2026-11-22T07:00:00.5", "value": columns{"incident": "17", "n": 3, "list": []any{true, nil}}}}, nil))
	if put.Version == nil || put.Etag == nil || *put.Version != *put.Etag {
		t.Fatalf("put %v", put.UpdateRowResult)
	}
	got := ok[nosql.GetRowResponse](t)(s.row(table, "id:a:1"))
	want := columns{"id": "a:1", "holder": "me", "held_until": "2026-11-22T07:00:00.500Z", "purpose": nil,
		"value": columns{"incident": "17", "n": 3.0, "list": []any{true, nil}}}
	if diff := cmp.Diff(want, got.Value); diff != "" {
		t.Errorf("row (-want +got):\n%s", diff)
	}
	if *got.Etag != *put.Version {
		t.Errorf("etag %s, version %s", *got.Etag, *put.Version)
	}
	deleted := ok[nosql.DeleteRowResponse](t)(s.DeleteRow(ctx, nosql.DeleteRowRequest{TableNameOrId: &table, Key: []string{"id:a:1"}}))
	if !*deleted.IsSuccess {
		t.Error("the row was not deleted")
	}
	if gone := ok[nosql.GetRowResponse](t)(s.row(table, "id:a:1")); gone.Value != nil || gone.Etag != nil {
		t.Errorf("after the delete there is %v", gone.Row)
	}
}

func TestConditions(t *testing.T) {
	s := newTables(t, start(t))
	table := s.table(t, "ledger", ledgerStatement)
	row := func(holder string) nosql.UpdateRowDetails {
		return nosql.UpdateRowDetails{Value: columns{"id": "k", "holder": holder}, IsGetReturnRow: common.Bool(true)}
	}
	under := func(d nosql.UpdateRowDetails, option nosql.UpdateRowDetailsOptionEnum) nosql.UpdateRowDetails {
		d.Option = option
		return d
	}
	holder := func() any { return ok[nosql.GetRowResponse](t)(s.row(table, "id:k")).Value["holder"] }

	absent := ok[nosql.UpdateRowResponse](t)(s.put(table, under(row("none"), nosql.UpdateRowDetailsOptionPresent), nil))
	if absent.Version != nil || absent.ExistingVersion != nil || holder() != nil {
		t.Errorf("IF_PRESENT of no row: %v", absent.UpdateRowResult)
	}
	first := ok[nosql.UpdateRowResponse](t)(s.put(table, under(row("first"), nosql.UpdateRowDetailsOptionAbsent), nil))
	second := ok[nosql.UpdateRowResponse](t)(s.put(table, under(row("second"), nosql.UpdateRowDetailsOptionAbsent), nil))
	if first.Version == nil || second.Version != nil || second.Etag != nil || *second.ExistingVersion != *first.Version || second.ExistingValue["holder"] != "first" {
		t.Errorf("IF_ABSENT: %v, then %v", first.UpdateRowResult, second.UpdateRowResult)
	}
	silent := under(row("silent"), nosql.UpdateRowDetailsOptionAbsent)
	silent.IsGetReturnRow = nil
	if third := ok[nosql.UpdateRowResponse](t)(s.put(table, silent, nil)); third.ExistingVersion != nil || third.ExistingValue != nil {
		t.Errorf("the row was returned unasked: %v", third.UpdateRowResult)
	}
	present := ok[nosql.UpdateRowResponse](t)(s.put(table, under(row("present"), nosql.UpdateRowDetailsOptionPresent), nil))
	if present.Version == nil || *present.Version == *first.Version || holder() != "present" {
		t.Errorf("IF_PRESENT of a row: %v", present.UpdateRowResult)
	}

	_, err := s.put(table, row("late"), first.Version)
	refused(t, err, 412, "ETagMismatch", "read it again")
	matched := ok[nosql.UpdateRowResponse](t)(s.put(table, row("matched"), present.Version))
	if matched.Version == nil || holder() != "matched" {
		t.Errorf("put of the version that is there: %v", matched.UpdateRowResult)
	}
	erase := func(match *string) (nosql.DeleteRowResponse, error) {
		return s.DeleteRow(ctx, nosql.DeleteRowRequest{TableNameOrId: &table, Key: []string{"id:k"}, IfMatch: match})
	}
	_, err = erase(present.Version)
	refused(t, err, 412, "ETagMismatch", "")
	if d := ok[nosql.DeleteRowResponse](t)(erase(matched.Version)); !*d.IsSuccess {
		t.Error("the version that is there was not deleted")
	}
	if d := ok[nosql.DeleteRowResponse](t)(erase(nil)); *d.IsSuccess {
		t.Error("a row that is gone was deleted")
	}
	_, err = s.put(table, row("gone"), matched.Version)
	refused(t, err, 412, "ETagMismatch", "")
}

// Of fifty who want to be the first, one is.
func TestOneIsFirst(t *testing.T) {
	s := newTables(t, start(t))
	table := s.table(t, "ledger", ledgerStatement)
	var winners atomic.Int32
	var group sync.WaitGroup
	for i := range 50 {
		group.Go(func() {
			put, err := s.put(table, nosql.UpdateRowDetails{
				Value: columns{"id": "k", "holder": strconv.Itoa(i)}, Option: nosql.UpdateRowDetailsOptionAbsent, IsGetReturnRow: common.Bool(true)}, nil)
			switch {
			case err != nil:
				t.Error(err)
			case put.Version != nil:
				winners.Add(1)
			case put.ExistingValue["holder"] == nil:
				t.Errorf("neither put nor told who is there: %v", put.UpdateRowResult)
			}
		})
	}
	group.Wait()
	if winners.Load() != 1 {
		t.Errorf("%d were first", winners.Load())
	}
}

func TestRowsEnd(t *testing.T) {
	s := newTables(t, start(t))
	now := s.clock.Now().UTC() // from here on it is half past twelve of the next day
	s.clock.advance(now.Truncate(24 * time.Hour).Add(36*time.Hour + 30*time.Minute).Sub(now))
	table := s.table(t, "ledger", ledgerStatement)
	hours := s.table(t, "hourly", "CREATE TABLE hourly (id STRING, PRIMARY KEY(id)) USING TTL 2 HOURS")
	ends := func(table, id string) time.Time {
		t.Helper()
		got := ok[nosql.GetRowResponse](t)(s.row(table, "id:"+id))
		if got.TimeOfExpiration == nil {
			return time.Time{}
		}
		return got.TimeOfExpiration.Time
	}
	put := func(table, id string, change func(*nosql.UpdateRowDetails)) {
		t.Helper()
		d := nosql.UpdateRowDetails{Value: columns{"id": id}}
		change(&d)
		ok[nosql.UpdateRowResponse](t)(s.put(table, d, nil))
	}
	same := func(*nosql.UpdateRowDetails) {}
	twoDays := func(d *nosql.UpdateRowDetails) { d.Ttl = common.Int(2) }
	anew := func(d *nosql.UpdateRowDetails) { d.IsTtlUseTableDefault = common.Bool(true) }
	put(table, "default", same)
	put(table, "own", twoDays)
	put(hours, "default", same)
	midnight := s.clock.Now().UTC().Truncate(24 * time.Hour)
	for _, test := range []struct {
		table, id string
		days      int
	}{{table, "default", 91}, {table, "own", 3}} {
		if got := ends(test.table, test.id); !got.Equal(midnight.AddDate(0, 0, test.days)) {
			t.Errorf("the row %s ends %s, %d days from %s", test.id, got, test.days, midnight)
		}
	}
	if got, want := ends(hours, "default"), midnight.Add(15*time.Hour); !got.Equal(want) {
		t.Errorf("the hourly row ends %s, want %s", got, want)
	}
	put(table, "own", same)
	if got := ends(table, "own"); !got.Equal(midnight.AddDate(0, 0, 3)) {
		t.Errorf("a put that says nothing moved the end to %s", got)
	}

	s.clock.advance(48 * time.Hour)
	if !ends(hours, "default").IsZero() {
		t.Error("the hourly row is there after two days")
	}
	put(table, "default", anew)
	if got := ends(table, "default"); !got.Equal(midnight.AddDate(0, 0, 93)) {
		t.Errorf("a put with the table's time to live moved the end to %s", got)
	}
	s.clock.advance(24 * time.Hour)
	again := ok[nosql.UpdateRowResponse](t)(s.put(table, nosql.UpdateRowDetails{Value: columns{"id": "own"}, Option: nosql.UpdateRowDetailsOptionAbsent}, nil))
	if again.Version == nil {
		t.Error("a row that has ended is in the way of a new one")
	}
}

func TestRowsThatAreRefused(t *testing.T) {
	s := newTables(t, start(t))
	table := s.table(t, "ledger", ledgerStatement)
	put := func(value columns) error {
		_, err := s.put(table, nosql.UpdateRowDetails{Value: value}, nil)
		return err
	}
	refused(t, put(columns{"holder": "x"}), 400, "InvalidParameter", "column id is missing")
	refused(t, put(columns{"id": "x", "held_until": 5}), 400, "InvalidParameter", "no TIMESTAMP(3)")
	refused(t, put(columns{"id": strings.Repeat("k", 65)}), 400, "KeySizeLimitExceeded", "65 bytes")
	refused(t, put(columns{"id": "x", "purpose": strings.Repeat("p", 512<<10)}), 400, "RowSizeLimitExceeded", "at most")
	_, err := s.put(table, nosql.UpdateRowDetails{Value: columns{"id": "x"}, Ttl: common.Int(-1)}, nil)
	refused(t, err, 400, "InvalidParameter", "ttl")
	_, err = s.row(table)
	refused(t, err, 400, "InvalidParameter", "key id:… is missing")
	_, err = s.row("ocid1.nosqltable.oc1.iad.none", "id:x")
	refused(t, err, 404, "NotAuthorizedOrNotFound", "Table")
	_, err = s.row("ledger", "id:x")
	refused(t, err, 400, "MissingParameter", "compartmentId")
	if r, body := s.raw(t, "PUT", "/20190828/tables/"+table+"/rows", `{"value":{"id":"x"},"colour":"red"}`); r.StatusCode != 400 || !contains(body, "colour") {
		t.Errorf("unknown field: %d %s", r.StatusCode, body)
	}
	if r, body := s.raw(t, "GET", "/20190828/tables/"+table+"/indexes", ""); r.StatusCode != 501 {
		t.Errorf("indexes: %d %s", r.StatusCode, body)
	}
}

// asFunction signs a client's calls by a function's resource principal.
type asFunction struct {
	common.ConfigurationProvider
	session sessionKey
}

func (a asFunction) KeyID() (string, error)                  { return a.session.KeyID() }
func (a asFunction) PrivateRSAKey() (*rsa.PrivateKey, error) { return a.session.PrivateRSAKey() }

// A function has the access to rows that a policy gives to its dynamic group, and no other.
func TestFunctionsNeedAPolicyForRows(t *testing.T) {
	b := start(t)
	n, s := newNet(t, b), newTables(t, b)
	_, f := n.function(t, nil)
	id, other := s.table(t, "ledger", ledgerStatement), s.table(t, "other", "CREATE TABLE other (id STRING, PRIMARY KEY(id))")
	user := b.provider
	b.provider = asFunction{user, n.session(t, f)}
	function := newTables(t, b)
	b.provider = user

	put := func(table string) error {
		_, err := function.put(table, nosql.UpdateRowDetails{Value: columns{"id": "x"}}, nil)
		return err
	}
	get := func(table string) error {
		_, err := function.row(table, "id:x")
		return err
	}
	erase := func() error {
		_, err := function.DeleteRow(ctx, nosql.DeleteRowRequest{TableNameOrId: &id, Key: []string{"id:x"}})
		return err
	}
	refused(t, put(id), 404, "NotAuthorizedOrNotFound", "Table")
	refused(t, get(id), 404, "NotAuthorizedOrNotFound", "Table")
	b.dynamicGroup(t, "fns", "ALL {resource.type = 'fnfunc', resource.compartment.id = '"+compartment+"'}")
	b.policy(t, "rows", "Allow dynamic-group fns to use nosql-rows in compartment id "+compartment+" where target.nosql-table.id = '"+id+"'")
	if err := errors.Join(put(id), get(id)); err != nil {
		t.Errorf("with the policy: %v", err)
	}
	refused(t, put(other), 404, "NotAuthorizedOrNotFound", "Table")
	refused(t, get(other), 404, "NotAuthorizedOrNotFound", "Table")
	refused(t, erase(), 404, "NotAuthorizedOrNotFound", "Table")
	_, err := function.GetTable(ctx, nosql.GetTableRequest{TableNameOrId: &id})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
	b.policy(t, "more", "Allow dynamic-group fns to manage nosql-rows in tenancy where target.nosql-table.name = 'ledger'")
	if err := erase(); err != nil {
		t.Errorf("with the policy to delete: %v", err)
	}
}

// BenchmarkRows puts a row, reads it and puts it again, as each message does that goes
// through a ledger.
func BenchmarkRows(b *testing.B) {
	s := newTables(b, start(b))
	table := s.table(b, "ledger", ledgerStatement)
	for i := 0; b.Loop(); i++ {
		id := strconv.Itoa(i)
		put := ok[nosql.UpdateRowResponse](b)(s.put(table, nosql.UpdateRowDetails{
			Value: columns{"id": id, "holder": "me"}, Option: nosql.UpdateRowDetailsOptionAbsent}, nil))
		ok[nosql.GetRowResponse](b)(s.row(table, "id:"+id))
		ok[nosql.UpdateRowResponse](b)(s.put(table, nosql.UpdateRowDetails{Value: columns{"id": id, "value": columns{"incident": id}}}, put.Version))
	}
}
