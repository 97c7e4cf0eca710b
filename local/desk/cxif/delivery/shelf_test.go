package delivery

import (
	"errors"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/local/desk/cxif/wire"
	"github.com/cxbridge/cxbridge/local/desk/store"
)

func shelf(t *testing.T) *Dispatcher {
	t.Helper()
	records, err := store.Open(filepath.Join(t.TempDir(), "desk.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { records.Close() })
	return &Dispatcher{o: Options{Store: records}}
}

func deliveries(count int, outcome Outcome, event string) (entries []*entry) {
	for range count {
		entries = append(entries, &entry{Delivery: Delivery{Outcome: outcome}, Event: event})
	}
	return entries
}

func kept(t *testing.T, d *Dispatcher) []Delivery {
	t.Helper()
	list, err := d.List()
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestOldestAreForgotten, but none that waits.
func TestOldestAreForgotten(t *testing.T) {
	d := shelf(t)
	for _, entries := range [][]*entry{deliveries(1, Waiting, "{}"), deliveries(maxKept-1, Delivered, "{}"), deliveries(2, Failed, "{}")} {
		if err := d.keep(entries); err != nil {
			t.Fatal(err)
		}
	}
	list := kept(t, d)
	if len(list) != maxKept || list[0].ID != "delivery-1" || list[1].ID != "delivery-4" || list[maxKept-1].ID != "delivery-1002" {
		t.Errorf("%d are kept, from %s and %s to %s", len(list), list[0].ID, list[1].ID, list[len(list)-1].ID)
	}
}

func TestTooManyWait(t *testing.T) {
	d := shelf(t)
	if err := d.keep(deliveries(maxKept, Waiting, "{}")); err != nil {
		t.Fatal(err)
	}
	refused(t, d.keep(deliveries(1, Waiting, "{}")))
	if n := len(kept(t, d)); n != maxKept {
		t.Errorf("%d are kept", n)
	}
	refused(t, shelf(t).keep(deliveries(65, Waiting, strings.Repeat("x", maxBytes/64))))
}

func refused(t *testing.T, err error) {
	t.Helper()
	var e *wire.Error
	if !errors.As(err, &e) || e.Status != http.StatusServiceUnavailable {
		t.Errorf("too many: %v", err)
	}
}

func TestIDsOfDeliveries(t *testing.T) {
	if got := numberOf(newID(12)); got != 12 {
		t.Errorf("12 became %d", got)
	}
	for _, id := range []string{"", "12", "delivery-", "delivery-012", "delivery-+1", "delivery-99999999999999999999", "Delivery-1"} {
		if got := numberOf(id); got != 0 {
			t.Errorf("%q is %d", id, got)
		}
	}
}
