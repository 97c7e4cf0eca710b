package provider

import (
	"context"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

type checkFunc = func(context.Context, p.CheckRequest) (p.CheckResponse, error)

// keepUnknown puts back what infer's Check forgets: that a list, or a secret in an object, is not known yet at a preview.
func keepUnknown(check checkFunc) checkFunc {
	return func(ctx context.Context, req p.CheckRequest) (p.CheckResponse, error) {
		response, err := check(ctx, req)
		response.Inputs = unknownAsIn(property.New(req.Inputs), property.New(response.Inputs)).AsMap()
		return response, err
	}
}

// unknownAsIn is a value in which is unknown what is so in another one.
func unknownAsIn(given, checked property.Value) property.Value {
	switch {
	case given.IsComputed():
		return given.WithSecret(given.Secret() || checked.Secret())
	case given.IsMap() && checked.IsMap():
		elements := checked.AsMap()
		for name, element := range given.AsMap().All {
			if kept := unknownAsIn(element, elements.Get(name)); !kept.IsNull() {
				elements = elements.Set(name, kept)
			}
		}
		return property.New(elements).WithSecret(checked.Secret())
	case given.IsArray() && checked.IsArray() && given.AsArray().Len() == checked.AsArray().Len():
		elements := checked.AsArray().AsSlice()
		for i, element := range given.AsArray().All {
			elements[i] = unknownAsIn(element, elements[i])
		}
		return property.New(elements).WithSecret(checked.Secret())
	}
	return checked
}
