package functions

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"time"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/runner"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// Function is what an invocation of id runs; 404 if there is no such function. It is
// kept for as long as nothing in the store changes.
func (p *Plane) Function(ctx context.Context, id string) (runner.Function, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	// Read before the function is: a change in between makes it be read again.
	if generation := p.engine.Store.Generation(); p.known == nil || generation != p.generation {
		p.known, p.generation = map[string]runner.Function{}, generation
	}
	if f, ok := p.known[id]; ok {
		return f, nil
	}
	f, err := p.load(ctx, id)
	if err == nil {
		p.known[id] = f
	}
	return f, err
}

func (p *Plane) load(ctx context.Context, id string) (f runner.Function, err error) {
	err = p.engine.Look(ctx, nil, func(op *resource.Op) error {
		r, err := op.Load("fnfunc", id)
		if err != nil {
			return err
		}
		application, err := op.Load("fnapp", r.Doc.String("applicationId"))
		if err != nil {
			return err
		}
		memory, _ := r.Doc.Int("memoryInMBs")
		timeout, _ := r.Doc.Int("timeoutInSeconds")
		config := application.Doc.StringMap("config")
		maps.Copy(config, r.Doc.StringMap("config"))
		f = runner.Function{ID: r.ID, Name: r.Name, ApplicationID: application.ID, ApplicationName: application.Name,
			CompartmentID: r.Compartment, TenancyID: op.Tenancy, Image: r.Doc.String("image"), ImageDigest: r.Doc.String("imageDigest"),
			Architecture: runsOn(application.Doc.String("shape")),
			MemoryInMBs:  int(memory), Timeout: time.Duration(timeout) * time.Second, Config: config}
		return nil
	})
	return f, err
}

// Image finds a function's image by its digest. With it a Plane is a runner.Images.
func (p *Plane) Image(_ context.Context, f runner.Function) (v1.Image, error) {
	tag, err := name.NewTag(f.Image, name.StrictValidation)
	if err != nil {
		return nil, fmt.Errorf("image %q of function %s: %w", f.Image, f.ID, err)
	}
	return p.Registry.Resolve(tag.RepositoryStr(), f.ImageDigest)
}

// Digests are those of all functions' images.
func (p *Plane) Digests(ctx context.Context) (digests []string, err error) {
	err = p.engine.Look(ctx, nil, func(op *resource.Op) error {
		functions, err := op.Find(store.Query{Kind: "fnfunc"})
		for _, r := range functions {
			digests = append(digests, r.Doc.String("imageDigest"))
		}
		return err
	})
	return digests, err
}

func (p *Plane) invoke(c *api.Call) (*api.Answer, error) {
	f, err := p.Function(c.Context(), c.Param("id"))
	if err != nil {
		return nil, err
	}
	if err := p.Guard(c.Context(), c.Caller, f); err != nil {
		return nil, err
	}
	call := runner.Call{ID: rand.Text(), Header: header(c, f), Body: c.Body}
	if strings.EqualFold(c.Request.Header.Get("Is-Dry-Run"), "true") {
		return &api.Answer{Status: http.StatusOK}, nil
	}
	if c.Request.Header.Get("Fn-Invoke-Type") == "detached" {
		return p.detach(c, f, call)
	}
	answer, err := p.Runner.Invoke(c.Context(), f, call)
	if err != nil {
		return nil, apiError(err)
	}
	out := &api.Answer{Status: http.StatusOK, Header: http.Header{}, Body: answer.Body}
	for key, values := range answer.Header {
		switch http.CanonicalHeaderKey(key) {
		case "Connection", "Content-Length", "Date", "Keep-Alive", "Transfer-Encoding": // of the container's connection
		default:
			out.Header[key] = values
		}
	}
	return out.With("Fn-Call-Id", call.ID), nil
}

// detach answers at once and runs the function beside (OCI Functions: Invoking Functions).
func (p *Plane) detach(c *api.Call, f runner.Function, call runner.Call) (*api.Answer, error) {
	p.detached.Go(func() {
		// What comes of it only the logs tell; the caller has gone.
		p.Runner.Invoke(context.WithoutCancel(c.Context()), f, call)
	})
	return (&api.Answer{Status: http.StatusAccepted}).With("Fn-Call-Id", call.ID), nil
}

// header is what a function is told besides the body (seen in published dumps of a
// plain invocation).
func header(c *api.Call, f runner.Function) http.Header {
	h := http.Header{}
	set := func(name, value string) {
		if value != "" {
			h.Set(name, value)
		}
	}
	set("Content-Type", c.Request.Header.Get("Content-Type"))
	set("X-Content-Sha256", c.Request.Header.Get("X-Content-Sha256"))
	set("Fn-Intent", c.Request.Header.Get("Fn-Intent"))
	set("Fn-Invoke-Type", "sync")
	set("Fn-Invoke-Type", c.Request.Header.Get("Fn-Invoke-Type"))
	set("Oci-Subject-Id", c.Caller.ID)
	set("Oci-Subject-Tenancy-Id", c.Caller.TenancyID)
	set("Oci-Subject-Compartment-Id", c.Caller.CompartmentID)
	set("Oci-Subject-Type", "resource")
	if c.Caller.IsUser() {
		set("Oci-Subject-Type", "user")
	}
	set("Opc-Compartment-Id", f.CompartmentID)
	set("Opc-Request-Id", c.ID)
	return h
}

func apiError(err error) error {
	var failed *runner.Error
	if errors.As(err, &failed) {
		return api.Errorf(failed.Status, failed.Code, "%s", failed.Message)
	}
	return err
}
