package oci

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Poll calls look until it says that it is done, with growing pauses. It ends
// with ctx, whose error it then wraps.
func (c *Client) Poll(ctx context.Context, look func() (done bool, err error)) error {
	pause := c.options.FirstPoll
	for {
		done, err := look()
		if done || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%w; what was begun may go on in OCI: pulumi refresh shows it", context.Cause(ctx))
		case <-time.After(pause):
			pause = min(2*pause, c.options.LastPoll)
		}
	}
}

// WorkRequest is where an asynchronous call is described, and which of the
// resources it names is meant.
type WorkRequest struct {
	Service *Service
	ID      string
	// Entity is contained in the resource's entityType, in lower case.
	Entity string
	// Action is the resource's actionType at the end: CREATED, UPDATED, DELETED.
	Action string
	// Report, if set, is told the work request's status each time it is read.
	Report func(status string)
}

// Finish waits until the work request is done. It gives the identifier of the
// resource it is about, which may be empty, and an error when the work failed.
func (c *Client) Finish(ctx context.Context, w WorkRequest) (string, error) {
	var last map[string]any
	err := c.Poll(ctx, func() (bool, error) {
		answer, err := c.Do(ctx, Request{Service: w.Service, Method: "GET", Path: "/workRequests/" + w.ID})
		if err != nil {
			return false, err
		}
		last = answer.Object()
		if w.Report != nil {
			w.Report(text(last, "status"))
		}
		return text(last, "timeFinished") != "" || finished(text(last, "status")), nil
	})
	if err != nil {
		return "", fmt.Errorf("following work request %s: %w", w.ID, err)
	}
	id := w.identifier(last)
	if status := text(last, "status"); status != "SUCCEEDED" {
		return id, fmt.Errorf("work request %s (%s) ended %s: %s",
			w.ID, text(last, "operationType"), status, c.reasons(ctx, w))
	}
	return id, nil
}

func finished(status string) bool {
	return status == "SUCCEEDED" || status == "FAILED" || status == "CANCELED"
}

// identifier finds the resource among those that the work request names.
func (w WorkRequest) identifier(request map[string]any) string {
	resources, _ := request["resources"].([]any)
	found := ""
	for _, r := range resources {
		resource, _ := r.(map[string]any)
		if !strings.Contains(strings.ToLower(text(resource, "entityType")), w.Entity) {
			continue
		}
		if text(resource, "actionType") == w.Action {
			return text(resource, "identifier")
		}
		found = text(resource, "identifier")
	}
	return found
}

// reasons collects what the work request's errors say.
func (c *Client) reasons(ctx context.Context, w WorkRequest) string {
	answer, err := c.Do(ctx, Request{Service: w.Service, Method: "GET", Path: "/workRequests/" + w.ID + "/errors"})
	if err != nil {
		return "its errors cannot be read"
	}
	var reasons []string
	for _, item := range Items(answer.Body) {
		reasons = append(reasons, text(item, "code")+": "+text(item, "message"))
	}
	if reasons == nil {
		return "it names no error"
	}
	return strings.Join(reasons, "; ")
}

// Items are the elements of a list answer, which some services wrap in an object.
func Items(body any) []map[string]any {
	if wrapped, ok := body.(map[string]any); ok {
		body = wrapped["items"]
	}
	list, _ := body.([]any)
	var items []map[string]any
	for _, element := range list {
		if item, ok := element.(map[string]any); ok {
			items = append(items, item)
		}
	}
	return items
}

func text(object map[string]any, name string) string {
	s, _ := object[name].(string)
	return s
}
