package nosql

import (
	"net/http"
	"strings"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

const (
	kind = "nosqltable"
	// definitionKey is where a table keeps the statement of its schema as it is now.
	definitionKey = "definition"
)

func (p *plane) kind() *resource.Kind {
	return &resource.Kind{
		Name: kind, Title: "Table", Paths: []string{base + "/tables"}, Active: "ACTIVE",
		Fields:  "name! compartmentId!~ ddlStatement!~ tableLimits:{limits}~ isAutoReclaimable:bool",
		Shapes:  map[string]string{"limits": "maxReadUnits:int maxWriteUnits:int maxStorageInGBs:int! capacityMode:PROVISIONED|ON_DEMAND"},
		NameKey: "name", Updated: "timeUpdated",
		Work:   &resource.Work{Service: strings.TrimPrefix(base, "/"), Entity: "TABLE", Operation: "TABLE", Accepted: true},
		Named:  named,
		Create: p.create,
		Update: p.update,
		Delete: func(op *resource.Op, r *store.Resource) error {
			op.After(func() { p.forget(r.ID) })
			return nil
		},
		Page: func(_ *resource.Op, items []store.Document) any {
			for _, d := range items {
				delete(d, "schema")
				delete(d, "ddlStatement")
			}
			return map[string]any{"items": items}
		},
	}
}

// named finds the table that a call's path names by OCID, or by name with the
// compartment in the query or, in updates, in the body.
func named(op *resource.Op) (string, error) {
	compartment := op.Call.Query("compartmentId")
	if op.Call.Request.Method == http.MethodPut {
		body, err := op.Call.Document()
		if err != nil {
			return "", err
		}
		compartment = body.String("compartmentId")
	}
	r, err := find(op, op.Call.Param("id"), compartment)
	if err != nil {
		return "", err
	}
	return r.ID, nil
}

func (p *plane) create(op *resource.Op, r *store.Resource) error {
	d, err := parseDefinition(r.Doc.String("ddlStatement"))
	if err != nil {
		return err
	}
	if d.Create == nil {
		return api.InvalidParameter("a table is created by a CREATE TABLE statement")
	}
	if err := isNamed(d.Create.Name, r.Doc.String("name")); err != nil {
		return err
	}
	s, err := d.Create.schema()
	if err != nil {
		return err
	}
	if err := checkLimits(r.Doc.Object("tableLimits")); err != nil {
		return err
	}
	there, err := called(op, s.Table, r.Doc.String("compartmentId"))
	switch {
	case err != nil:
		return err
	case there != nil && d.Create.IfNotExists:
		*r = *there
		return nil
	case there != nil:
		return api.Errorf(http.StatusConflict, "TableAlreadyExists", "the table %s is %s already", s.Table, there.ID)
	}
	r.Doc.Default("isAutoReclaimable", false)
	r.Doc["isMultiRegion"], r.Doc["schemaState"], r.Doc["systemTags"] = false, "MUTABLE", map[string]any{}
	define(r, s)
	if !p.Fidelity.TableStatementEchoed {
		r.Doc["ddlStatement"] = s.String()
	}
	return nil
}

func isNamed(inStatement, name string) error {
	if !strings.EqualFold(inStatement, name) {
		return api.InvalidParameter("the statement is about a table %s, not %s", inStatement, name)
	}
	return nil
}

// define gives a table its schema.
func define(r *store.Resource, s *schema) {
	r.Private[definitionKey] = s.String()
	r.Doc["schema"] = s.describe()
}

// checkLimits checks what a table may use, and fills in the mode.
func checkLimits(limits store.Document) error {
	if limits == nil {
		return api.MissingParameter("Table: tableLimits is required")
	}
	limits.Default("capacityMode", "PROVISIONED")
	atLeastOne := []string{"maxStorageInGBs"}
	if limits.String("capacityMode") == "PROVISIONED" {
		atLeastOne = append(atLeastOne, "maxReadUnits", "maxWriteUnits")
	} else {
		// They have "the value of zero" (NoSQL API: TableLimits), which the oci provider does not send.
		limits["maxReadUnits"], limits["maxWriteUnits"] = 0, 0
	}
	for _, name := range atLeastOne {
		if n, _ := limits.Int(name); n < 1 {
			return api.InvalidParameter("Table.tableLimits: %s has to be 1 at least", name)
		}
	}
	return nil
}
