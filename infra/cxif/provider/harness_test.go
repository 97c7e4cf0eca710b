package provider_test

import (
	"testing"

	"github.com/blang/semver"
	"github.com/cenkalti/backoff/v5"
	"github.com/cxbridge/cxbridge/infra/cxif/cxiftest"
	"github.com/cxbridge/cxbridge/infra/cxif/provider"
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/integration"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

const (
	registrationURN = resource.URN("urn:pulumi:test::test::cxif:index:ListenerRegistration::tickets")
	hubURN          = resource.URN("urn:pulumi:test::test::cxif:index:HubSubscription::tickets")
	providerURN     = resource.URN("urn:pulumi:test::test::pulumi:providers:cxif::application")
)

// object is a property map in few words: texts, objects, lists and property.Values.
type object map[string]any

func (o object) properties() property.Map { return value(o).AsMap() }

// with is the object with one property set, or taken away by nil.
func (o object) with(key string, v any) object {
	changed := object{}
	for k, v := range o {
		changed[k] = v
	}
	delete(changed, key)
	if v != nil {
		changed[key] = v
	}
	return changed
}

func value(v any) property.Value {
	switch v := v.(type) {
	case object:
		result := map[string]property.Value{}
		for key, element := range v {
			result[key] = value(element)
		}
		return property.New(result)
	case []object:
		result := []property.Value{}
		for _, element := range v {
			result = append(result, value(element))
		}
		return property.New(result)
	case string:
		return property.New(v)
	}
	return v.(property.Value)
}

func equal(one, other property.Map) bool { return property.New(one).Equals(property.New(other)) }

func secret(text string) property.Value { return property.New(text).WithSecret(true) }

// unknown is what is not known at a preview.
var unknown = property.New(property.Computed)

// newServer serves the provider, not yet configured.
func newServer(t *testing.T) integration.Server {
	t.Helper()
	served, err := provider.New(provider.Options{Pauses: func() backoff.BackOff { return &backoff.ZeroBackOff{} }})
	if err != nil {
		t.Fatal(err)
	}
	server, err := integration.NewServer(t.Context(), provider.Name, semver.MustParse("0.1.0"), integration.WithProvider(served))
	if err != nil {
		t.Fatal(err)
	}
	return server
}

func configuration(application *cxiftest.Application) object {
	return object{"endpoint": application.URL, "workspace": "01", "username": cxiftest.Username, "password": secret(cxiftest.Password)}
}

// newRig is a configured provider and its application.
func newRig(t *testing.T) *rig {
	r := &rig{T: t, application: cxiftest.New(t), server: newServer(t)}
	if err := r.server.Configure(p.ConfigureRequest{Args: configuration(r.application).properties()}); err != nil {
		t.Fatal(err)
	}
	return r
}

type rig struct {
	*testing.T
	application *cxiftest.Application
	server      integration.Server
}

// state is what the engine knows of a resource.
type state struct {
	urn        resource.URN
	id         string
	properties property.Map
}

func (r *rig) create(urn resource.URN, inputs object) state {
	r.Helper()
	created, err := r.server.Create(p.CreateRequest{Urn: urn, Properties: r.check(urn, inputs)})
	if err != nil {
		r.Fatal(err)
	}
	return state{urn, created.ID, created.Properties}
}

// check passes inputs through Check, which must not find a fault.
func (r *rig) check(urn resource.URN, inputs object) property.Map {
	r.Helper()
	checked, err := r.server.Check(p.CheckRequest{Urn: urn, Inputs: inputs.properties()})
	if err != nil || len(checked.Failures) > 0 {
		r.Fatalf("check: %v, %v", err, checked.Failures)
	}
	return checked.Inputs
}

func (r *rig) update(was state, inputs object) state {
	r.Helper()
	updated, err := r.server.Update(p.UpdateRequest{Urn: was.urn, ID: was.id, State: was.properties, Inputs: r.check(was.urn, inputs)})
	if err != nil {
		r.Fatal(err)
	}
	return state{was.urn, was.id, updated.Properties}
}

// read refreshes; the state of what is gone has no id.
func (r *rig) read(was state) state {
	r.Helper()
	read, err := r.server.Read(p.ReadRequest{Urn: was.urn, ID: was.id, Properties: was.properties, Inputs: was.properties})
	if err != nil {
		r.Fatal(err)
	}
	return state{was.urn, read.ID, read.Properties}
}

func (r *rig) delete(was state) {
	r.Helper()
	if err := r.server.Delete(p.DeleteRequest{Urn: was.urn, ID: was.id, Properties: was.properties}); err != nil {
		r.Fatal(err)
	}
}
