package sweep

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/oracle/oci-go-sdk/v65/common"
)

// Resource is a thing in the cloud, or a registration at the CX Industries application.
type Resource struct {
	Kind, Name string
	ID         string // an OCID, or the application's id
	State      string // OCI's lifecycle state
	Problem    string // why it was not deleted; empty if nothing is known

	tags    map[string]string
	within  string // OCID of what it is part of, where deleting it takes that
	address string // of a deployment
}

// String is a line for people.
func (r Resource) String() string {
	line := fmt.Sprintf("%s %s (%s", r.Kind, r.Name, r.ID)
	if r.State != "" {
		line += ", " + r.State
	}
	line += ")"
	if r.Problem != "" {
		line += ": " + r.Problem
	}
	return line
}

// gone tells of a state that is all the deletion there will be.
func (r Resource) gone() bool {
	return slices.Contains([]string{"DELETED", "TERMINATED", "PENDING_DELETION"}, r.State)
}

// going tells of a state in which the deletion is under way.
func (r Resource) going() bool {
	return slices.Contains([]string{"DELETING", "TERMINATING", "SCHEDULING_DELETION"}, r.State)
}

// kind is a type of resources.
type kind struct {
	name   string
	list   func(ctx context.Context) ([]Resource, error) // all pages, whatever the tags
	remove func(ctx context.Context, r Resource) error
}

// pages lists all pages of a list operation of the SDK.
func pages[T any](page func(ctx context.Context, page *string) (items []T, next *string, err error)) func(context.Context) ([]Resource, error) {
	return func(ctx context.Context) (all []Resource, err error) {
		var at *string
		for {
			items, next, err := page(ctx, at)
			if err != nil {
				return nil, err
			}
			for _, item := range items {
				r, err := describe(item)
				if err != nil {
					return nil, err
				}
				all = append(all, r)
			}
			if at = next; at == nil || *at == "" {
				return all, nil
			}
		}
	}
}

// within lists what is part of those resources of a kind that match.
func (w *world) within(whole kind, parts func(Resource) func(context.Context) ([]Resource, error)) func(context.Context) ([]Resource, error) {
	return func(ctx context.Context) (all []Resource, err error) {
		wholes, err := whole.list(ctx)
		if err != nil {
			return nil, err
		}
		for _, one := range wholes {
			if one.gone() || !w.match(one.tags) {
				continue
			}
			found, err := parts(one)(ctx)
			if err != nil && !absent(err) {
				return nil, err
			}
			for _, r := range found {
				r.within = one.ID
				all = append(all, r)
			}
		}
		return all, nil
	}
}

// describe reads what the models of the SDK have in common, by the names of OCI's API.
func describe(item any) (Resource, error) {
	encoded, err := json.Marshal(item)
	if err != nil {
		return Resource{}, err
	}
	var model struct {
		ID, TopicID, DisplayName, Name, SecretName, Endpoint, LifecycleState string
		FreeformTags                                                         map[string]string
	}
	if err := json.Unmarshal(encoded, &model); err != nil {
		return Resource{}, fmt.Errorf("reading %T: %w", item, err)
	}
	return Resource{
		ID: cmp.Or(model.ID, model.TopicID), Name: cmp.Or(model.DisplayName, model.SecretName, model.Name, model.Endpoint),
		State: model.LifecycleState, tags: model.FreeformTags, address: model.Endpoint,
	}, nil
}

// absent tells that a thing is gone already.
func absent(err error) bool {
	answer, ok := common.IsServiceError(err)
	return ok && answer.GetHTTPStatusCode() == 404
}
