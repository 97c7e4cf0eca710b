package gateway

import (
	"net/url"
	"strings"

	"github.com/oracle/oci-go-sdk/v65/apigateway"
)

// transformQuery does the same with query parameters, whose names are
// case-sensitive.
func transformQuery(q query, t *apigateway.QueryParameterTransformationPolicy, expand func(string) string) query {
	if t == nil {
		return q
	}
	if f := t.FilterQueryParameters; f != nil {
		listed := map[string]bool{}
		for _, item := range f.Items {
			listed[*item.Name] = true
		}
		q = q.without(func(name string) bool {
			return listed[name] == (f.Type == apigateway.FilterQueryParameterPolicyTypeBlock)
		})
	}
	if t.RenameQueryParameters != nil {
		for _, item := range t.RenameQueryParameters.Items {
			q = q.renamed(*item.From, *item.To)
		}
	}
	if t.SetQueryParameters != nil {
		for _, item := range t.SetQueryParameters.Items {
			q = q.set(item, expand)
		}
	}
	return q
}

func (q query) renamed(from, to string) query {
	var renamed query
	for _, p := range q {
		if p.name == from {
			_, value, _ := strings.Cut(p.raw, "=")
			p = queryParameter{to, url.QueryEscape(to) + "=" + value}
		}
		renamed = append(renamed, p)
	}
	return renamed
}

func (q query) set(item apigateway.SetQueryParameterPolicyItem, expand func(string) string) query {
	if q.has(*item.Name) {
		switch item.IfExists {
		case apigateway.SetQueryParameterPolicyItemIfExistsSkip:
			return q
		case apigateway.SetQueryParameterPolicyItemIfExistsAppend:
		default:
			q = q.without(func(name string) bool { return name == *item.Name })
		}
	}
	for _, template := range item.Values {
		q = q.with(*item.Name, expand(template))
	}
	return q
}
