package logging

import (
	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

const base = "/20200531"

// categories are the service logs there are, and what each is about (OCI Logging:
// Details for Functions, Details for API Gateway).
var categories = map[string]map[string]string{
	"functions":  {"invoke": "fnapp"},
	"apigateway": {"access": "apideployment", "execution": "apideployment"},
}

func register(e *resource.Engine) {
	e.Register(&resource.Kind{
		Name: "loggroup", Title: "Log Group", Paths: []string{base + "/logGroups"}, Active: "ACTIVE", Updated: "timeLastModified",
		Fields: "compartmentId! displayName!~ description~",
		Work:   &resource.Work{Service: "20200531", Entity: "loggroup", Operation: "LOG_GROUP"},
		Silent: true,
		Create: func(op *resource.Op, r *store.Resource) error { return uniqueName(op, r, "compartmentId") },
		Update: func(op *resource.Op, _, r *store.Resource) error { return uniqueName(op, r, "compartmentId") },
	})
	e.Register(&resource.Kind{
		Name: "log", Title: "Log", Paths: []string{base + "/logGroups/{logGroupId}/logs"}, Active: "ACTIVE", Updated: "timeLastModified",
		Fields: "displayName!~ logType:SERVICE|CUSTOM! isEnabled:bool~ retentionDuration:int~ configuration:{configuration}~",
		Shapes: map[string]string{
			"configuration": "source:{source} compartmentId archiving:{archiving}",
			"source":        "sourceType:OCISERVICE service resource category parameters:map", // an update may give parameters alone
			"archiving":     "isEnabled:bool",
		},
		Aliases: map[string]string{"sourceService": "$.configuration.source.service", "sourceResource": "$.configuration.source.resource"},
		Refs:    []resource.Ref{{Field: "logGroupId", Kind: "loggroup", Blocks: true}},
		Work:    &resource.Work{Service: "20200531", Entity: "log", Operation: "LOG"},
		Silent:  true,
		Create:  createLog,
		Update:  updateLog,
	})
	e.ServeWorkRequests("20200531", false)
}

// uniqueName refuses the name of another one within the same compartment or group, when r
// is created and when it is renamed (oci-go-sdk: logging.UpdateLogGroupDetails).
func uniqueName(op *resource.Op, r *store.Resource, within string) error {
	same, err := op.Find(store.Query{Kind: r.Kind, Name: r.Doc.String("displayName"), Equal: map[string]string{within: r.Doc.String(within)}})
	for _, other := range same {
		if other.ID != r.ID {
			return api.Conflict("the name %s is taken by %s", other.Name, other.ID)
		}
	}
	return err
}

func createLog(op *resource.Op, r *store.Resource) error {
	group, err := op.Load("loggroup", r.Doc.String("logGroupId"))
	if err != nil {
		return err
	}
	if err := uniqueName(op, r, "logGroupId"); err != nil {
		return err
	}
	r.Doc["tenancyId"] = op.Tenancy
	r.Doc.Default("isEnabled", true)
	r.Doc.Default("retentionDuration", 30)
	r.Doc["compartmentId"] = group.Compartment
	if r.Doc.String("logType") == "CUSTOM" {
		return checkRetention(r)
	}
	configuration := r.Doc.Object("configuration")
	if configuration.Object("source") == nil {
		return api.MissingParameter("Log: a SERVICE log needs configuration.source")
	}
	configuration.Default("compartmentId", group.Compartment)
	configuration.Default("archiving", map[string]any{"isEnabled": false})
	r.Doc["configuration"] = map[string]any(configuration)
	if err := checkSource(op, r, configuration.Object("source")); err != nil {
		return err
	}
	return checkRetention(r)
}

// updateLog keeps the source, of which an update can change the parameters alone.
func updateLog(op *resource.Op, before, r *store.Resource) error {
	if err := uniqueName(op, r, "logGroupId"); err != nil {
		return err
	}
	configuration := r.Doc.Object("configuration")
	if former := before.Doc.Object("configuration"); former != nil && configuration != nil {
		source := former.Object("source").Clone()
		if parameters := configuration.Object("source")["parameters"]; parameters != nil {
			source["parameters"] = parameters
		}
		configuration["source"] = map[string]any(source)
		configuration.Default("compartmentId", former["compartmentId"])
		configuration.Default("archiving", former["archiving"])
	}
	return checkRetention(r)
}

func checkRetention(r *store.Resource) error {
	days, _ := r.Doc.Int("retentionDuration")
	if days < 30 || days > 180 || days%30 != 0 {
		return api.InvalidParameter("Log: retentionDuration %d is not 30, 60, 90, 120, 150 or 180 days", days)
	}
	return nil
}

// checkSource checks what a service log is about. Of each such thing there is one log.
func checkSource(op *resource.Op, r *store.Resource, source store.Document) error {
	for _, field := range []string{"sourceType", "service", "resource", "category"} {
		if source.String(field) == "" {
			return api.MissingParameter("Log.configuration.source: %s is required", field)
		}
	}
	service, known := categories[source.String("service")]
	if !known {
		return api.NotSimulated("logs of the service %q", source.String("service"))
	}
	kind, known := service[source.String("category")]
	if !known {
		return api.InvalidParameter("Log: the service %s has no category %q", source.String("service"), source.String("category"))
	}
	if err := op.MustExist("configuration.source.resource", kind, source.String("resource")); err != nil {
		return err
	}
	logs, err := op.Find(store.Query{Kind: "log"})
	if err != nil {
		return err
	}
	for _, other := range logs {
		same := other.Doc.Object("configuration").Object("source")
		if same.String("resource") == source.String("resource") && same.String("category") == source.String("category") {
			return api.Conflict("Log: %s has a log of category %s already, %s.", source.String("resource"), source.String("category"), other.ID)
		}
	}
	return nil
}
