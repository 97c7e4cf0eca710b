package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/schema"
)

// scope is where properties are looked for on the wire: below what, in which
// package of oci-go-sdk, in which fields.
type scope struct {
	owner   string
	service *wirePackage
	body    fields
}

// properties pairs Pulumi's fields with the wire's.
func (g *generator) properties(token string, of fields, s scope) (schema.Properties, error) {
	out := schema.Properties{}
	for name, f := range of {
		p := &schema.Property{}
		wireName, wireField, known := g.onWire(name, f, s)
		if wireName != name {
			p.Wire = wireName
		}
		if known {
			adapt(p, f, wireField)
		}
		t, err := g.typeOf(token, f.shape, p, s, wireField)
		if err != nil {
			return nil, err
		}
		p.Type = *t
		out[name] = p
	}
	return out, nil
}

// onWire finds a property's field; known is false for one without.
func (g *generator) onWire(name string, f field, s scope) (string, field, bool) {
	for _, key := range []string{s.owner + "." + name, "*." + name} {
		if renamed, ok := renames[key]; ok {
			wireField, known := s.body[renamed]
			return renamed, wireField, known
		}
	}
	if s.body == nil { // inside something that the wire does not have
		return "-", field{}, false
	}
	wireName, wireField, ok := s.body.lookUp(name, f.kind)
	if !ok {
		g.faults = append(g.faults, s.owner+"."+name)
		return "-", field{}, false
	}
	return wireName, wireField, true
}

// adapt notes where the two sides' types differ.
func adapt(p *schema.Property, ours, theirs field) {
	number := theirs.kind == schema.Integer || theirs.kind == schema.Number
	p.Numeric = ours.kind == schema.String && number
	p.One = ours.kind == schema.Array && theirs.kind == "named"
	p.Tags = ours.kind == schema.Map && theirs.kind == schema.Map && theirs.elem.kind == schema.Map
}

// typeOf describes a value, and its nested types first.
func (g *generator) typeOf(token string, ours shape, p *schema.Property, s scope, theirs field) (*schema.Type, error) {
	switch ours.kind {
	case schema.Array, schema.Map:
		inner := theirs
		if theirs.elem != nil {
			inner.shape = *theirs.elem
		}
		items, err := g.typeOf(token, *ours.elem, p, s, inner)
		if err != nil {
			return nil, err
		}
		if ours.kind == schema.Array && theirs.kind == schema.Map {
			p.Key = g.mapKey(items.Ref)
		}
		return &schema.Type{Kind: ours.kind, Items: items}, nil
	case "named":
		ref, err := g.nested(token, ours.names[0], s, theirs)
		return &schema.Type{Kind: schema.Object, Ref: ref}, err
	default:
		return &schema.Type{Kind: ours.kind}, nil
	}
}

// nested adds a nested type to the schema, under <module>/<name>.
func (g *generator) nested(token, name string, s scope, theirs field) (string, error) {
	module, _, _ := tokenParts(token)
	ref := module + "/" + name
	if _, done := g.out.Types[ref]; done {
		return ref, nil
	}
	pkg, err := g.sdk.pkg(module)
	if err != nil {
		return "", err
	}
	of, ok := pkg.structFields(name, "pulumi")
	if !ok {
		return "", fmt.Errorf("%s: the SDK declares no struct %s", token, name)
	}
	var body fields
	if theirs.kind == "named" {
		if body, err = s.service.merged(theirs.names...); err != nil {
			return "", err
		}
	}
	g.out.Types[ref] = nil // a type may contain itself
	props, err := g.properties(token, of, scope{ref, s.service, body})
	if err != nil {
		return "", err
	}
	for field, f := range of {
		p := props[field]
		p.Input, p.Required = true, required(f) || requiredLists.MatchString(ref+"."+field)
		p.Updatable = strings.Contains(f.doc, "(Updatable)")
	}
	g.out.Types[ref] = props
	return ref, nil
}

// requiredLists are the nested lists that the official provider requires
// (terraform-provider-oci: apigateway_deployment_resource.go). The SDK's Go types
// do not tell: a required list and an optional one look the same there.
var requiredLists = regexp.MustCompile(`^ApiGateway/DeploymentSpecification(` +
	`\.routes|\w*Cors\.allowedOrigins|RequestPoliciesDynamicAuthentication\.authenticationServers|RequestPoliciesUsagePlans\.tokenLocations|` +
	`Route(Request|Response)Policies\w*Transformations\w*\.(items|values))$`)

// mapKey is the one property of a list's elements that is not in the wire's
// model of them: the key of the wire's map.
func (g *generator) mapKey(ref string) string {
	var key string
	for name, p := range g.out.Types[ref] {
		if !p.OnWire() {
			key = name
			g.faults = slices.DeleteFunc(g.faults, func(f string) bool { return f == ref+"."+name })
		}
	}
	return key
}
