package client

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strings"
)

// Hub is the path below the endpoint where an API's events are subscribed to, such as /troubleTicket/v4/hub.
type Hub string

var hubPattern = regexp.MustCompile(`^(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*/[A-Za-z0-9_-]+/v[0-9]+/hub$`)

// ParseHub checks a path: any number of segments, the API's name, its version, and hub (CX Industries REST reference:
// /api/<pathParameter>/<apiName>/<apiVersion>/hub).
func ParseHub(path string) (Hub, error) {
	if !hubPattern.MatchString(path) {
		return "", fmt.Errorf("%.100q is not the path of a hub, such as /troubleTicket/v4/hub", path)
	}
	return Hub(path), nil
}

// API is the API that the hub is of, by its name and version.
func (h Hub) API() AffiliatedAPI {
	segments := strings.Split(string(h), "/")
	return AffiliatedAPI{Name: segments[len(segments)-3], Version: segments[len(segments)-2]}
}

// Serves tells whether a registration can be that of a subscription at the hub: it is of the hub's API alone.
func (h Hub) Serves(r Registration) bool {
	api := h.API()
	return len(r.AffiliatedAPIs) == 1 && r.AffiliatedAPIs[0].Name == api.Name && r.AffiliatedAPIs[0].Version == api.Version
}

// subscription is the body of a subscription (TMF630: EventSubscriptionInput).
type subscription struct {
	ID       string `json:"id,omitempty"`
	Callback string `json:"callback"`
	Query    string `json:"query,omitempty"`
}

// Subscribe makes a subscription and returns its id, which is that of a listener registration, too. The registration has
// no credentials yet: TM Forum's hub takes none.
func (c *Client) Subscribe(ctx context.Context, hub Hub, callback, query string) (string, error) {
	post := call{
		method: http.MethodPost, path: string(hub), contentType: "application/json",
		body: subscription{Callback: callback, Query: query},
	}
	return c.create(ctx, post, callback, func(r Registration) bool {
		return hub.Serves(r) && r.URL() == callback && SameQuery(r.AffiliatedAPIs[0].Query, query)
	})
}

// Unsubscribe deletes a subscription. It is no error if there is none.
func (c *Client) Unsubscribe(ctx context.Context, hub Hub, id string) error {
	return c.remove(ctx, string(hub)+"/"+id)
}
