package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/oci"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// engineSettings are inputs of each provider that are the engine's business.
var engineSettings = []string{"version", "pluginDownloadURL"}

// CheckConfig refuses settings that the official plugin does not have, and
// those that it has and this one would ignore.
func (p *Provider) CheckConfig(_ context.Context, req *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	news, err := read("provider's inputs", req.GetNews())
	if err != nil {
		return nil, err
	}
	answer := &pulumirpc.CheckResponse{Inputs: req.GetNews()}
	for _, name := range slices.Sorted(maps.Keys(news.plain)) {
		if reason := p.settingFault(name, news.plain[name]); reason != "" {
			answer.Failures = append(answer.Failures, &pulumirpc.CheckFailure{Property: name, Reason: reason})
		}
	}
	return answer, nil
}

func (p *Provider) settingFault(name string, value any) string {
	_, read := oci.SettingNames[name]
	switch {
	case read || slices.Contains(engineSettings, name):
		return ""
	case name == "auth" && (value == "ApiKey" || value == "APIKey"):
		return ""
	case p.schema.Config[name] == nil:
		return fmt.Sprintf("the provider oci has no setting %s", name)
	default:
		return fmt.Sprintf("this plugin does not implement the provider's setting %s; the official oci plugin does", name)
	}
}

// DiffConfig: other credentials or another region do not replace resources.
func (p *Provider) DiffConfig(_ context.Context, req *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	olds, err := read("provider's old inputs", req.GetOlds())
	if err != nil {
		return nil, err
	}
	news, err := read("provider's inputs", req.GetNews())
	if err != nil {
		return nil, err
	}
	answer := &pulumirpc.DiffResponse{Changes: pulumirpc.DiffResponse_DIFF_NONE}
	for name := range union(olds.plain, news.plain) {
		if olds.plain[name] != news.plain[name] {
			answer.Changes = pulumirpc.DiffResponse_DIFF_SOME
			answer.Diffs = append(answer.Diffs, name)
		}
	}
	slices.Sort(answer.Diffs)
	return answer, nil
}

// Configure finds out who signs and where OCI is. Nothing is called yet: a
// preview of resources that do not exist needs no answer from OCI.
func (p *Provider) Configure(
	_ context.Context, req *pulumirpc.ConfigureRequest,
) (*pulumirpc.ConfigureResponse, error) {
	args, err := read("provider's inputs", req.GetArgs())
	if err != nil {
		return nil, err
	}
	settings := oci.Settings{}
	for name := range oci.SettingNames {
		settings[name] = req.GetVariables()["oci:config:"+name]
		if given, ok := args.plain[name].(string); ok {
			settings[name] = given
		}
	}
	config, err := oci.ConfigProvider(settings, p.options.Getenv)
	if err != nil {
		return nil, err
	}
	client, err := oci.NewClient(config, p.options.Options)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	p.client = client
	p.mu.Unlock()
	return &pulumirpc.ConfigureResponse{AcceptSecrets: true, AcceptResources: true, SupportsPreview: true}, nil
}

func union[V any](a, b map[string]V) map[string]bool {
	out := map[string]bool{}
	for name := range a {
		out[name] = true
	}
	for name := range b {
		out[name] = true
	}
	return out
}
