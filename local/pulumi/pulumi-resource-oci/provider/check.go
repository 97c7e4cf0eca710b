package provider

import (
	"context"
	"encoding/hex"
	"fmt"
	"math"
	"slices"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/schema"
	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/table"
	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/wire"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"
)

// Check holds the inputs against the schema and adds the official provider's
// defaults to them.
func (p *Provider) Check(_ context.Context, req *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	urn := resource.URN(req.GetUrn())
	r, props, err := p.entry(string(urn.Type()))
	if err != nil {
		return nil, err
	}
	news, err := read("inputs", req.GetNews())
	if err != nil {
		return nil, err
	}
	olds, err := read("old inputs", req.GetOlds())
	if err != nil {
		return nil, err
	}
	added := map[string]any{}
	for name, v := range r.Defaults {
		if news.plain[name] == nil {
			added[name] = v
		}
	}
	if r.AutoName != "" && news.plain[r.AutoName] == nil {
		added[r.AutoName] = autoName(urn.Name(), olds.plain[r.AutoName], req.GetRandomSeed())
	}

	c := checker{types: p.schema.Types}
	c.object("", props, news.plain)
	c.refused(r, news.plain)
	inputs, err := with(req.GetNews(), added)
	return &pulumirpc.CheckResponse{Inputs: inputs, Failures: c.failures}, err
}

// with adds values to what the engine sent, which is otherwise left as it is.
func with(sent *structpb.Struct, added map[string]any) (*structpb.Struct, error) {
	out := &structpb.Struct{Fields: map[string]*structpb.Value{}}
	for name, v := range sent.GetFields() {
		out.Fields[name] = v
	}
	for name, v := range added {
		value, err := structpb.NewValue(v)
		if err != nil {
			return nil, fmt.Errorf("default of %s: %w", name, err)
		}
		out.Fields[name] = value
	}
	return out, nil
}

// autoDigits is how many hexadecimal digits an automatic name ends with.
const autoDigits = 7

// autoName keeps the name that a resource has, or makes one from the engine's
// seed, so that a preview and the update after it agree.
func autoName(name string, old any, seed []byte) string {
	if old, ok := old.(string); ok && old != "" {
		return old
	}
	digits := hex.EncodeToString(seed) + "0000000"
	return name + "-" + digits[:autoDigits]
}

// checker collects what is wrong with inputs. A value that is not known yet is
// of every type.
type checker struct {
	types    map[string]schema.Properties
	failures []*pulumirpc.CheckFailure
}

func (c *checker) fail(path, format string, args ...any) {
	c.failures = append(c.failures, &pulumirpc.CheckFailure{
		Property: path, Reason: fmt.Sprintf(format, args...),
	})
}

func (c *checker) refused(r *table.Resource, inputs map[string]any) {
	for _, name := range r.Refused {
		if inputs[name] != nil {
			c.fail(name, "this plugin does not implement %s; the official oci plugin does", name)
		}
	}
}

func (c *checker) object(path string, props schema.Properties, inputs map[string]any) {
	for _, name := range sortedKeys(inputs) {
		p := props[name]
		if p == nil || !p.Input {
			c.fail(join(path, name), "unknown property %s%s", join(path, name), suggestion(name, props))
			continue
		}
		c.value(join(path, name), &p.Type, inputs[name])
	}
	for _, name := range sortedKeys(props) {
		if props[name].Required && inputs[name] == nil {
			c.fail(join(path, name), "missing required property %s", join(path, name))
		}
	}
}

func (c *checker) value(path string, t *schema.Type, v any) {
	switch v := v.(type) {
	case nil, wire.Unknown:
		return
	case []any:
		if t.Kind == schema.Array {
			for i, e := range v {
				c.value(fmt.Sprintf("%s[%d]", path, i), t.Items, e)
			}
			return
		}
	case map[string]any:
		switch t.Kind {
		case schema.Object:
			c.object(path, c.types[t.Ref], v)
			return
		case schema.Map:
			for _, name := range sortedKeys(v) {
				c.value(join(path, name), t.Items, v[name])
			}
			return
		}
	case float64:
		if t.Kind == schema.Number || t.Kind == schema.Integer && v == math.Trunc(v) {
			return
		}
	case bool:
		if t.Kind == schema.Boolean {
			return
		}
	case string:
		if t.Kind == schema.String {
			return
		}
	}
	c.fail(path, "%s must be %s, not %s", path, article(t.Kind), article(kindOf(v)))
}

func kindOf(v any) string {
	switch v := v.(type) {
	case []any:
		return schema.Array
	case map[string]any:
		return schema.Object
	case float64:
		return schema.Number
	case bool:
		return schema.Boolean
	case foreign:
		return v.what
	}
	return schema.String
}

func article(kind string) string {
	if slices.Contains([]string{schema.Integer, schema.Array, schema.Object, "asset", "archive"}, kind) {
		return "an " + kind
	}
	return "a " + kind
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
