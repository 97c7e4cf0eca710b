package main

import (
	"context"
	"fmt"

	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/tmf"
)

// maxPhones is how many of an entity's telephone numbers are looked for, one call each.
const maxPhones = 3

// chooseContact gives a new incident the contact of one of the entity's related parties, if B2C Service has it: by telephone number,
// or else by e-mail address. It returns by what, for the log.
func (h *handler) chooseContact(ctx context.Context, e *tmf.Entity, incident *b2c.Incident) (by string, err error) {
	found, by, err := h.findContact(ctx, e)
	if err != nil {
		return "", fmt.Errorf("looking for the related party's contact: %w", err)
	}
	if found == nil {
		return "configured", nil
	}
	incident.PrimaryContact.ID = found.ID
	return by, nil
}

func (h *handler) findContact(ctx context.Context, e *tmf.Entity) (found *b2c.Record, by string, err error) {
	for _, spellings := range h.spellings(e.Phones) {
		if found, err = h.b2c.FindContactByPhone(ctx, spellings); err != nil || found != nil {
			return found, "phone", err
		}
	}
	if len(e.Emails) > 0 {
		found, err = h.b2c.FindContactByEmail(ctx, e.Emails)
	}
	return found, "email", err
}

// spellings returns the spellings of the numbers that are some, each once.
func (s *settings) spellings(phones []string) [][]string {
	var all [][]string
	known := map[string]bool{}
	for _, text := range phones {
		number, err := s.phones.Read(text)
		if err != nil || known[number.Digits()] || len(all) == maxPhones {
			continue
		}
		known[number.Digits()] = true
		all = append(all, s.phones.Spellings(number))
	}
	return all
}
