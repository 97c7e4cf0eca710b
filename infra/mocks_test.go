package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/cxbridge/cxbridge/infra/images"
	"github.com/cxbridge/cxbridge/infra/policy"
	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/infra/settings/settingstest"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

const (
	project = "cxbridge"
	local   = "local"
)

// registered is a resource as the engine was told of it.
type registered struct {
	pulumi.MockResourceArgs
	urn resource.URN
	id  string
}

func (r registered) parent() resource.URN { return resource.URN(r.RegisterRPC.GetParent()) }

// run is one run of the program against an engine that only writes down what it is told.
type run struct {
	// What a test chooses.
	changes map[string]string // of the settings of the stack local
	secret  []string          // settings that are encrypted besides, or some of their members
	preview bool
	home    string                                 // the tenancy's home region; empty: the stack's; "none": there is none
	code    map[string]string                      // of functions, instead of their name
	program func(*pulumi.Context, toolchain) error // instead of stack

	// What came of it. The engine is told of resources concurrently.
	mutex         sync.Mutex
	resources     map[resource.URN]registered
	pushed        map[string]string // digests by reference
	architectures []string          // that images were built for
	rules         policy.Rules
	examined      map[string][]string // statements by policy, with names in place of OCIDs
	calls         []pulumi.MockCallArgs
	err           error
}

// deploy runs the program with the settings of the stack local.
func deploy(t *testing.T, r *run) *run {
	t.Helper()
	r.resources, r.pushed = map[resource.URN]registered{}, map[string]string{}
	values := settingstest.Load(t, "..", local, "cxbridge-local")
	options := func(info *pulumi.RunInfo) {
		info.DryRun = r.preview
		info.Config = map[string]string{}
		for key, text := range values.Text {
			info.Config[project+":"+key] = text
		}
		for key, text := range r.changes {
			info.Config[project+":"+key] = text
		}
		secret := append(slices.Collect(maps.Keys(values.Secret)), "b2cserviceUsername", "webhookSecret", "cxifClientSecret")
		for _, key := range append(secret, r.secret...) {
			info.ConfigSecretKeys = append(info.ConfigSecretKeys, project+":"+key)
		}
	}
	if r.program == nil {
		r.program = stack
	}
	program := func(ctx *pulumi.Context) error { return r.program(ctx, r.toolchain()) }
	r.err = pulumi.RunErr(program, pulumi.WithMocks(project, local, r), options)
	return r
}

// succeed is deploy for runs that must not fail.
func succeed(t *testing.T, r *run) *run {
	t.Helper()
	if deploy(t, r); r.err != nil {
		t.Fatal(r.err)
	}
	return r
}

func (r *run) toolchain() toolchain {
	return toolchain{
		guard: func(_ *pulumi.Context, rules policy.Rules) (guard, error) {
			r.rules, r.examined = rules, map[string][]string{}
			return r, nil
		},
		functions: func() ([]string, error) {
			return []string{"alarm-to-incident", "event-to-incident", "other", "sms-to-incident", "webhook-authorizer"}, nil
		},
		build: func(functions, architectures []string) func() (map[string]images.Artifact, error) {
			r.architectures = architectures
			return func() (map[string]images.Artifact, error) { return r.images(functions) }
		},
		push: func(settings.Registry) func(context.Context, map[string]images.Artifact) error {
			return func(_ context.Context, byReference map[string]images.Artifact) error {
				r.mutex.Lock()
				defer r.mutex.Unlock()
				for reference, artifact := range byReference {
					digest, err := artifact.Digest()
					if err != nil {
						return err
					}
					r.pushed[reference] = digest.String()
				}
				return nil
			}
		},
	}
}

// Statements writes down what a guard would look at.
func (r *run) Statements(policy string, statements []string) error {
	r.examined[policy] = statements
	return nil
}

// Verdict is that all is well.
func (r *run) Verdict(*pulumi.Context) error { return nil }

// images are empty but for a variable that stands for the code.
func (r *run) images(functions []string) (map[string]images.Artifact, error) {
	built := map[string]images.Artifact{}
	for _, function := range functions {
		image, err := mutate.Config(empty.Image, v1.Config{Env: []string{"CODE=" + function + r.code[function]}})
		if err != nil {
			return nil, err
		}
		built[function] = image
	}
	return built, nil
}

