package sweep

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/google/go-cmp/cmp"
)

// cloud is one kind of things, with what they answer to being deleted.
type cloud struct {
	things  map[string]string // states, by id
	refuse  map[string][]error
	slow    int // looks at a thing that is being deleted
	removed []string
}

func (c *cloud) kind(name string) kind {
	return kind{name, func(context.Context) (all []Resource, err error) {
		for id, state := range c.things {
			all = append(all, Resource{ID: id, Name: name, State: state, tags: map[string]string{"stack": id[:1]}})
			if state == "DELETING" {
				if c.slow--; c.slow < 0 {
					delete(c.things, id)
				}
			}
		}
		slices.SortFunc(all, func(a, b Resource) int { return strings.Compare(a.ID, b.ID) })
		return all, nil
	}, func(_ context.Context, r Resource) error {
		c.removed = append(c.removed, r.ID)
		if refusals := c.refuse[r.ID]; len(refusals) > 0 {
			c.refuse[r.ID] = refusals[1:]
			return refusals[0]
		}
		c.things[r.ID] = "DELETING"
		return nil
	}}
}

func (c *cloud) sweep(t *testing.T, patience time.Duration) ([]Resource, error) {
	t.Helper()
	s := sweeper{
		match: func(tags map[string]string) bool { return tags["stack"] == "a" }, log: t.Output(), until: time.Now().Add(patience),
		pauses: func() backoff.BackOff { return &backoff.ZeroBackOff{} },
	}
	return s.stage(t.Context(), []kind{c.kind("thing")})
}

// refusal is a service's answer.
type refusal struct{ status int }

func (r refusal) Error() string           { return "a long text for programmers" }
func (r refusal) GetHTTPStatusCode() int  { return r.status }
func (r refusal) GetMessage() string      { return "it is in use" }
func (r refusal) GetCode() string         { return "Conflict" }
func (r refusal) GetOpcRequestID() string { return "" }

