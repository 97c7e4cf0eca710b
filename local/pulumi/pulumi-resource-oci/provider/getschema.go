package provider

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/schema"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// GetSchema gives the package's schema in Pulumi's form: the types that this
// plugin has, without documentation.
func (p *Provider) GetSchema(context.Context, *pulumirpc.GetSchemaRequest) (*pulumirpc.GetSchemaResponse, error) {
	spec := map[string]any{
		"name": "oci", "version": Version,
		"description": "The part of the oci package that the local plugin has",
		"config":      map[string]any{"variables": properties(p.schema.Config)},
		"provider":    map[string]any{"inputProperties": properties(p.schema.Config)},
		"types":       map[string]any{}, "resources": map[string]any{}, "functions": map[string]any{},
	}
	for ref, props := range p.schema.Types {
		spec["types"].(map[string]any)[typeToken(ref)] = object(props)
	}
	for token := range p.resources {
		props := p.schema.Resources[token].Properties
		inputs := schema.Properties{}
		for name, prop := range props {
			if prop.Input {
				inputs[name] = prop
			}
		}
		spec["resources"].(map[string]any)[token] = map[string]any{
			"properties":      properties(props),
			"inputProperties": properties(inputs), "requiredInputs": required(inputs),
		}
	}
	for token := range p.functions {
		f := p.schema.Functions[token]
		spec["functions"].(map[string]any)[token] = map[string]any{
			"inputs": object(f.Inputs), "outputs": object(f.Outputs),
		}
	}
	text, err := json.Marshal(spec)
	if err != nil {
		return nil, fmt.Errorf("writing the plugin's schema: %w", err)
	}
	return &pulumirpc.GetSchemaResponse{Schema: string(text)}, nil
}

// typeToken gives Core/GetServicesFilter the form oci:Core/GetServicesFilter:GetServicesFilter.
func typeToken(ref string) string {
	_, name, _ := strings.Cut(ref, "/")
	return "oci:" + ref + ":" + name
}

func object(props schema.Properties) map[string]any {
	return map[string]any{"type": "object", "properties": properties(props), "required": required(props)}
}

func properties(props schema.Properties) map[string]any {
	out := map[string]any{}
	for name, p := range props {
		spec := typeSpec(&p.Type)
		if p.Secret {
			spec["secret"] = true
		}
		out[name] = spec
	}
	return out
}

func required(props schema.Properties) []string {
	names := []string{}
	for _, name := range sortedKeys(props) {
		if props[name].Required {
			names = append(names, name)
		}
	}
	return names
}

func typeSpec(t *schema.Type) map[string]any {
	switch t.Kind {
	case schema.Object:
		return map[string]any{"$ref": "#/types/" + typeToken(t.Ref)}
	case schema.Array:
		return map[string]any{"type": "array", "items": typeSpec(t.Items)}
	case schema.Map:
		return map[string]any{"type": "object", "additionalProperties": typeSpec(t.Items)}
	}
	return map[string]any{"type": t.Kind}
}
