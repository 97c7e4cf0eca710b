package provider

import (
	"fmt"
	"strings"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/wire"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"google.golang.org/protobuf/types/known/structpb"
)

// foreign is a value that no property of OCI takes, such as an asset.
type foreign struct{ what string }

// values are properties without Pulumi's markers, and the names of those that
// were marked secret anywhere inside.
type values struct {
	plain   map[string]any
	secrets map[string]bool
}

// read takes properties from the engine. Internal ones ("__…") are left out.
func read(what string, s *structpb.Struct) (values, error) {
	v := values{plain: map[string]any{}, secrets: map[string]bool{}}
	properties, err := plugin.UnmarshalProperties(s, plugin.MarshalOptions{
		Label: what, KeepUnknowns: true, KeepSecrets: true, KeepResources: true, KeepOutputValues: true,
	})
	if err != nil {
		return v, fmt.Errorf("reading the %s that the engine sent: %w", what, err)
	}
	for name, value := range properties {
		if strings.HasPrefix(string(name), "__") {
			continue
		}
		v.plain[string(name)] = plain(value)
		if value.ContainsSecrets() {
			v.secrets[string(name)] = true
		}
	}
	return v, nil
}

func plain(v resource.PropertyValue) any {
	switch {
	case v.IsSecret():
		return plain(v.SecretValue().Element)
	case v.IsOutput() && v.OutputValue().Known:
		return plain(v.OutputValue().Element)
	case v.IsComputed(), v.IsOutput():
		return wire.Unknown{}
	case v.IsNull():
		return nil
	case v.IsBool():
		return v.BoolValue()
	case v.IsNumber():
		return v.NumberValue()
	case v.IsString():
		return v.StringValue()
	case v.IsArray():
		list := make([]any, len(v.ArrayValue()))
		for i, e := range v.ArrayValue() {
			list[i] = plain(e)
		}
		return list
	case v.IsObject():
		object := map[string]any{}
		for name, e := range v.ObjectValue() {
			object[string(name)] = plain(e)
		}
		return object
	}
	return foreign{what: v.TypeString()}
}

// write gives properties to the engine, those named in secrets as secrets.
func write(plain map[string]any, secrets map[string]bool) (*structpb.Struct, error) {
	properties := resource.PropertyMap{}
	for name, v := range plain {
		value := property(v)
		if secrets[name] && !value.IsNull() {
			value = resource.MakeSecret(value)
		}
		properties[resource.PropertyKey(name)] = value
	}
	return plugin.MarshalProperties(properties, plugin.MarshalOptions{
		KeepUnknowns: true, KeepSecrets: true, KeepResources: true, SkipNulls: true,
	})
}

func property(v any) resource.PropertyValue {
	switch v := v.(type) {
	case wire.Unknown:
		return resource.MakeComputed(resource.NewStringProperty(""))
	case []any:
		list := make([]resource.PropertyValue, len(v))
		for i, e := range v {
			list[i] = property(e)
		}
		return resource.NewArrayProperty(list)
	case map[string]any:
		object := resource.PropertyMap{}
		for name, e := range v {
			object[resource.PropertyKey(name)] = property(e)
		}
		return resource.NewObjectProperty(object)
	default:
		return resource.NewPropertyValue(v)
	}
}
