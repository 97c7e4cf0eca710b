package b2c

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
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

// NamedID is a menu's entry by its name. Ids differ between sites.
type NamedID struct {
	LookupName string `json:"lookupName"`
}

// MobilePhone is the type of a number that sends SMS.
func MobilePhone() NamedID { return NamedID{"Mobile Phone"} }

// FindContactByPhone returns the contact that has a number of any of the given spellings, which are digits only. Numbers
// are not unique; of several contacts the oldest, with the lowest id, is returned, so that all functions choose the same.
// The result is nil if there is none.
func (c *Client) FindContactByPhone(ctx context.Context, spellings []string) (*Record, error) {
	query, err := phoneQuery(spellings)
	if err != nil {
		return nil, err
	}
	contacts, err := c.list(ctx, "contacts", url.Values{"q": {query}})
	if err != nil || len(contacts) == 0 {
		return nil, err
	}
	oldest := slices.MinFunc(contacts, func(a, b Record) int { return cmp.Compare(a.ID, b.ID) })
	return &oldest, nil
}

// CreateContact creates a contact with its numbers in one call. If it is not certain whether that worked, the contact is
// looked for by the spellings of its number.
func (c *Client) CreateContact(ctx context.Context, contact Contact, spellings []string) (Record, error) {
	return c.create(ctx, "contacts", contact, func(ctx context.Context) (*Record, error) {
		return c.FindContactByPhone(ctx, spellings)
	})
}

// phoneQuery asks for all spellings at once. It refuses whatever is not digits alone, so that nothing can reach into the
// query.
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
	return strings.Join(terms, " OR "), nil
}
