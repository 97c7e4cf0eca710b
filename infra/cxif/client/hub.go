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
		if len(r.AffiliatedAPIs) != 1 || r.URL() != callback {
			return false
		}
		api, wanted := r.AffiliatedAPIs[0], hub.API()
		return api.Name == wanted.Name && api.Version == wanted.Version && SameQuery(api.Query, query)
	})
}

// Unsubscribe deletes a subscription. It is no error if there is none.
func (c *Client) Unsubscribe(ctx context.Context, hub Hub, id string) error {
	return c.remove(ctx, string(hub)+"/"+id)
}
