package site

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/cxbridge/cxbridge/local/desk/problem"
)

// addressPattern is what passes for an email address: something, one @, and a
// domain with a dot. The site's own pattern is a setting (EMAIL_PATTERN).
var addressPattern = regexp.MustCompile(`^[^\s@'"<>(),;:\\]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`)

// numbered gives a new incident its reference number, YYMMDD-NNNNNN by the day.
func (w *writer) numbered(incident map[string]any) {
	day := w.Clock().UTC().Format("060102")
	reference := fmt.Sprintf("%s-%06d", day, w.tx.Next("reference "+day)-1)
	incident["lookupName"], incident["referenceNumber"] = reference, reference
	status, _ := incident["statusWithType"].(map[string]any)
	if status["status"] == nil {
		if item, ok := w.menus.byID(Statuses, w.Fidelity.DefaultStatus); ok {
			incident["statusWithType"] = map[string]any{"status": asReference(item)}
		}
	}
}

// derive sets what follows from the other attributes, and checks what concerns
// more than one of them.
func (w *writer) derive(collection string, document map[string]any) error {
	if collection == Incidents {
		w.deriveStatusType(document)
		return nil
	}
	name, _ := document["name"].(map[string]any)
	first, _ := name["first"].(string)
	last, _ := name["last"].(string)
	document["lookupName"] = strings.TrimSpace(first + " " + last)
	for _, phone := range Elements(document, "phones") {
		number, _ := phone["number"].(string)
		phone["rawNumber"] = digits(number)
	}
	for _, email := range Elements(document, "emails") {
		address, _ := email["address"].(string)
		if err := w.checkAddress(document["id"], address); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) deriveStatusType(incident map[string]any) {
	both, _ := incident["statusWithType"].(map[string]any)
	status, _ := both["status"].(map[string]any)
	id, _ := status["id"].(int64)
	item, ok := w.menus.byID(Statuses, id)
	if !ok {
		delete(both, "statusType")
		delete(incident, "closedTime")
		return
	}
	if kind, ok := w.menus.byID(StatusTypes, item.Type); ok {
		both["statusType"] = asReference(kind)
	}
	if item.Type != solved {
		delete(incident, "closedTime")
	} else if incident["closedTime"] == nil {
		incident["closedTime"] = w.now
	}
}

// checkAddress refuses what is no email address, and one that another contact has.
func (w *writer) checkAddress(owner any, address string) error {
	if !addressPattern.MatchString(address) {
		return problem.New(problem.Write, "Contact.Emails[].Address: the value does not match the pattern of an email address")
	}
	for contact := range w.tx.All(Contacts) {
		if contact.ID == owner {
			continue
		}
		for _, email := range Elements(contact.Document, "emails") {
			if other, _ := email["address"].(string); strings.EqualFold(other, address) {
				return problem.New(problem.Write, "Contact.Emails[].Address: contact %d has this address already", contact.ID)
			}
		}
	}
	return nil
}

func digits(number string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, number)
}
