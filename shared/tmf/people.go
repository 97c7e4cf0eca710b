package tmf

import (
	"net/mail"
	"slices"
	"strings"
	"time"
)

// Caps of the numbers, and of the addresses, of an entity: how many, and how long, in bytes. Addresses have at most 254 (RFC 5321),
// and a name may come with them.
const (
	maxContacts = 5
	maxContact  = 400
)

// customers are roles of the party that an entity is there for, in lower case. TM Forum leaves them open; TMF621 names initiator,
// customer, salesAgent and user.
var customers = []string{"customer", "endcustomer", "buyer", "subscriber", "user", "enduser", "consumer", "initiator", "originator", "requester", "requestor"}

// staff are roles, in lower case, of whoever sells or serves: an incident is not theirs.
var staff = []string{"salesagent", "seller", "dealer", "agent", "csr", "employee", "technician", "assignee", "resolver", "operator", "provider",
	"serviceprovider", "supplier", "partner"}

// reach collects how somebody can be reached.
type reach struct{ phones, emails []string }

// contactsOf returns how the customer could be reached at a time: by a related party in a customer's role, by what the entity itself
// has, or by any other party that is not staff, whichever is the first that can be.
func contactsOf(body map[string]any, at time.Time) reach {
	var customer, own, others reach
	for _, party := range list(body["relatedParty"]) {
		switch role := strings.ToLower(lineOf(dig(party, "role"))); {
		case slices.Contains(customers, role):
			customer.party(party, at)
		case !slices.Contains(staff, role):
			others.party(party, at)
		}
	}
	own.party(body, at)
	own.any(lineOf(body["notificationContact"]))
	for _, r := range []reach{customer, own, others} {
		if len(r.phones)+len(r.emails) > 0 {
			return r
		}
	}
	return reach{}
}

// party adds what a party has: version 4 has its media in contactMedium, with their characteristic; version 5 has them without,
// and the party below partyOrPartyRole.
func (r *reach) party(party any, at time.Time) {
	for _, holder := range []any{party, dig(party, "partyOrPartyRole"), dig(party, "partyOrPartyRole/engagedParty")} {
		former := func(medium any) bool {
			end, ok := parseTime(lineOf(dig(medium, "validFor/endDateTime")))
			return ok && end.Before(at)
		}
		media := slices.DeleteFunc(slices.Clone(list(dig(holder, "contactMedium"))), former)
		slices.SortStableFunc(media, func(a, b any) int { return preferred(b) - preferred(a) })
		for _, medium := range append(media, holder) {
			for _, m := range []any{medium, dig(medium, "characteristic")} {
				r.any(lineOf(dig(m, "phoneNumber")))
				r.any(lineOf(dig(m, "emailAddress")))
			}
		}
	}
}

func preferred(medium any) int {
	if dig(medium, "preferred") == true {
		return 1
	}
	return 0
}

// any adds an address or a number, whichever it is.
func (r *reach) any(text string) {
	switch {
	case len(text) > maxContact:
	case strings.Contains(text, "@"):
		if address, err := mail.ParseAddress(text); err == nil {
			r.emails = add(r.emails, address.Address)
		}
	case strings.ContainsAny(text, "0123456789"):
		r.phones = add(r.phones, text)
	}
}

func add(known []string, text string) []string {
	if slices.Contains(known, text) || len(known) == maxContacts {
		return known
	}
	return append(known, text)
}
