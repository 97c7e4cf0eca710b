// Package inputs turns args structs into what the engine takes, for resources that are registered by their type
// tokens ([github.com/cxbridge/cxbridge/infra/oci] and [github.com/cxbridge/cxbridge/infra/cxif]).
//
// A field of an args struct is a pulumi.Input, a pointer to another args struct, or a slice of such pointers. Its tag
// `pulumi:"name"` is the property's name; the option "optional" lets it be left out.
package inputs

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Of turns an args struct into a property map. What is nil was not given; a required argument that was not is an error,
// as it is in the constructors of SDKs.
func Of(args any) (pulumi.Map, error) {
	value := reflect.Indirect(reflect.ValueOf(args))
	if !value.IsValid() {
		return nil, errors.New("missing arguments")
	}
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
		return Of(value.Interface())
	}
	list := make(pulumi.Array, value.Len())
	for i := range list {
		element, err := Of(value.Index(i).Interface())
		if err != nil {
			return nil, fmt.Errorf("%d: %w", i, err)
		}
		list[i] = element
	}
	return list, nil
}
