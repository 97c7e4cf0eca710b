package b2c

import (
	"context"
	"fmt"
	"regexp"
	"strings"
)

// maxAddresses caps how many addresses are looked for at once: the query is part of a URL.
const maxAddresses = 10

// addressForm is what an address must be to be put into a query: ASCII, and without any of the signs that the standard allows
// (RFC 5322: atext) but hardly anyone has.
var addressForm = regexp.MustCompile(`^[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`)

// maxAddress is the most bytes an address has (RFC 5321: limits of a path).
const maxAddress = 254

// FindContactByEmail returns the contact that has one of the addresses, or nil, in one call at most. The first address that
// somebody has decides. Of the contact that is returned, only the id is known.
//
// Upper and lower case make no difference. An address is one contact's alone, unless a site lets several share it: then the
// oldest, with the lowest id, is returned, so that all functions choose the same. What is no address, or has signs that might
// reach into the query, is nobody's; of the others, the first ten are looked for.
func (c *Client) FindContactByEmail(ctx context.Context, addresses []string) (*Record, error) {
	wanted := plainAddresses(addresses)
	if len(wanted) == 0 {
		return nil, nil
	}
	rows, err := c.table(ctx, emailQuery(wanted), 2)
	if err != nil {
		return nil, err
	}
	owners := map[string]int64{}
	for _, row := range rows {
		id, err := contactID(row[0])
		if err != nil {
			return nil, err
		}
		if !isAddress(row[1]) {
			continue // a site may take é for e, but these are two addresses
		}
		address := strings.ToLower(row[1])
		if owner, known := owners[address]; !known || id < owner {
			owners[address] = id
		}
	}
	for _, address := range wanted {
		if id, known := owners[strings.ToLower(address)]; known {
			return &Record{ID: id}, nil
		}
	}
	return nil, nil
}

// plainAddresses returns those that can be asked for, as many as are asked for.
func plainAddresses(addresses []string) []string {
	var plain []string
	for _, address := range addresses {
		if len(plain) < maxAddresses && isAddress(address) {
			plain = append(plain, address)
		}
	}
	return plain
}

func isAddress(text string) bool { return len(text) <= maxAddress && addressForm.MatchString(text) }

// emailQuery asks for all addresses at once, and for the one that was found. Each is asked for in lower case too: that a site
// compares without regard to case is not documented.
func emailQuery(addresses []string) string {
	var terms []string
	for _, address := range addresses {
		terms = append(terms, fmt.Sprintf("emails.address = '%s'", address))
		if lower := strings.ToLower(address); lower != address {
			terms = append(terms, fmt.Sprintf("emails.address = '%s'", lower))
		}
	}
	return "SELECT id, emails.address FROM contacts WHERE " + strings.Join(terms, " OR ")
}
