package gateway

import (
	"regexp"

	"github.com/oracle/oci-go-sdk/v65/apigateway"
)

// mediaRange is type/subtype, type/* or */*.
var mediaRange = regexp.MustCompile(`^(\*/\*|[A-Za-z0-9!#$&^_.+-]+/(\*|[A-Za-z0-9!#$&^_.+-]+))$`)

func (f *faults) routePolicies(field string, p *apigateway.ApiSpecificationRouteRequestPolicies) {
	f.cors(field+".cors", p.Cors)
	f.headerTransformations(field+".headerTransformations", p.HeaderTransformations)
	f.queryTransformations(field+".queryParameterTransformations", p.QueryParameterTransformations)
	if v := p.HeaderValidations; v != nil {
		f.mode(field+".headerValidations.validationMode", string(v.ValidationMode))
		for _, h := range v.Headers {
			f.required(field+".headerValidations.headers.name", h.Name)
		}
	}
	if v := p.QueryParameterValidations; v != nil {
		f.mode(field+".queryParameterValidations.validationMode", string(v.ValidationMode))
		for _, q := range v.Parameters {
			f.required(field+".queryParameterValidations.parameters.name", q.Name)
		}
	}
	if v := p.BodyValidation; v != nil {
		f.mode(field+".bodyValidation.validationMode", string(v.ValidationMode))
		for media := range v.Content {
			if !mediaRange.MatchString(media) {
				f.add(field+".bodyValidation.content", "%q is not a media type, type/* or */*", media)
			}
		}
	}
	if p.ResponseCacheLookup != nil {
		f.unsupported(field + ".responseCacheLookup")
	}
}

// What transformations may list (API Gateway: Adding Header Transformations).
const (
	maxFiltered = 50
	maxRenamed  = 20
	maxSet      = 20
	maxValues   = 10
)

func (f *faults) headerTransformations(field string, t *apigateway.HeaderTransformationPolicy) {
	if t == nil {
		return
	}
	if p := t.FilterHeaders; p != nil {
		f.atMost(field+".filterHeaders.items", len(p.Items), maxFiltered)
		f.filterType(field+".filterHeaders.type", string(p.Type))
		for _, item := range p.Items {
			f.required(field+".filterHeaders.items.name", item.Name)
		}
	}
	if p := t.RenameHeaders; p != nil {
		f.atMost(field+".renameHeaders.items", len(p.Items), maxRenamed)
		for _, item := range p.Items {
			f.required(field+".renameHeaders.items.from", item.From)
			f.required(field+".renameHeaders.items.to", item.To)
		}
	}
	if p := t.SetHeaders; p != nil {
		f.atMost(field+".setHeaders.items", len(p.Items), maxSet)
		for _, item := range p.Items {
			f.required(field+".setHeaders.items.name", item.Name)
			f.values(field+".setHeaders.items", item.Values, string(item.IfExists))
		}
	}
}

func (f *faults) queryTransformations(field string, t *apigateway.QueryParameterTransformationPolicy) {
	if t == nil {
		return
	}
	if p := t.FilterQueryParameters; p != nil {
		f.atMost(field+".filterQueryParameters.items", len(p.Items), maxFiltered)
		f.filterType(field+".filterQueryParameters.type", string(p.Type))
		for _, item := range p.Items {
			f.required(field+".filterQueryParameters.items.name", item.Name)
		}
	}
	if p := t.RenameQueryParameters; p != nil {
		f.atMost(field+".renameQueryParameters.items", len(p.Items), maxRenamed)
		for _, item := range p.Items {
			f.required(field+".renameQueryParameters.items.from", item.From)
			f.required(field+".renameQueryParameters.items.to", item.To)
		}
	}
	if p := t.SetQueryParameters; p != nil {
		f.atMost(field+".setQueryParameters.items", len(p.Items), maxSet)
		for _, item := range p.Items {
			f.required(field+".setQueryParameters.items.name", item.Name)
			f.values(field+".setQueryParameters.items", item.Values, string(item.IfExists))
		}
	}
}

// mode checks a validation's mode; without one it enforces.
func (f *faults) mode(field, mode string) {
	if mode != "" {
		f.oneOf(field, mode, apigateway.GetBodyValidationRequestPolicyValidationModeEnumStringValues())
	}
}

func (f *faults) filterType(field, kind string) {
	f.oneOf(field, kind, apigateway.GetFilterHeaderPolicyTypeEnumStringValues())
}

func (f *faults) values(field string, values []string, ifExists string) {
	if len(values) == 0 {
		f.add(field+".values", "at least one is required")
	}
	f.atMost(field+".values", len(values), maxValues)
	if ifExists != "" {
		f.oneOf(field+".ifExists", ifExists, apigateway.GetSetHeaderPolicyItemIfExistsEnumStringValues())
	}
}
