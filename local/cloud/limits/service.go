package limits

import (
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

const base = "/20190729"

// Register adds the routes that tell of limits (oci-go-sdk: limits.LimitsClient).
func Register(e *resource.Engine, all ...Limit) {
	slices.SortFunc(all, func(a, b Limit) int { return strings.Compare(a.Service+"/"+a.Name, b.Service+"/"+b.Name) })
	s := service{all}
	e.Reader("GET "+base+"/services", s.services)
	e.Reader("GET "+base+"/limitDefinitions", s.definitions)
	e.Reader("GET "+base+"/limitValues", s.values)
	e.Reader("GET "+base+"/services/{service}/limits/{limit}/resourceAvailability", s.availability)
}

type service struct{ limits []Limit }

func (l Limit) scope() string {
	if l.Global {
		return "GLOBAL"
	}
	return "REGION"
}

// inRoot refuses a list of another compartment than the root: limits are the tenancy's.
func inRoot(op *resource.Op) error {
	switch id := op.Call.Query("compartmentId"); id {
	case "":
		return api.MissingParameter("listing of limits: compartmentId is required")
	case op.Tenancy:
		return nil
	default:
		return api.NotFound("root compartment", id)
	}
}

// list answers a document for each limit that the query asks for.
func (s service) list(op *resource.Op, describe func(Limit) store.Document) (*api.Answer, error) {
	if err := inRoot(op); err != nil {
		return nil, err
	}
	list := []store.Document{}
	for _, l := range s.limits {
		fits := true
		for parameter, have := range map[string]string{"serviceName": l.Service, "name": l.Name, "scopeType": l.scope()} {
			want := op.Call.Query(parameter)
			fits = fits && (want == "" || want == have)
		}
		if fits && op.Call.Query("availabilityDomain") == "" { // none is of a domain
			list = append(list, describe(l))
		}
	}
	return resource.Paged(op.Call, list)
}

func (s service) values(op *resource.Op) (*api.Answer, error) {
	if op.Call.Query("serviceName") == "" {
		return nil, api.MissingParameter("listing of limits: serviceName is required")
	}
	return s.list(op, func(l Limit) store.Document {
		return store.Document{"name": l.Name, "scopeType": l.scope(), "value": l.Value}
	})
}

func (s service) definitions(op *resource.Op) (*api.Answer, error) {
	return s.list(op, func(l Limit) store.Document {
		return store.Document{"name": l.Name, "serviceName": l.Service, "description": l.Name, "scopeType": l.scope(),
			"areQuotasSupported": false, "isResourceAvailabilitySupported": true, "isDeprecated": false,
			"isEligibleForLimitIncrease": true, "isDynamic": false}
	})
}

func (s service) services(op *resource.Op) (*api.Answer, error) {
	if err := inRoot(op); err != nil {
		return nil, err
	}
	list := []store.Document{}
	for i, l := range s.limits {
		if i == 0 || s.limits[i-1].Service != l.Service {
			list = append(list, store.Document{"name": l.Service, "description": l.Service})
		}
	}
	return resource.Paged(op.Call, list)
}

// availability says what a compartment uses, and what the tenancy has left.
func (s service) availability(op *resource.Op) (*api.Answer, error) {
	i := slices.IndexFunc(s.limits, func(l Limit) bool {
		return l.Service == op.Call.Param("service") && l.Name == op.Call.Param("limit")
	})
	if i < 0 {
		return nil, api.NotFound("limit", op.Call.Param("service")+"/"+op.Call.Param("limit"))
	}
	limit, compartment := s.limits[i], op.Call.Query("compartmentId")
	if _, known := op.Compartments[compartment]; !known {
		return nil, api.NotFound("Compartment", compartment)
	}
	if domain := op.Call.Query("availabilityDomain"); domain != "" {
		return nil, api.InvalidParameter("availabilityDomain: the limit %s is not of an availability domain", limit.Name)
	}
	if compartment == op.Tenancy {
		compartment = ""
	}
	used, err := limit.Used(op, compartment)
	if err != nil {
		return nil, err
	}
	all, err := limit.Used(op, "")
	if err != nil {
		return nil, err
	}
	left := max(limit.Value-all, 0)
	return api.OK(store.Document{"used": used, "available": left, "fractionalUsage": used, "fractionalAvailability": left}), nil
}
