package site

import (
	"slices"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/local/desk/fidelity"
	"github.com/cxbridge/cxbridge/local/desk/problem"
	"github.com/cxbridge/cxbridge/local/desk/roql"
	"github.com/cxbridge/cxbridge/local/desk/store"
)

// Options are what a site is made of.
type Options struct {
	Store        *store.Store
	Menus        Menus    // in place of the default ones that they name
	CustomFields []string // c.name or Package.attribute; see fidelity's AnyCustomAttribute
	Fidelity     fidelity.Switches
	Clock        func() time.Time
}

// Site is contacts and incidents with their rules. It can be used concurrently.
type Site struct {
	Options
	menus   Menus
	schemas map[string]*Schema
}

// New is a site over a store.
func New(o Options) *Site {
	return &Site{
		Options: o,
		menus:   DefaultMenus().with(o.Menus),
		schemas: map[string]*Schema{Contacts: contactSchema(), Incidents: incidentSchema()},
	}
}

// Schema is the schema of a collection, or nil if there is no such collection.
func (s *Site) Schema(collection string) *Schema { return s.schemas[collection] }

func (s *Site) dialect() roql.Dialect {
	return roql.Dialect{BackslashEscapes: s.Fidelity.BackslashEscapesQuote, SpacesRequired: s.Fidelity.SpacesAroundOperators}
}

func (s *Site) matching() roql.Matching {
	return roql.Matching{CaseSensitive: s.Fidelity.CaseSensitiveText}
}

// Get is one record. A problem says that there is none.
func (s *Site) Get(collection string, id int64) (record *store.Record, err error) {
	s.Store.View(func(tx *store.Tx) error {
		record, err = s.get(tx, collection, id)
		return nil
	})
	return record, err
}

func (s *Site) get(tx *store.Tx, collection string, id int64) (*store.Record, error) {
	record, ok := tx.Get(collection, id)
	if !ok {
		return nil, problem.New(problem.UnknownResource, "No such %s with ID = %d", s.schemas[collection].Type, id)
	}
	return record, nil
}

// Incident is the incident with a reference number.
func (s *Site) Incident(reference string) (found *store.Record, err error) {
	err = s.Store.View(func(tx *store.Tx) error {
		for record := range tx.All(Incidents) {
			if record.Document["lookupName"] == reference {
				found = record
				return nil
			}
		}
		return problem.New(problem.UnknownResource, "No such Incident with reference number %.40q", reference)
	})
	return found, err
}

// Create makes a record of what a client sent. suppressed names what the
// request's headers suppressed.
func (s *Site) Create(collection string, input map[string]any, suppressed []string) (*store.Record, error) {
	record := store.Record{Kind: collection, Suppressed: suppressed}
	err := s.Store.Update(func(tx *store.Tx) error {
		w := s.writer(tx)
		document := map[string]any{}
		if err := w.record(s.schemas[collection], document, input, true); err != nil {
			return err
		}
		record.ID = tx.Next(collection)
		record.Document = document
		document["id"], document["createdTime"], document["updatedTime"] = record.ID, w.now, w.now
		if collection == Incidents {
			w.numbered(document)
		}
		if err := w.derive(collection, document); err != nil {
			return err
		}
		tx.Put(record)
		return nil
	})
	return &record, err
}

// Update applies what a client sent to a record: fields that are given replace,
// elements of phones and emails replace those of their type, threads are added,
// or edited if they have an id.
func (s *Site) Update(collection string, id int64, input map[string]any, suppressed []string) error {
	return s.change(collection, id, suppressed, func(w *writer, document map[string]any) error {
		return w.record(s.schemas[collection], document, input, false)
	})
}

// change stores a changed copy of a record.
func (s *Site) change(collection string, id int64, suppressed []string, edit func(*writer, map[string]any) error) error {
	return s.Store.Update(func(tx *store.Tx) error {
		record, err := s.get(tx, collection, id)
		if err != nil {
			return err
		}
		w := s.writer(tx)
		document := store.Clone(record.Document)
		if err := edit(w, document); err != nil {
			return err
		}
		document["updatedTime"] = w.now
		if err := w.derive(collection, document); err != nil {
			return err
		}
		tx.Put(store.Record{Kind: collection, ID: id, Document: document, Suppressed: union(record.Suppressed, suppressed)})
		return nil
	})
}

// Delete removes a record. A contact that incidents refer to stays, unless the
// site is told to remove them too.
func (s *Site) Delete(collection string, id int64) error {
	return s.Store.Update(func(tx *store.Tx) error {
		if _, err := s.get(tx, collection, id); err != nil {
			return err
		}
		if collection == Contacts {
			for incident := range tx.All(Incidents) {
				if contactOf(incident.Document) != id {
					continue
				}
				if !s.Fidelity.ContactDeletionCascades {
					return problem.New(problem.Delete, "Contact %d is the primary contact of incident %s: delete that first", id, incident.Document["lookupName"])
				}
				tx.Delete(Incidents, incident.ID)
			}
		}
		tx.Delete(collection, id)
		return nil
	})
}

// contactOf is the id of an incident's primary contact.
func contactOf(incident map[string]any) int64 {
	contact, _ := incident["primaryContact"].(map[string]any)
	id, _ := contact["id"].(int64)
	return id
}

func union(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.SortFunc(all, strings.Compare)
	return slices.Compact(all)
}
