package store

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func open(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func put(t *testing.T, s *Store, kind string, document map[string]any) (id int64) {
	t.Helper()
	if err := s.Update(func(tx *Tx) error {
		id = tx.Next(kind)
		document["id"] = id
		tx.Put(Record{Kind: kind, ID: id, Document: document, Suppressed: []string{"rules"}})
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return id
}

func TestRestartLosesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a folder?", "desk#1.db")
	s := open(t, path)
	document := map[string]any{"big": int64(9007199254740993), "half": 0.5, "list": []any{map[string]any{"a": nil}}, "on": true}
	put(t, s, "contacts", document)
	second := put(t, s, "contacts", map[string]any{})
	if err := s.Update(func(tx *Tx) error { tx.Delete("contacts", second); return nil }); err != nil {
		t.Fatal(err)
	}
	key, err := s.Setting("key", func() ([]byte, error) { return []byte("first"), nil })
	if err != nil {
		t.Fatal(err)
	}
	s.Close()

	s = open(t, path)
	var got *Record
	s.View(func(tx *Tx) error { got, _ = tx.Get("contacts", 1); return nil })
	want := &Record{Kind: "contacts", ID: 1, Document: document, Suppressed: []string{"rules"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if n := s.Count("contacts"); n != 1 {
		t.Errorf("%d contacts, want 1", n)
	}
	if id := put(t, s, "contacts", map[string]any{}); id != 3 {
		t.Errorf("the id of a deleted record was given again: %d", id)
	}
	if again, err := s.Setting("key", func() ([]byte, error) { return []byte("second"), nil }); err != nil || string(again) != string(key) {
		t.Errorf("the setting became %s, %v", again, err)
	}
}

func TestOneProcessOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "desk.db")
	s := open(t, path)
	put(t, s, "contacts", map[string]any{})
	if second, err := Open(path); err == nil {
		second.Close()
		t.Error("the file was opened twice")
	}
}

func TestFailedUpdateChangesNothing(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "desk.db"))
	failure := errors.New("no")
	err := s.Update(func(tx *Tx) error {
		tx.Put(Record{Kind: "contacts", ID: tx.Next("contacts"), Document: map[string]any{}})
		return failure
	})
	if !errors.Is(err, failure) || s.Count("contacts") != 0 {
		t.Errorf("%v, %d contacts", err, s.Count("contacts"))
	}
	if id := put(t, s, "contacts", map[string]any{}); id != 1 {
		t.Errorf("the first id is %d", id)
	}
}

func TestConcurrentUpdates(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "desk.db"))
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() { put(t, s, "contacts", map[string]any{}) })
		group.Go(func() {
			s.View(func(tx *Tx) error {
				for r := range tx.All("contacts") {
					_ = r.Document["id"]
				}
				return nil
			})
		})
	}
	group.Wait()
	if n := s.Count("contacts"); n != 50 {
		t.Errorf("%d contacts, want 50", n)
	}
}

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{`{"a":[1,2.5,{"b":null}]}`, `null`, `[]`, `{} {}`, `{"a":1e999}`, ``} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		document, err := Decode(text)
		if err != nil {
			return
		}
		if diff := cmp.Diff(document, Clone(document)); diff != "" {
			t.Error(diff)
		}
		if _, err := encode(document); err != nil {
			t.Error(err)
		}
	})
}

// TestMemory: each store in memory is its own, and none is a file.
func TestMemory(t *testing.T) {
	t.Chdir(t.TempDir())
	one, other := open(t, Memory), open(t, Memory)
	for range 3 {
		put(t, one, "contacts", map[string]any{})
	}
	if has, hasOther := one.Count("contacts"), other.Count("contacts"); has != 3 || hasOther != 0 {
		t.Errorf("%d contacts, and %d in another store", has, hasOther)
	}
	if files, err := os.ReadDir("."); err != nil || len(files) > 0 {
		t.Errorf("files %v, %v", files, err)
	}
}
