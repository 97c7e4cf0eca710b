package b2c

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Contact is a customer as one is created.
type Contact struct {
	Name   PersonName `json:"name"`
	Phones []Phone    `json:"phones,omitempty"`
}

// PersonName is a contact's name.
type PersonName struct {
	First string `json:"first,omitempty"`
	Last  string `json:"last,omitempty"`
}

// Phone is a contact's number. B2C Service derives its digits as rawNumber, by which it is found.
type Phone struct {
	Number    string  `json:"number"`
	PhoneType NamedID `json:"phoneType"`
}

// MobilePhone is the type of a number that sends SMS.
func MobilePhone() NamedID { return NamedID{LookupName: "Mobile Phone"} }

// FindContactByPhone returns the contact that has a number, or nil. The first spelling is the number's digits in full, with
// calling code; the others are those without, as it is written in its own country. All are digits only. Of the contact that
// is returned, only the id is known.
//
// A number in full is the number. Numbers are not unique; of several contacts the oldest, with the lowest id, is returned,
// so that all functions choose the same. The digits of one without calling code may also be another country's number in
// full: +1 479 912 3456 is at home what +47 99 12 34 56 is in full. It counts only if it was typed without calling code,
// and if it is one contact's alone.
func (c *Client) FindContactByPhone(ctx context.Context, spellings []string) (*Record, error) {
	query, err := phoneQuery(spellings)
	if err != nil {
		return nil, err
	}
	rows, err := c.table(ctx, query, 3)
	if err != nil {
		return nil, err
	}
	var full, national []int64
	for _, row := range rows {
		id, err := contactID(row[0])
		if err != nil {
			return nil, err
		}
		switch raw, typed := row[1], row[2]; {
		case raw == spellings[0]:
			full = append(full, id)
		case slices.Contains(spellings, raw) && !international(typed):
			national = append(national, id)
		}
	}
	slices.Sort(national)
	switch national = slices.Compact(national); {
	case len(full) > 0:
		return &Record{ID: slices.Min(full)}, nil
	case len(national) == 1:
		return &Record{ID: national[0]}, nil
	}
	return nil, nil
}

// international tells whether a number was typed with its calling code.
func international(typed string) bool {
	typed = strings.TrimSpace(typed)
	return strings.HasPrefix(typed, "+") || strings.HasPrefix(typed, "00")
}

// contactID reads an id as a table has it.
func contactID(cell string) (int64, error) {
	id, err := strconv.ParseInt(cell, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("B2C Service: a contact's id is %.20q, not a number", cell)
	}
	return id, nil
}

// HasContact tells whether there is a contact with the id, in one call. As of [Client.GetIncident], only B2C Service itself can say
// that there is none.
func (c *Client) HasContact(ctx context.Context, id int64) (bool, error) {
	var found Record
	err := c.get(ctx, fmt.Sprintf("contacts/%d", id), url.Values{"fields": {"id"}}, &found)
	if gone(err) {
		return false, nil
	}
	return err == nil, err
}

// CreateContact creates a contact with its numbers in one call. If it is not certain whether that worked, the contact is
// looked for by the spellings of its number.
func (c *Client) CreateContact(ctx context.Context, contact Contact, spellings []string) (Record, error) {
	return c.create(ctx, "contacts", contact, func(ctx context.Context) (*Record, error) {
		return c.FindContactByPhone(ctx, spellings)
	})
}

// phoneQuery asks for all spellings at once, and for the numbers as they were typed, which an object query does not answer.
// It refuses whatever is not digits alone, so that nothing can reach into the query.
func phoneQuery(spellings []string) (string, error) {
	if len(spellings) == 0 {
		return "", errors.New("no telephone number to look for")
	}
	terms := make([]string, len(spellings))
	for i, digits := range spellings {
		if digits == "" || strings.Trim(digits, "0123456789") != "" {
			return "", errors.New("a telephone number to look for may hold digits only")
		}
		terms[i] = fmt.Sprintf("phones.rawNumber = '%s'", digits)
	}
	return "SELECT id, phones.rawNumber, phones.number FROM contacts WHERE " + strings.Join(terms, " OR "), nil
}