func TestStage(t *testing.T) {
	conflict := refusal{409}
	for name, test := range map[string]struct {
		cloud   cloud
		removed []string
	}{
		"nothing":                   {cloud{}, nil},
		"one":                       {cloud{things: map[string]string{"a1": "ACTIVE"}}, []string{"a1"}},
		"another stack's stays":     {cloud{things: map[string]string{"a1": "ACTIVE", "b1": "ACTIVE"}}, []string{"a1"}},
		"its end is waited for":     {cloud{things: map[string]string{"a1": "ACTIVE"}, slow: 5}, []string{"a1"}},
		"one that is going already": {cloud{things: map[string]string{"a1": "DELETING"}, slow: 5}, nil},
		"one that is gone":          {cloud{things: map[string]string{"a1": "DELETED", "a2": "PENDING_DELETION", "a3": "TERMINATED"}}, nil},
		"in use for a while":        {cloud{things: map[string]string{"a1": "ACTIVE"}, refuse: map[string][]error{"a1": {conflict, conflict}}}, []string{"a1", "a1", "a1"}},
		"gone in the meantime":      {cloud{things: map[string]string{"a1": "ACTIVE"}, refuse: map[string][]error{"a1": {refusal{404}}}}, []string{"a1", "a1"}},
	} {
		t.Run(name, func(t *testing.T) {
			left, err := test.cloud.sweep(t, time.Minute)
			if err != nil || len(left) > 0 {
				t.Errorf("left: %v, %v", left, err)
			}
			if diff := cmp.Diff(test.removed, test.cloud.removed); diff != "" {
				t.Errorf("deleted (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatStaysIsTold(t *testing.T) {
	always := slices.Repeat([]error{refusal{409}}, 1e6)
	c := cloud{things: map[string]string{"a1": "ACTIVE"}, refuse: map[string][]error{"a1": always}}
	left, err := c.sweep(t, 50*time.Millisecond)
	if err != nil || len(left) != 1 || left[0].String() != "thing thing (a1, ACTIVE): 409 Conflict: it is in use" {
		t.Errorf("left: %v, %v", left, err)
	}
}

// OCI says of what somebody may not delete that there is none.
func TestWhatMayNotBeDeletedIsTold(t *testing.T) {
	c := cloud{things: map[string]string{"a1": "ACTIVE"}, refuse: map[string][]error{"a1": slices.Repeat([]error{refusal{404}}, 1e6)}}
	left, err := c.sweep(t, 50*time.Millisecond)
	if err != nil || len(left) != 1 || !strings.Contains(left[0].String(), "404") {
		t.Errorf("left: %v, %v", left, err)
	}
}

// Once the time is over, what is used is still tried, once.
func TestPatienceIsForAll(t *testing.T) {
	c := cloud{things: map[string]string{"a1": "ACTIVE"}, slow: 100}
	left, err := c.sweep(t, -time.Second)
	if err != nil || len(left) != 1 || len(c.removed) != 1 {
		t.Errorf("left: %v, %v; deleted: %v", left, err, c.removed)
	}
}

// It is told, and not waited for: the SDK has asked several times.
func TestWhatCannotBeLookedAtIsTold(t *testing.T) {
	s := sweeper{
		match: func(map[string]string) bool { return true }, log: t.Output(), until: time.Now().Add(time.Hour),
		pauses: func() backoff.BackOff { return &backoff.ZeroBackOff{} },
	}
	c := cloud{things: map[string]string{"a1": "ACTIVE"}}
	broken := kind{"gadget", func(context.Context) ([]Resource, error) { return nil, errors.New("out of order") }, nil}
	if _, err := s.stage(t.Context(), []kind{broken, c.kind("thing")}); err == nil || !strings.Contains(err.Error(), "listing each gadget: out of order") {
		t.Errorf("err = %v", err)
	}
	if len(c.removed) != 1 {
		t.Error("what could be looked at was not deleted")
	}
}

func TestAnEndOfTheContextEndsIt(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	s := sweeper{match: func(map[string]string) bool { return true }, log: t.Output(), pauses: pauses, until: time.Now().Add(time.Hour)}
	c := cloud{things: map[string]string{"a1": "ACTIVE"}, slow: 1e6}
	if _, err := s.stage(ctx, []kind{c.kind("thing")}); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
}

func TestMatch(t *testing.T) {
	now := time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)
	tags := func(project, stack, owner, expires string) map[string]string {
		return map[string]string{"project": project, "stack": stack, "owner": owner, "expires": expires}
	}
	const past, future = "2026-01-01T00:00:00Z", "2026-01-03T00:00:00Z"
	for name, test := range map[string]struct {
		tags           map[string]string
		stack, expired bool
	}{
		"the stack's":                      {tags("cxbridge", "try", "me", future), true, false},
		"the stack's, expired":             {tags("cxbridge", "try", "me", past), true, true},
		"another stack's":                  {tags("cxbridge", "other", "me", past), false, true},
		"another's stack of the same name": {tags("cxbridge", "try", "you", past), false, true},
		"another project's":                {tags("other", "try", "me", past), false, false},
		"a stack that stays":               {tags("cxbridge", "try", "me", ""), false, false},
		"one without tags":                 {nil, false, false},
		"no time":                          {tags("cxbridge", "other", "me", "tomorrow"), false, false},
	} {
		if got := Stack("cxbridge", "try", "me")(test.tags); got != test.stack {
			t.Errorf("%s is the stack's: %v", name, got)
		}
		if got := Expired("cxbridge", now)(test.tags); got != test.expired {
			t.Errorf("%s is expired: %v", name, got)
		}
	}
}

// What is part of somebody else's is not looked at: there may be thousands.
func TestPartsAreLookedForInWhatMatches(t *testing.T) {
	w := &world{match: func(tags map[string]string) bool { return tags["stack"] == "a" }}
	c := cloud{things: map[string]string{"a1": "ACTIVE", "a2": "DELETED", "b1": "ACTIVE"}}
	parts := w.within(c.kind("whole"), func(whole Resource) func(context.Context) ([]Resource, error) {
		return func(context.Context) ([]Resource, error) { return []Resource{{ID: "part of " + whole.ID}}, nil }
	})
	found, err := parts(t.Context())
	if err != nil || len(found) != 1 || found[0].ID != "part of a1" || found[0].within != "a1" {
		t.Errorf("found %v, %v", found, err)
	}
}

func TestPages(t *testing.T) {
	type model struct {
		ID             *string           `json:"id"`
		LifecycleState string            `json:"lifecycleState"`
		FreeformTags   map[string]string `json:"freeformTags"`
	}
	id := func(text string) *string { return &text }
	list := pages(func(_ context.Context, page *string) ([]model, *string, error) {
		switch {
		case page == nil:
			return []model{{ID: id("a"), LifecycleState: "ACTIVE", FreeformTags: map[string]string{"stack": "try"}}}, id("second"), nil
		case *page == "second":
			return nil, id("third"), nil // OCI: a page can be empty
		}
		return []model{{ID: id("b")}}, nil, nil
	})
	found, err := list(t.Context())
	if err != nil || len(found) != 2 || found[0].ID != "a" || found[0].State != "ACTIVE" || found[0].tags["stack"] != "try" || found[1].ID != "b" {
		t.Errorf("found %v, %v", found, err)
	}
}