// NewResource writes a resource down and answers as the provider would. What is not there yet has no id in a preview.
func (r *run) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	var parentType tokens.Type
	if parent := resource.URN(args.RegisterRPC.GetParent()); parent.QualifiedType() != resource.RootStackType {
		parentType = parent.QualifiedType()
	}
	urn := resource.NewURN(local, project, parentType, tokens.Type(args.TypeToken), args.Name)
	id := ""
	if args.Custom && !r.preview {
		kind := args.TypeToken[strings.LastIndex(args.TypeToken, ":")+1:]
		id = fmt.Sprintf("ocid1.%s.oc1..%s", strings.ToLower(kind), args.Name)
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if _, twice := r.resources[urn]; twice {
		return "", nil, fmt.Errorf("%s is registered twice", urn)
	}
	r.resources[urn] = registered{MockResourceArgs: args, urn: urn, id: id}

	state := args.Inputs.Copy()
	if !r.preview {
		maps.Copy(state, computed(args.TypeToken))
	}
	return id, state, nil
}

// computed are the outputs that OCI makes up.
func computed(token string) resource.PropertyMap {
	switch token {
	case "oci:Kms/vault:Vault":
		return resource.PropertyMap{"managementEndpoint": resource.NewProperty("https://vault.example")}
	case "oci:Core/natGateway:NatGateway":
		return resource.PropertyMap{"natIp": resource.NewProperty("203.0.113.7")}
	case "oci:ApiGateway/gateway:Gateway":
		address := resource.PropertyMap{"ipAddress": resource.NewProperty("203.0.113.8")}
		return resource.PropertyMap{
			"hostname":    resource.NewProperty("gateway.example"),
			"ipAddresses": resource.NewProperty([]resource.PropertyValue{resource.NewProperty(address)}),
		}
	case "oci:ApiGateway/deployment:Deployment":
		return resource.PropertyMap{"endpoint": resource.NewProperty("https://gateway.example/webhooks")}
	}
	return nil
}

// Call answers the program's look-ups.
func (r *run) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	r.mutex.Lock()
	r.calls = append(r.calls, args)
	r.mutex.Unlock()
	switch args.Token {
	case "oci:Core/getServices:getServices":
		service := func(id, name, label string) resource.PropertyValue {
			return resource.NewProperty(resource.PropertyMap{
				"id": resource.NewProperty(id), "name": resource.NewProperty(name), "cidrBlock": resource.NewProperty(label),
			})
		}
		return resource.PropertyMap{"services": resource.NewProperty([]resource.PropertyValue{
			service("ocid1.service.oc1..storage", "OCI IAD Object Storage", "oci-iad-objectstorage"),
			service("ocid1.service.oc1..all", "All IAD Services In Oracle Services Network", "all-iad-services-in-oracle-services-network"),
		})}, nil
	case "oci:ObjectStorage/getNamespace:getNamespace":
		return resource.PropertyMap{"namespace": resource.NewProperty("cxbridge")}, nil
	}
	if args.Token == "oci:Identity/getRegionSubscriptions:getRegionSubscriptions" {
		return regions("us-phoenix-1", cmp.Or(r.home, "us-ashburn-1")), nil
	}
	return nil, fmt.Errorf("unexpected call of %s", args.Token)
}

// regions are a tenancy's, of which the last is its home.
func regions(names ...string) resource.PropertyMap {
	var list []resource.PropertyValue
	for i, name := range names {
		list = append(list, resource.NewProperty(resource.PropertyMap{
			"regionName": resource.NewProperty(name), "isHomeRegion": resource.NewProperty(i == len(names)-1 && name != "none"),
		}))
	}
	return resource.PropertyMap{"regionSubscriptions": resource.NewProperty(list)}
}

// all returns the resources of a type, sorted by URN. The empty type is every type.
func (r *run) all(token string) []registered {
	var found []registered
	for _, urn := range slices.Sorted(maps.Keys(r.resources)) {
		if one := r.resources[urn]; token == "" || one.TypeToken == token {
			found = append(found, one)
		}
	}
	return found
}

// one returns the resource of a type and name.
func (r *run) one(t *testing.T, token, name string) registered {
	t.Helper()
	for _, one := range r.all(token) {
		if one.Name == name {
			return one
		}
	}
	t.Fatalf("there is no %s %q", token, name)
	return registered{}
}

// plain is a resource's inputs as Go values, secrets included.
func (r registered) plain() map[string]any {
	return r.Inputs.MapRepl(nil, func(value resource.PropertyValue) (any, bool) {
		if value.IsSecret() {
			return value.SecretValue().Element.MapRepl(nil, nil), true
		}
		return nil, false
	})
}
