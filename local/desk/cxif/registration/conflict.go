package registration

import (
	"net/http"
	"slices"

	"github.com/cxbridge/cxbridge/local/desk/cxif/wire"
	"github.com/cxbridge/cxbridge/local/desk/store"
)

// unique refuses a listener that another registration has already.
func (b *Book) unique(tx *store.Tx, e *Entry) error {
	all, err := b.all(tx)
	if err != nil {
		return err
	}
	for _, other := range all {
		if other.number == e.number {
			continue
		}
		if b.Fidelity.SingleListener && e.Hub != "" && other.Hub != "" && sameAPI(e, other) {
			return wire.Refuse(http.StatusConflict, "This API has a listener already, and can have one only")
		}
		if b.Fidelity.DuplicateListenerRefused && other.Workspace == e.Workspace && sameListener(e.Registration, other.Registration) {
			return wire.Refuse(http.StatusConflict, "%s is registered at the same URL for the same events already", other.Registration.ID)
		}
	}
	return nil
}

// sameAPI compares the API and version of two subscriptions, which have one each.
func sameAPI(a, b *Entry) bool {
	return a.Registration.APIs[0].Name == b.Registration.APIs[0].Name && a.Registration.APIs[0].Version == b.Registration.APIs[0].Version
}

// sameListener tells whether two registrations deliver the same events to the same
// place. It leaves out how an API is numbered and what is shown to the listener.
func sameListener(a, b Registration) bool {
	return a.Locality.External.URL == b.Locality.External.URL && slices.EqualFunc(a.APIs, b.APIs, func(a, b API) bool {
		return a.Name == b.Name && a.Version == b.Version && a.Query == b.Query
	})
}
