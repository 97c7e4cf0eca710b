package functions

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"strings"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/runner"
)

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
