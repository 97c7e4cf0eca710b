package gateway

import (
	"mime"
	"strconv"
	"strings"

	"github.com/oracle/oci-go-sdk/v65/apigateway"
)

// Modes of a validation; an empty one enforces.
const (
	permissive = "PERMISSIVE"
	disabled   = "DISABLED"
)

// validate checks what the route demands of a request (API Gateway: Adding
// Request Validation and Response Validation).
func (x *exchange) validate() *refusal {
	for _, check := range []func() (mode string, refused *refusal){x.checkHeaders, x.checkQuery, x.checkBody} {
		mode, refused := check()
		if refused == nil {
			continue
		}
		if mode == permissive {
			x.log(levelWarn, refused.code, refused.detail, "")
			continue
		}
		return refused
	}
	return nil
}

func (x *exchange) checkHeaders() (string, *refusal) {
	v := x.route.request.HeaderValidations
	if v == nil || v.ValidationMode == disabled {
		return "", nil
	}
	for _, header := range v.Headers {
		if isTrue(header.Required) && x.values(variable{"headers", *header.Name}) == nil {
			return string(v.ValidationMode), x.invalid(codeHeaderValidation, "header "+*header.Name+" is missing")
		}
	}
	return "", nil
}

func (x *exchange) checkQuery() (string, *refusal) {
	v := x.route.request.QueryParameterValidations
	if v == nil || v.ValidationMode == disabled {
		return "", nil
	}
	sent := parseQuery(x.r.URL.RawQuery)
	for _, p := range v.Parameters {
		present := false
		for _, s := range sent {
			present = present || strings.EqualFold(s.name, *p.Name)
		}
		if isTrue(p.Required) && !present {
			return string(v.ValidationMode), x.invalid(codeQueryValidation, "query parameter "+*p.Name+" is missing")
		}
	}
	return "", nil
}

func (x *exchange) checkBody() (string, *refusal) {
	v := x.route.request.BodyValidation
	if v == nil || v.ValidationMode == disabled {
		return "", nil
	}
	mode := string(v.ValidationMode)
	if !x.hasBody() {
		if isTrue(v.Required) {
			return mode, x.invalid(codeBodyValidation, "the body is missing")
		}
		return "", nil
	}
	if len(v.Content) == 0 || matchesMedia(v.Content, x.r.Header.Get("Content-Type")) {
		return "", nil
	}
	return mode, &refusal{
		status: x.fidelity.UnsupportedMediaStatus, code: codeBodyValidation,
		detail: "the route does not take a body of type " + strconv.Quote(x.r.Header.Get("Content-Type")),
	}
}

func (x *exchange) invalid(code, detail string) *refusal {
	return &refusal{status: x.fidelity.ValidationStatus, code: code, detail: detail}
}

// matchesMedia: the most specific range decides, and as NONE is the only
// validation there is, any range that matches will do.
func matchesMedia(ranges map[string]apigateway.ContentValidation, contentType string) bool {
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		_, all := ranges["*/*"]
		return all
	}
	kind, _, _ := strings.Cut(media, "/")
	for r := range ranges {
		if r = strings.ToLower(r); r == "*/*" || r == kind+"/*" || r == media {
			return true
		}
	}
	return false
}
