package registration

import (
	"errors"
	"net/http"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/cxbridge/cxbridge/local/desk/cxif/wire"
	"github.com/cxbridge/cxbridge/local/desk/fidelity"
	"github.com/cxbridge/cxbridge/local/desk/store"
)

func TestIDs(t *testing.T) {
	form := regexp.MustCompile(`^listener-registration[0-9a-z]{5}$`)
	seen := map[string]bool{}
	for number := range int64(100_000) {
		id := newID(number, false)
		if seen[id] || !form.MatchString(id) {
			t.Fatalf("the id of %d is %s", number, id)
		}
		seen[id] = true
	}
	if newID(1, true) == newID(2, true) {
		t.Error("two registrations have one UUID")
	}
}

// TestEveryIDIsUsed: factor has no divisor in common with ids, which are powers of 2 and 3.
func TestEveryIDIsUsed(t *testing.T) {
	if factor%2 == 0 || factor%3 == 0 {
		t.Error("ids come again before all of them were given")
	}
}

func TestBookIsFull(t *testing.T) {
	records, err := store.Open(filepath.Join(t.TempDir(), "desk.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer records.Close()
	b := &Book{Store: records, Fidelity: fidelity.Defaults()}
	r := Registration{
		Type: "external", APIs: []API{{Name: "troubleTicket", Version: "v4"}},
		Locality: Locality{External: &External{URL: "https://gateway.example"}},
	}
	if err := records.Update(func(tx *store.Tx) error {
		for range maxEntries - 1 {
			record, err := (&Entry{number: tx.Next(kind), Workspace: "other", Registration: r}).record()
			if err != nil {
				return err
			}
			tx.Put(record)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Add("", "", r); err != nil {
		t.Fatal(err)
	}
	var refused *wire.Error
	if _, err := b.Add("more", "", r); !errors.As(err, &refused) || refused.Status != http.StatusConflict {
		t.Errorf("one too many: %v", err)
	}
}
