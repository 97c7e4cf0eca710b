package delivery

import (
	"maps"
	"net/http"

	"github.com/cxbridge/cxbridge/local/desk/cxif/wire"
	"github.com/cxbridge/cxbridge/local/desk/store"
)

// What is kept: the latest deliveries, and all that wait.
const (
	maxKept  = 1000
	maxBytes = 64 << 20 // of their events
)

// keep stores new deliveries, and forgets the oldest that are finished where there
// would be too many.
func (d *Dispatcher) keep(entries []*entry) error {
	return d.o.Store.Update(func(tx *store.Tx) error {
		if err := makeRoom(tx, entries); err != nil {
			return err
		}
		for _, e := range entries {
			e.number = tx.Next(kind)
			e.ID = newID(e.number)
			if err := put(tx, e); err != nil {
				return err
			}
		}
		return nil
	})
}

// makeRoom looks at the stored documents as they are: to decode all of them would
// take much longer.
func makeRoom(tx *store.Tx, entries []*entry) error {
	count, size := len(entries), 0
	for _, e := range entries {
		size += len(e.Event)
	}
	var finished []*store.Record
	for record := range tx.All(kind) {
		count, size = count+1, size+len(text(record.Document["event"]))
		if record.Document["outcome"] != string(Waiting) {
			finished = append(finished, record)
		}
	}
	for ; count > maxKept || size > maxBytes; finished = finished[1:] {
		if len(finished) == 0 {
			return wire.Refuse(http.StatusServiceUnavailable, "Too many deliveries wait for their listeners; publish again later")
		}
		tx.Delete(kind, finished[0].ID)
		count, size = count-1, size-len(text(finished[0].Document["event"]))
	}
	return nil
}

func put(tx *store.Tx, e *entry) error {
	record, err := e.record()
	if err == nil {
		tx.Put(record)
	}
	return err
}

func find(tx *store.Tx, id string) (*entry, error) {
	record, ok := tx.Get(kind, numberOf(id))
	if !ok {
		return nil, wire.Refuse(http.StatusNotFound, "There is no delivery %.100q; the latest %d are kept", id, maxKept)
	}
	return entryOf(record)
}

// change stores what a change makes of a delivery.
func (d *Dispatcher) change(id string, change func(*entry)) (e *entry, err error) {
	err = d.o.Store.Update(func(tx *store.Tx) error {
		if e, err = find(tx, id); err != nil {
			return err
		}
		change(e)
		return put(tx, e)
	})
	return e, err
}

// Get is the delivery with an id.
func (d *Dispatcher) Get(id string) (Delivery, error) {
	e, err := d.get(id)
	if err != nil {
		return Delivery{}, err
	}
	return e.Delivery, nil
}

func (d *Dispatcher) get(id string) (e *entry, err error) {
	err = d.o.Store.View(func(tx *store.Tx) error {
		e, err = find(tx, id)
		return err
	})
	return e, err
}

// List is the deliveries that are kept, in the order of their publication.
func (d *Dispatcher) List() ([]Delivery, error) {
	entries, err := d.entries()
	list := make([]Delivery, 0, len(entries))
	for _, e := range entries {
		list = append(list, e.Delivery)
	}
	return list, err
}

// entries are all that are kept, without their events, which can be large.
func (d *Dispatcher) entries() (entries []*entry, err error) {
	err = d.o.Store.View(func(tx *store.Tx) error {
		for record := range tx.All(kind) {
			outline := maps.Clone(record.Document)
			delete(outline, "event")
			e, err := entryOf(&store.Record{ID: record.ID, Document: outline})
			if err != nil {
				return err
			}
			entries = append(entries, e)
		}
		return nil
	})
	return entries, err
}
