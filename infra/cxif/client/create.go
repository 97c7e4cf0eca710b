package client

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// lastLook is how long is spent on finding out what became of a POST when there is no time left for another.
const lastLook = 10 * time.Second

// create posts a listener and returns its id. After a failure that may have taken effect it looks for a registration that
// was not there before and takes it for its own; only if there is none it posts again.
func (c *Client) create(ctx context.Context, post call, listenerURL string, own func(Registration) bool) (string, error) {
	before, err := c.ids(ctx, listenerURL, own)
	if err != nil {
		return "", err
	}
	var id string
	unclear := false
	err = c.retry(ctx, func() error {
		if unclear {
			found, err := c.appeared(ctx, listenerURL, own, before)
			if err != nil || found != "" {
				id = found
				return err
			}
		}
		var created struct{ ID string }
		err := c.send(ctx, post, &created)
		if err == nil && !ValidID(created.ID) {
			err = &Error{
				Call: post.String(), Status: http.StatusCreated, Message: "the answer holds no id", remedy: checkEndpoint, uncertain: true,
			}
		}
		id = created.ID
		unclear = unclear || uncertain(err)
		return err
	})
	if err == nil || !unclear {
		return id, err
	}
	// Interrupted or given up: what may have been made must not be forgotten.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastLook)
	defer cancel()
	id, lookErr := c.appeared(ctx, listenerURL, own, before)
	switch {
	case lookErr != nil:
		return "", fmt.Errorf("%w; it may have taken effect all the same, which cannot be found out: %w", err, lookErr)
	case id != "":
		return id, nil
	}
	return "", err
}

// appeared finds the registration that was not there before; "" if there is none.
func (c *Client) appeared(ctx context.Context, listenerURL string, own func(Registration) bool, before []string) (string, error) {
	ids, err := c.ids(ctx, listenerURL, own)
	if err != nil {
		return "", err
	}
	ids = slices.DeleteFunc(ids, func(id string) bool { return slices.Contains(before, id) })
	switch len(ids) {
	case 0:
		return "", nil
	case 1:
		return ids[0], nil
	}
	return "", fmt.Errorf("several registrations of this listener have appeared: %s; remove all but one and import that",
		strings.Join(ids, ", "))
}

func (c *Client) ids(ctx context.Context, listenerURL string, own func(Registration) bool) ([]string, error) {
	found, err := c.Registrations(ctx, listenerURL)
	var ids []string
	for _, registration := range found {
		if own(registration) {
			ids = append(ids, registration.ID)
		}
	}
	return ids, err
}
