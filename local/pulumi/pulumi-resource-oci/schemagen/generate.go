package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/schema"
)

// generator builds the schema and notes what it found no wire name for.
type generator struct {
	sdk    *sdk
	wire   *wire
	out    *schema.Schema
	faults []string
}

// generate reads both modules' source and gives the schema.
func generate(sdkModule, wireModule module) (*schema.Schema, error) {
	g := &generator{
		sdk:  &sdk{dir: sdkModule.Dir, packages: map[string]*sdkPackage{}},
		wire: &wire{dir: wireModule.Dir, packages: map[string]*wirePackage{}},
		out: &schema.Schema{
			SDK: sdkModule.String(), Wire: wireModule.String(),
			Resources: map[string]*schema.Resource{},
			Functions: map[string]*schema.Function{},
			Types:     map[string]schema.Properties{},
		},
	}
	config, err := g.sdk.config()
	if err != nil {
		return nil, err
	}
	g.out.Config = config
	for _, e := range resources {
		if err := g.resource(e); err != nil {
			return nil, err
		}
	}
	for _, e := range functions {
		if err := g.function(e); err != nil {
			return nil, err
		}
	}
	if len(g.faults) > 0 {
		slices.Sort(g.faults)
		return nil, fmt.Errorf("no field of oci-go-sdk is known for these (add them to renames):\n  %s",
			strings.Join(slices.Compact(g.faults), "\n  "))
	}
	return g.out, nil
}

func (g *generator) resource(e entry) error {
	r, err := g.sdk.resource(e.token)
	if err != nil {
		return err
	}
	service, err := g.wire.pkg(e.service)
	if err != nil {
		return err
	}
	body, err := service.merged(e.model, e.updateModel(), e.createModel())
	if err != nil {
		return err
	}
	create, err := service.model(e.createModel())
	if err != nil {
		return err
	}
	update, err := service.model(e.updateModel())
	if err != nil {
		return err
	}
	props, err := g.properties(e.token, r.state, scope{e.token, service, body})
	if err != nil {
		return err
	}
	for name, arg := range r.args {
		p := props[name]
		p.Input = true
		p.Required = slices.Contains(r.required, upperFirst(name)) || required(arg)
		p.Updatable = strings.Contains(arg.doc, "(Updatable)") || slices.Contains(updatable, e.token+"."+name)
		p.Computed = !p.Required && !slices.Contains(r.optional, name) &&
			!slices.Contains(notComputed, e.token+"."+name)
		p.Post, p.Put = bodies(p, name, body, create, update)
		if slices.Contains(updatable, e.token+"."+name) {
			p.Put = schema.Optional
		}
	}
	for _, name := range r.secret {
		props[name].Secret = true
	}
	g.out.Resources[e.token] = &schema.Resource{Properties: props}
	return nil
}

// bodies says which requests take the property. One that no model has, but the
// renames put on the wire, goes where its documentation says.
func bodies(p *schema.Property, name string, body, create, update fields) (post, put schema.Sent) {
	wireName := p.WireName(name)
	if _, known := body[wireName]; known {
		return create.sent(wireName), update.sent(wireName)
	}
	if p.OnWire() {
		post = schema.Optional
	}
	if p.OnWire() && p.Updatable {
		put = schema.Optional
	}
	return post, put
}

func (g *generator) function(e entry) error {
	args, result, err := g.sdk.function(e.token)
	if err != nil {
		return err
	}
	service, err := g.wire.pkg(e.service)
	if err != nil {
		return err
	}
	body := fields{}
	if e.model != "" {
		// The answer is a list: the property that holds it is found by its type.
		body[e.model+"s"] = field{shape: shape{kind: schema.Array, elem: &shape{kind: "named", names: []string{e.model}}}}
	}
	in, err := g.properties(e.token, args, scope{e.token, service, body})
	if err != nil {
		return err
	}
	for name, arg := range args {
		in[name].Input, in[name].Required = true, required(arg)
	}
	out, err := g.properties(e.token, result, scope{e.token, service, body})
	if err != nil {
		return err
	}
	g.out.Functions[e.token] = &schema.Function{Inputs: in, Outputs: out}
	return nil
}

// required: a plain value always has one. Lists and maps may be empty.
func required(f field) bool {
	return !f.pointer && f.kind != schema.Array && f.kind != schema.Map
}

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
