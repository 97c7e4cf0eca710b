package provider

import (
	"context"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// The two functions here stand in place of infer's. Those read a text such as 0123 or true, which a password may be, as
// JSON; decode old settings and new ones into one struct, so that what was taken away stays; and replace the provider,
// and with it all listeners, when a password changes.

// checkConfig refuses a configuration that no call can be made with, and keeps its secrets.
func checkConfig(_ context.Context, req p.CheckRequest) (p.CheckResponse, error) {
	var config Config
	var failures []p.CheckFailure
	for name, setting := range config.settings() {
		value := req.Inputs.Get(name)
		switch {
		case value.IsString():
			*setting = value.AsString()
		case !value.IsNull() && !value.IsComputed():
			failures = append(failures, p.CheckFailure{Property: name, Reason: "a text is needed"})
		}
	}
	if len(failures) == 0 && !property.New(req.Inputs).HasComputed() {
		if err := config.check(); err != nil {
			failures = append(failures, p.CheckFailure{Reason: err.Error()})
		}
	}
	inputs := req.Inputs
	for _, name := range []string{"password", "clientSecret"} {
		if value, given := inputs.GetOk(name); given {
			inputs = inputs.Set(name, value.WithSecret(true))
		}
	}
	return p.CheckResponse{Inputs: inputs, Failures: failures}, nil
}

// diffConfig tells another application, whose listeners are others, from another way to the same.
func diffConfig(_ context.Context, req p.DiffRequest) (p.DiffResponse, error) {
	response := p.DiffResponse{DetailedDiff: map[string]p.PropertyDiff{}}
	for name := range new(Config).settings() {
		if same(req.OldInputs.Get(name), req.Inputs.Get(name)) {
			continue
		}
		kind := p.Update
		if name == "endpoint" || name == "workspace" {
			kind = p.UpdateReplace
		}
		response.DetailedDiff[name] = p.PropertyDiff{Kind: kind, InputDiff: true}
		response.HasChanges = true
	}
	return response, nil
}

func same(was, is property.Value) bool { return was.WithSecret(false).Equals(is.WithSecret(false)) }
