package oci

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Version is the version of the oci plugin that serves these resources: that of github.com/pulumi/pulumi-oci/sdk/v2.
const Version = "2.20.0"

// register sends a resource to the engine. The SDK's own constructors refuse a missing required argument the same way.
func register(
	ctx *pulumi.Context, token, name string, args any, state pulumi.CustomResource, opts []pulumi.ResourceOption,
) error {
	inputs, err := properties(args)
	if err != nil {
		return fmt.Errorf("registering %s %q: %w", token, name, err)
	}
	return ctx.RegisterResource(token, name, inputs, state, append(opts, pulumi.Version(Version))...)
}

// properties turns an args struct into the property map that the engine takes. Nested structs are pointers or slices;
// what is nil was not given.
func properties(args any) (pulumi.Map, error) {
	value := reflect.Indirect(reflect.ValueOf(args))
	result := pulumi.Map{}
	for i := range value.NumField() {
		key, option, _ := strings.Cut(value.Type().Field(i).Tag.Get("pulumi"), ",")
		if value.Field(i).IsZero() {
			if option != "optional" {
				return nil, fmt.Errorf("missing required argument %q", key)
			}
			continue
		}
		input, err := property(value.Field(i))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		result[key] = input
	}
	return result, nil
}

func property(value reflect.Value) (pulumi.Input, error) {
	if input, ok := value.Interface().(pulumi.Input); ok {
		return input, nil
	}
	if value.Kind() == reflect.Pointer {
		return properties(value.Interface())
	}
	list := make(pulumi.Array, value.Len())
	for i := range list {
		element, err := properties(value.Index(i).Interface())
		if err != nil {
			return nil, fmt.Errorf("%d: %w", i, err)
		}
		list[i] = element
	}
	return list, nil
}
