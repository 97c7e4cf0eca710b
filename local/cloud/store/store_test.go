package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var ctx = context.Background()

func open(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func resource(id, kind, name string, refs ...Ref) *Resource {
	now := time.Unix(1700000000, 5).UTC()
	return &Resource{ID: id, Kind: kind, Compartment: "c", Name: name, State: "ACTIVE", Etag: "e", Created: now, Updated: now,
		Doc: Document{"id": id, "displayName": name, "isEnabled": name == "b"}, Private: Document{}, Refs: refs}
}

func TestReopenedStoreHasEverything(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a dir with spaces? and %41", "cloud.db")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	s := open(t, path)
	want := resource("ocid1", "vcn", "a")
	version := SecretVersion{Secret: "ocid1", Number: 1, Name: "v", Content: "c2VjcmV0", Created: want.Created}
	err := s.Update(ctx, func(tx *Tx) error {
		return errors.Join(tx.Put(want), tx.PutSecretVersion(version),
			tx.AppendLogs([]LogEntry{{Log: "l", LogGroup: "g", Time: want.Created, Doc: Document{"n": "1"}}}))
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("database file: %v, %v; want mode 0600", info.Mode(), err)
	}

	err = open(t, path).View(ctx, func(tx *Tx) error {
		got, err := tx.Get("ocid1")
		if err != nil {
			return err
		}
		want.Seq = 1
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("resource (-want +got):\n%s", diff)
		}
		versions, err := tx.SecretVersions("ocid1")
		if diff := cmp.Diff([]SecretVersion{version}, versions); diff != "" {
			t.Errorf("versions (-want +got):\n%s", diff)
		}
		logs, err2 := tx.Logs(LogQuery{LogGroups: []string{"g"}})
		if len(logs) != 1 {
			t.Errorf("%d log entries, want 1", len(logs))
		}
		return errors.Join(err, err2)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestListFiltersAndPages(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "cloud.db"))
	err := s.Update(ctx, func(tx *Tx) error {
		return errors.Join(tx.Put(resource("1", "vcn", "a")), tx.Put(resource("2", "vcn", "b")), tx.Put(resource("3", "subnet", "a")), tx.Put(resource("4", "vcn", "c")))
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		q    Query
		want []string
	}{
		{"kind", Query{Kind: "vcn"}, []string{"1", "2", "4"}},
		{"name", Query{Kind: "vcn", Name: "b"}, []string{"2"}},
		{"compartment", Query{Kind: "vcn", Compartment: "other"}, nil},
		{"boolean of the document", Query{Kind: "vcn", Equal: map[string]string{"isEnabled": "true"}}, []string{"2"}},
		{"string of the document", Query{Kind: "vcn", Equal: map[string]string{"id": "4"}}, []string{"4"}},
		{"key with a quote", Query{Kind: "vcn", Equal: map[string]string{`i"d`: "4"}}, nil},
		{"page", Query{Kind: "vcn", After: 1, Limit: 1}, []string{"2"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			err := s.View(ctx, func(tx *Tx) error {
				list, err := tx.List(tt.q)
				for _, r := range list {
					got = append(got, r.ID)
				}
				return err
			})
			if diff := cmp.Diff(tt.want, got); err != nil || diff != "" {
				t.Errorf("error %v, ids (-want +got):\n%s", err, diff)
			}
		})
	}
}

func TestReferrersFollowWhatIsWritten(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "cloud.db"))
	fields := func() (fields []string) {
		err := s.View(ctx, func(tx *Tx) error {
			list, err := tx.Referrers("vcn")
			for _, r := range list {
				fields = append(fields, r.ID+"."+r.Field)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return fields
	}
	update := func(change func(tx *Tx) error) {
		if err := s.Update(ctx, change); err != nil {
			t.Fatal(err)
		}
	}
	update(func(tx *Tx) error {
		return errors.Join(tx.Put(resource("s1", "subnet", "a", Ref{"vcnId", "vcn"})), tx.Put(resource("s2", "subnet", "b", Ref{"vcnId", "vcn"})))
	})
	if diff := cmp.Diff([]string{"s1.vcnId", "s2.vcnId"}, fields()); diff != "" {
		t.Errorf("after creating (-want +got):\n%s", diff)
	}
	update(func(tx *Tx) error { return errors.Join(tx.Put(resource("s1", "subnet", "a")), tx.Delete("s2")) })
	if got := fields(); got != nil {
		t.Errorf("still referred to by %v", got)
	}
}

func TestFailedUpdateLeavesNothing(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "cloud.db"))
	before := s.Generation()
	fault := errors.New("no")
	err := s.Update(ctx, func(tx *Tx) error {
		if err := tx.Put(resource("1", "vcn", "a")); err != nil {
			return err
		}
		return fault
	})
	if !errors.Is(err, fault) {
		t.Fatalf("error %v", err)
	}
	err = s.View(ctx, func(tx *Tx) error { _, err := tx.Get("1"); return err })
	if !errors.Is(err, ErrNotFound) || s.Generation() != before {
		t.Errorf("error %v, generation %d after %d; want ErrNotFound and no new generation", err, s.Generation(), before)
	}
}

func TestConcurrentUpdatesQueue(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "cloud.db"))
	const n = 40
	var wg sync.WaitGroup
	errs := make(chan error, n)
	for i := range n {
		wg.Go(func() {
			errs <- s.Update(ctx, func(tx *Tx) error {
				list, err := tx.List(Query{Kind: "counter"})
				if err != nil {
					return err
				}
				return tx.Put(resource(fmt.Sprint("r", len(list)), "counter", fmt.Sprint(i)))
			})
		})
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			t.Error(err)
		}
	}
	err := s.View(ctx, func(tx *Tx) error {
		list, err := tx.List(Query{Kind: "counter"})
		if len(list) != n {
			t.Errorf("%d resources, want %d: updates overtook one another", len(list), n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func FuzzParseDocument(f *testing.F) {
	for _, seed := range []string{`{}`, `{"a":1.0,"b":[{"c":null}]}`, `null`, `[]`, `{}{}`, `{"a":`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := ParseDocument(data)
		if (d == nil) == (err == nil) {
			t.Errorf("document %v with error %v", d, err)
		}
	})
}
