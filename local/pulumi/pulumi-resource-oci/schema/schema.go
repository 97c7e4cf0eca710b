package schema

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"
)

// Kinds of a Type.
const (
	String  = "string"
	Integer = "integer"
	Number  = "number"
	Boolean = "boolean"
	Array   = "array"  // of Items
	Map     = "map"    // from string to Items
	Object  = "object" // with the properties of Schema.Types[Ref]
)

// Schema is everything that the plugin knows by type token.
type Schema struct {
	// SDK and Wire are the module versions it was generated from.
	SDK  string `json:"sdk"`
	Wire string `json:"wire"`

	Config    Properties            `json:"config"` // the provider's own inputs
	Resources map[string]*Resource  `json:"resources"`
	Functions map[string]*Function  `json:"functions"`
	Types     map[string]Properties `json:"types"`
}

// Resource is a resource type.
type Resource struct {
	Properties Properties `json:"properties"`
}

// Function is a data source.
type Function struct {
	Inputs  Properties `json:"inputs"`
	Outputs Properties `json:"outputs"`
}

// Properties of a resource, a data source or a nested object, by Pulumi name.
type Properties map[string]*Property

// Type is what a value looks like on Pulumi's side.
type Type struct {
	Kind  string `json:"type"`
	Items *Type  `json:"items,omitempty"`
	Ref   string `json:"ref,omitempty"`
}

// Sent says how a property belongs into a request's body: not at all, when it
// is there, or always.
type Sent string

const (
	Never    Sent = ""
	Optional Sent = "optional"
	Always   Sent = "always"
)

// Property is one property. All properties are outputs too.
type Property struct {
	Type
	Input     bool `json:"input,omitempty"`     // may be given by the program
	Required  bool `json:"required,omitempty"`  // must be given
	Updatable bool `json:"updatable,omitempty"` // a change needs no replacement
	Computed  bool `json:"computed,omitempty"`  // OCI chooses when it is not given
	Secret    bool `json:"secret,omitempty"`    // the SDK marks it secret

	// Wire is the JSON name in OCI's API, when it is another one; "-" when the
	// API's bodies do not have the property.
	Wire string `json:"wire,omitempty"`
	// Post and Put say whether the API's create and update take it. They are
	// set on resources' own inputs.
	Post Sent `json:"post,omitempty"`
	Put  Sent `json:"put,omitempty"`
	// Numeric: a string for Pulumi, a number for OCI.
	Numeric bool `json:"numeric,omitempty"`
	// One: a list of at most one object for Pulumi, the object for OCI. There
	// are such outputs only.
	One bool `json:"one,omitempty"`
	// Key: a list of objects for Pulumi, for OCI an object whose keys are this
	// property of the elements.
	Key string `json:"key,omitempty"`
	// Tags: flat names "namespace.key" for Pulumi, nested objects for OCI.
	Tags bool `json:"tags,omitempty"`
}

//go:embed schema.json
var generated []byte

// Load gives the generated schema. The caller must not change it.
var Load = sync.OnceValues(func() (*Schema, error) {
	s := &Schema{}
	if err := json.Unmarshal(generated, s); err != nil {
		return nil, fmt.Errorf("reading the plugin's own schema.json (run go generate): %w", err)
	}
	return s, nil
})

// WireName is the property's name in OCI's API.
func (p *Property) WireName(name string) string {
	if p.Wire != "" {
		return p.Wire
	}
	return name
}

// OnWire says whether OCI's bodies have the property at all.
func (p *Property) OnWire() bool { return p.Wire != "-" }
