package registration

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/cxbridge/cxbridge/local/desk/cxif/wire"
	"github.com/cxbridge/cxbridge/local/desk/fidelity"
	"github.com/cxbridge/cxbridge/local/desk/store"
)

// maxEntries is how many registrations there can be.
const maxEntries = 200

// Book is the registrations. Its errors are *wire.Error where the client is at fault.
type Book struct {
	Store    *store.Store
	Fidelity fidelity.Switches
}

// Add registers a listener in a workspace, or through a hub, and gives it an id.
func (b *Book) Add(workspace, hub string, r Registration) (*Entry, error) {
	if r.ID != "" {
		return nil, wire.Refuse(http.StatusBadRequest, "/id: is given by the application; leave it out")
	}
	added := &Entry{Workspace: workspace, Hub: hub, Registration: r}
	err := b.Store.Update(func(tx *store.Tx) error {
		all, err := b.all(tx)
		if err != nil {
			return err
		}
		if len(all) >= maxEntries {
			return wire.Refuse(http.StatusConflict, "There are %d registrations, which is the most; delete one", maxEntries)
		}
		added.number = tx.Next(kind)
		added.Registration.ID = newID(added.number, b.Fidelity.UUIDRegistrationIDs)
		return b.put(tx, added)
	})
	return added, err
}

// Get is a registration as it is seen from a workspace.
func (b *Book) Get(workspace, id string) (found *Entry, err error) {
	err = b.Store.View(func(tx *store.Tx) error {
		found, err = b.find(tx, workspace, id)
		return err
	})
	return found, err
}

// ByID is a registration of any workspace, nil if there is none.
func (b *Book) ByID(id string) (*Entry, error) {
	all, err := b.All()
	at := slices.IndexFunc(all, func(e *Entry) bool { return e.Registration.ID == id })
	if at < 0 {
		return nil, err
	}
	return all[at], err
}

// All are the registrations of all workspaces, in the order they were made.
func (b *Book) All() (all []*Entry, err error) {
	err = b.Store.View(func(tx *store.Tx) error {
		all, err = b.all(tx)
		return err
	})
	return all, err
}

// List are the registrations that are seen from a workspace and pass a filter.
func (b *Book) List(workspace string, filter Filter) ([]*Entry, error) {
	all, err := b.All()
	return slices.DeleteFunc(all, func(e *Entry) bool {
		return !b.seen(e, workspace) || !filter.passes(e.Registration)
	}), err
}

// Change puts another registration in the place of one; change says which, from a
// copy. Nothing changes unless the result is a valid registration with the same id.
func (b *Book) Change(workspace, id string, change func(Registration) (Registration, error)) (changed *Entry, err error) {
	err = b.Store.Update(func(tx *store.Tx) error {
		if changed, err = b.find(tx, workspace, id); err != nil {
			return err
		}
		r, err := change(changed.Registration)
		if err != nil {
			return err
		}
		if r.ID != "" && r.ID != id {
			return wire.Refuse(http.StatusBadRequest, "/id: cannot be changed")
		}
		r.ID = id
		changed.Registration = r
		return b.put(tx, changed)
	})
	return changed, err
}

// Remove ends a registration.
func (b *Book) Remove(workspace, id string) error {
	return b.Store.Update(func(tx *store.Tx) error {
		e, err := b.find(tx, workspace, id)
		if err != nil {
			return err
		}
		tx.Delete(kind, e.number)
		return nil
	})
}

// Shown is what clients get to see of an entry.
func (b *Book) Shown(e *Entry) Registration {
	if b.Fidelity.MaskSecrets {
		return e.Registration.Masked()
	}
	return e.Registration
}

// put stores an entry if it is valid and there is no such listener yet.
func (b *Book) put(tx *store.Tx, e *Entry) error {
	if err := check(e.Registration, b.Fidelity.MaskSecrets); err != nil {
		return err
	}
	if err := b.unique(tx, e); err != nil {
		return err
	}
	record, err := e.record()
	if err != nil {
		return fmt.Errorf("storing a registration: %w", err)
	}
	tx.Put(record)
	return nil
}

func (b *Book) find(tx *store.Tx, workspace, id string) (*Entry, error) {
	all, err := b.all(tx)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(all, func(e *Entry) bool { return e.Registration.ID == id && b.seen(e, workspace) })
	if at < 0 {
		return nil, wire.Refuse(http.StatusNotFound, "There is no registration %.100q%s", id, in(workspace))
	}
	return all[at], nil
}

func (b *Book) all(tx *store.Tx) ([]*Entry, error) {
	var all []*Entry
	for record := range tx.All(kind) {
		e, err := entryOf(record)
		if err != nil {
			return nil, fmt.Errorf("reading registration %d: %w", record.ID, err)
		}
		all = append(all, e)
	}
	return all, nil
}

// seen tells whether an entry is seen from a workspace.
func (b *Book) seen(e *Entry, workspace string) bool {
	return e.Workspace == workspace || e.Hub != "" && b.Fidelity.HubInEveryWorkspace
}

func in(workspace string) string {
	if workspace == "" {
		return ""
	}
	return fmt.Sprintf(" in the workspace %.100q", workspace)
}
