package provider

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/oci"
	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/schema"
	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/table"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// Invoke reads a data source.
func (p *Provider) Invoke(ctx context.Context, req *pulumirpc.InvokeRequest) (*pulumirpc.InvokeResponse, error) {
	f, known := p.functions[req.GetTok()]
	if !known {
		return nil, status.Errorf(codes.Unimplemented,
			"this plugin does not have the data source %s; the official oci plugin may", req.GetTok())
	}
	args, err := read("arguments", req.GetArgs())
	if err != nil {
		return nil, err
	}
	properties := p.schema.Functions[f.Token]
	c := checker{types: p.schema.Types}
	c.object("", properties.Inputs, args.plain)
	if len(c.failures) > 0 {
		return &pulumirpc.InvokeResponse{Failures: c.failures}, nil
	}
	out, err := p.look(ctx, f, properties, args.plain)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", f.Token, err)
	}
	result, err := write(out, nil)
	return &pulumirpc.InvokeResponse{Return: result}, err
}

func (p *Provider) look(
	ctx context.Context, f *table.Function, properties *schema.Function, args map[string]any,
) (map[string]any, error) {
	client, err := p.configured()
	if err != nil {
		return nil, err
	}
	out := map[string]any{"id": f.ID + "-0"}
	for name := range properties.Outputs {
		if v := args[name]; v != nil {
			out[name] = v
		}
	}
	items := []any{}
	query := url.Values{}
	for _, name := range f.Params {
		if v, ok := args[name].(string); ok {
			query.Set(name, v)
		}
	}
	path := placeholder.ReplaceAllStringFunc(f.Path, func(match string) string {
		value, _ := args[match[1:len(match)-1]].(string) // required, and thus there
		return url.PathEscape(value)
	})
	for {
		answer, err := client.Do(ctx, oci.Request{Service: f.Service, Method: http.MethodGet, Path: withQuery(path, query)})
		if err != nil {
			return nil, err
		}
		if f.Bare != "" {
			out[f.Bare] = answer.Body
			return out, nil
		}
		page, err := p.elements(properties.Outputs[f.List], answer, args["filters"])
		if err != nil {
			return nil, err
		}
		items = append(items, page...)
		if answer.NextPage == "" {
			out[f.List] = items
			return out, nil
		}
		query.Set("page", answer.NextPage)
	}
}

func withQuery(path string, query url.Values) string {
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

// elements decodes one page of a list and keeps what all filters let through.
func (p *Provider) elements(list *schema.Property, answer *oci.Answer, filters any) ([]any, error) {
	var kept []any
	for _, item := range oci.Items(answer.Body) {
		element, err := p.codec.Decode(p.schema.Types[list.Items.Ref], item)
		if err != nil {
			return nil, fmt.Errorf("understanding OCI's answer: %w", err)
		}
		ok, err := passes(element, filters)
		if err != nil {
			return nil, err
		}
		if ok {
			kept = append(kept, element)
		}
	}
	return kept, nil
}

// passes applies the filters that Terraform's and Pulumi's data sources share:
// one property each, any of the values, as text or as a regular expression.
func passes(element map[string]any, filters any) (bool, error) {
	all, _ := filters.([]any)
	for _, f := range all {
		filter, _ := f.(map[string]any)
		name, _ := filter["name"].(string)
		have := fmt.Sprint(element[camelCase(name)])
		wanted, _ := filter["values"].([]any)
		matches := func(v any) bool { return have == fmt.Sprint(v) }
		if filter["regex"] == true {
			for _, v := range wanted {
				if _, err := regexp.Compile(fmt.Sprint(v)); err != nil {
					return false, fmt.Errorf("filter %s: %w", name, err)
				}
			}
			matches = func(v any) bool { return regexp.MustCompile(fmt.Sprint(v)).MatchString(have) }
		}
		if !slices.ContainsFunc(wanted, matches) {
			return false, nil
		}
	}
	return true, nil
}

// camelCase turns Terraform's spelling of a name, which filters may use, into Pulumi's.
func camelCase(name string) string {
	words := strings.Split(name, "_")
	for i, w := range words[1:] {
		if w != "" {
			words[i+1] = strings.ToUpper(w[:1]) + w[1:]
		}
	}
	return strings.Join(words, "")
}
