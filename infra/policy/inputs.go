package policy

import (
	"context"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"
)

// propertiesOf are the inputs that a transform gets: plain values, and outputs in place of those that are secret or not known.
func propertiesOf(ctx context.Context, inputs pulumi.Map) (resource.PropertyMap, error) {
	properties := resource.PropertyMap{}
	for name, input := range inputs {
		value, err := propertyOf(ctx, input)
		if err != nil {
			return nil, err
		}
		properties[resource.PropertyKey(name)] = value
	}
	return properties, nil
}

func propertyOf(ctx context.Context, input pulumi.Input) (resource.PropertyValue, error) {
	switch input := input.(type) {
	case pulumi.Map:
		properties, err := propertiesOf(ctx, input)
		return resource.NewProperty(properties), err
	case pulumi.Array:
		list := make([]resource.PropertyValue, len(input))
		for i, element := range input {
			value, err := propertyOf(ctx, element)
			if err != nil {
				return value, err
			}
			list[i] = value
		}
		return resource.NewProperty(list), nil
	case pulumi.Output:
		return awaited(ctx, input)
	case pulumi.String:
		return resource.NewProperty(string(input)), nil
	case pulumi.Bool:
		return resource.NewProperty(bool(input)), nil
	case pulumi.Float64:
		return resource.NewProperty(float64(input)), nil
	}
	return resource.NewNullProperty(), nil // assets and archives, of which no resource here has any
}

func awaited(ctx context.Context, output pulumi.Output) (resource.PropertyValue, error) {
	result, err := internals.UnsafeAwaitOutput(ctx, output)
	if err != nil {
		return resource.PropertyValue{}, err
	}
	value := resource.MakeComputed(resource.NewProperty(""))
	if result.Known {
		value = resource.NewPropertyValue(result.Value)
	}
	if result.Secret {
		value = resource.MakeSecret(value)
	}
	return value, nil
}
