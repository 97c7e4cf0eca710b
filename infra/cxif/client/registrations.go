package client

import (
	"context"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"slices"

	"github.com/wI2L/jsondiff"
)

// idPattern is what an id may be, so that it is one segment of a path.
var idPattern = regexp.MustCompile(`^[A-Za-z0-9_-][A-Za-z0-9._~-]*$`)

// ValidID tells whether a text can be the id of a registration or a subscription.
func ValidID(id string) bool { return len(id) <= 200 && idPattern.MatchString(id) }

// Register makes a listener registration and returns its id.
func (c *Client) Register(ctx context.Context, listener Registration) (string, error) {
	post := call{
		method: http.MethodPost, path: c.registrations, contentType: "application/json",
		body: listener, secrets: listener.Auth().secrets(),
	}
	return c.create(ctx, post, listener.URL(), listener.Same)
}

// Registration reads a registration. If there is none, [Gone] tells so of the error.
func (c *Client) Registration(ctx context.Context, id string) (Registration, error) {
	var found Registration
	return found, c.again(ctx, call{method: http.MethodGet, path: c.registrations + "/" + id}, &found)
}

// Registrations lists the external listeners with a URL.
func (c *Client) Registrations(ctx context.Context, listenerURL string) ([]Registration, error) {
	found, err := c.external(ctx, url.Values{"listener-url": {listenerURL}})
	// Whoever does not know the filter answers more.
	return slices.DeleteFunc(found, func(r Registration) bool { return r.URL() != listenerURL }), err
}

// Listeners lists all external listeners.
func (c *Client) Listeners(ctx context.Context) ([]Registration, error) {
	return c.external(ctx, url.Values{})
}

// external lists external listeners with an id that can be used.
func (c *Client) external(ctx context.Context, query url.Values) ([]Registration, error) {
	var found []Registration
	query.Set("type", "external")
	err := c.again(ctx, call{method: http.MethodGet, path: c.registrations, query: query}, &found)
	return slices.DeleteFunc(found, func(r Registration) bool { return !ValidID(r.ID) }), err
}

// Update makes a registration what want makes of it, by one JSON Patch of what differs. written are the credentials that
// the registration was last given; want must not change what it is passed.
//
// Each attempt compares anew, as an earlier one may have taken effect. The patch tests nothing: what is wanted is the
// whole of what this package knows, whatever was there before, and what an answer hides could not be tested.
func (c *Client) Update(ctx context.Context, id string, written Auth, want func(Registration) Registration) error {
	address := c.registrations + "/" + id
	return c.retry(ctx, func() error {
		var found Registration
		if err := c.send(ctx, call{method: http.MethodGet, path: address}, &found); err != nil {
			return err
		}
		found = found.Revealed(written)
		wanted := want(found)
		wanted.ID = found.ID
		patch, err := jsondiff.Compare(found.Spelled(wanted), wanted)
		if err != nil || len(patch) == 0 {
			return err
		}
		addSecrets(patch)
		return c.send(ctx, call{
			method: http.MethodPatch, path: address, contentType: "application/json-patch+json",
			body: patch, secrets: wanted.Auth().secrets(),
		}, nil)
	})
}

// addSecrets has a patch add secrets in place of replacing them. One that the answer does not hold may be missing in
// earnest, and then a replace fails, while an add does either (RFC 6902, 4.1).
func addSecrets(patch jsondiff.Patch) {
	for i, operation := range patch {
		name := path.Base(operation.Path)
		if operation.Type == jsondiff.OperationReplace && (name == "password" || name == "client-secret") {
			patch[i].Type = jsondiff.OperationAdd
		}
	}
}

// Unregister deletes a registration. It is no error if there is none.
func (c *Client) Unregister(ctx context.Context, id string) error {
	return c.remove(ctx, c.registrations+"/"+id)
}

func (c *Client) remove(ctx context.Context, path string) error {
	if err := c.again(ctx, call{method: http.MethodDelete, path: path}, nil); err != nil && !Gone(err) {
		return err
	}
	return nil
}
