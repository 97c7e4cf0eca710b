package apigateway

import (
	"encoding/json"
	"errors"
	"net/http"
	"regexp"

	model "github.com/oracle/oci-go-sdk/v65/apigateway"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/gateway"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// maxDeployments of a gateway (API Gateway: limits).
const maxDeployments = 20

var pathPrefix = regexp.MustCompile(`^/$|^(/[A-Za-z0-9$_.+!*'(),%;:@&=-]+)+$`)

func (p *Plane) deployment() *resource.Kind {
	return &resource.Kind{
		Name: "apideployment", Title: "API Deployment", Paths: []string{base + "/deployments"}, Active: "ACTIVE", Updated: "timeUpdated",
		Fields: "compartmentId! displayName~ gatewayId! pathPrefix! specification:object!~ locks:any",
		Refs: []resource.Ref{
			{Field: "gatewayId", Kind: "apigateway", Blocks: true},
			{Field: "specification.functionId", Kind: "fnfunc"},
		},
		MoreRefs: func(doc store.Document) []store.Ref { return functionRefs(map[string]any(doc.Object("specification"))) },
		Work:     &resource.Work{Service: "20190501", Entity: "deployment", Operation: "DEPLOYMENT"},
		Create:   p.createDeployment,
		Update:   func(op *resource.Op, _, r *store.Resource) error { return p.deploy(op, r) },
		Delete: func(op *resource.Op, r *store.Resource) error {
			g, err := op.Load("apigateway", r.Doc.String("gatewayId"))
			if err != nil {
				return err
			}
			return p.renew(op, g, nil, r.ID)
		},
		Page: items,
	}
}

// functionRefs finds the functions anywhere in a specification: backends, authorizers.
func functionRefs(v any) (refs []store.Ref) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			refs = append(refs, functionRefs(item)...)
		}
	case map[string]any:
		for key, value := range v {
			if id, ok := value.(string); ok && key == "functionId" {
				refs = append(refs, store.Ref{Field: "specification.functionId", Target: id})
			}
			refs = append(refs, functionRefs(value)...)
		}
	}
	return refs
}

func (p *Plane) createDeployment(op *resource.Op, r *store.Resource) error {
	prefix := r.Doc.String("pathPrefix")
	if !pathPrefix.MatchString(prefix) || len(prefix) > 255 {
		return api.InvalidParameter("API Deployment: pathPrefix %q is not / or /segments, up to 255 characters", prefix)
	}
	if r.Doc["locks"] != nil {
		return api.NotSimulated("locks of deployments")
	}
	g, err := op.Load("apigateway", r.Doc.String("gatewayId"))
	if err != nil {
		return err
	}
	others, err := op.Find(store.Query{Kind: r.Kind, Equal: map[string]string{"gatewayId": g.ID}})
	if err != nil {
		return err
	}
	if len(others) >= maxDeployments {
		return api.Errorf(http.StatusBadRequest, "LimitExceeded", "the gateway %s has %d deployments, which is the limit", g.ID, len(others))
	}
	for _, other := range others {
		if other.Doc.String("pathPrefix") == prefix {
			return api.Conflict("The pathPrefix %s is taken on the gateway by the deployment %s.", prefix, other.ID)
		}
	}
	r.Doc["systemTags"] = map[string]any{}
	r.Doc["endpoint"] = endpoint(g, r)
	return p.deploy(op, r)
}

// deploy checks the specification and has it served.
func (p *Plane) deploy(op *resource.Op, r *store.Resource) error {
	d, err := decode(r)
	if err != nil {
		return err
	}
	if err := gateway.Validate(d.Specification); err != nil {
		if errors.Is(err, gateway.ErrNotSimulated) {
			return api.Errorf(http.StatusNotImplemented, "NotImplemented", "%v", err)
		}
		return api.InvalidParameter("%v", err)
	}
	g, err := op.Load("apigateway", r.Doc.String("gatewayId"))
	if err != nil {
		return err
	}
	if err := p.renew(op, g, &d, ""); err != nil {
		return api.InvalidParameter("%v", err)
	}
	return nil
}

func (p *Plane) deployments(op *resource.Op, gatewayID string) ([]gateway.Deployment, error) {
	stored, err := op.Find(store.Query{Kind: "apideployment", Equal: map[string]string{"gatewayId": gatewayID}})
	var out []gateway.Deployment
	for _, r := range stored {
		d, err := decode(r)
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, err
}

// decode reads a specification into the SDK's model, and refuses what the model does not have.
func decode(r *store.Resource) (gateway.Deployment, error) {
	d := gateway.Deployment{ID: r.ID, DisplayName: r.Doc.String("displayName"), CompartmentID: r.Doc.String("compartmentId"), PathPrefix: r.Doc.String("pathPrefix")}
	given, err := json.Marshal(r.Doc["specification"])
	if err != nil {
		return d, err
	}
	if err := json.Unmarshal(given, &d.Specification); err != nil {
		return d, api.InvalidParameter("specification: %v", err)
	}
	if unknown := unknownKey("specification", map[string]any(r.Doc.Object("specification")), remodel(d.Specification)); unknown != "" {
		return d, api.InvalidParameter("specification: unknown field %s", unknown)
	}
	return d, nil
}

// remodel is the specification with all the keys that its model has.
func remodel(spec model.ApiSpecification) any {
	data, err := json.Marshal(spec)
	if err != nil {
		return nil
	}
	var all any
	if json.Unmarshal(data, &all) != nil {
		return nil
	}
	return all
}

// unknownKey finds a key that was given and that the model, written out again, lacks.
func unknownKey(where string, given, known any) string {
	switch given := given.(type) {
	case []any:
		list, _ := known.([]any)
		for i, v := range given {
			if i < len(list) {
				if found := unknownKey(where, v, list[i]); found != "" {
					return found
				}
			}
		}
	case map[string]any:
		object, ok := known.(map[string]any)
		for key, value := range given {
			if _, has := object[key]; ok && !has && value != nil {
				return where + "." + key
			}
			if found := unknownKey(where+"."+key, value, object[key]); found != "" {
				return found
			}
		}
	}
	return ""
}
