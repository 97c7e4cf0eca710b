package fakeoci

import (
	"encoding/json"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"
)

// services is the answer of GET /services.
var services = []Object{
	{"id": "ocid1.service.oc1.iad.all", "name": "All IAD Services In Oracle Services Network", "cidrBlock": "all-iad-services-in-oracle-services-network", "description": "all"},
	{"id": "ocid1.service.oc1.iad.storage", "name": "OCI IAD Object Storage", "cidrBlock": "oci-iad-objectstorage", "description": "storage"},
}

// regions are the answer of GET /tenancies/{id}/regionSubscriptions. The first is the home region.
var regions = []Object{
	{"regionKey": "PHX", "regionName": "us-phoenix-1", "status": "READY", "isHomeRegion": true},
	{"regionKey": "IAD", "regionName": "us-ashburn-1", "status": "READY", "isHomeRegion": false},
}

// available are collections whose things become AVAILABLE instead of ACTIVE.
var available = []string{"vcns", "subnets", "internetGateways", "natGateways", "serviceGateways", "routeTables",
	"securityLists", "networkSecurityGroups", "repositories"}

// entities are what work requests call things of the collections that have any.
var entities = map[string]string{
	"gateways": "gateway", "deployments": "deployment", "logGroups": "loggroup", "logs": "log", "tables": "TABLE",
}

func (s *Server) create(w http.ResponseWriter, r Request) {
	collection := path.Base(r.Path)
	thing := maps.Clone(r.Body)
	id := s.newID(strings.TrimSuffix(collection, "s"))
	maps.Copy(thing, Object{"id": id, "timeCreated": "2026-01-01T00:00:00Z", "lifecycleState": "ACTIVE"})
	switch {
	case collection == "keys":
		thing["lifecycleState"] = "ENABLED"
	case slices.Contains(available, collection):
		thing["lifecycleState"] = "AVAILABLE"
	}
	maps.Copy(thing, s.extras(collection))
	if collection == "logs" {
		thing["logGroupId"] = path.Base(path.Dir(r.Path))
	}
	if collection == "topics" {
		thing["topicId"] = id
		delete(thing, "id")
	}
	delete(thing, "secretContent") // is never told again
	s.things[r.Path+"/"+id] = thing
	s.async(w, r.Path+"/"+id, "CREATED")
	if collection == "logs" || collection == "tables" {
		answer(w, http.StatusAccepted, nil)
		return
	}
	answer(w, http.StatusOK, thing)
}

// extras are properties that OCI makes up.
func (s *Server) extras(collection string) Object {
	switch collection {
	case "vaults":
		return Object{"managementEndpoint": s.URL, "cryptoEndpoint": s.URL}
	case "secrets":
		return Object{"currentVersionNumber": 1}
	case "natGateways":
		return Object{"natIp": "203.0.113.1"}
	case "gateways":
		return Object{"hostname": "gateway.example"}
	case "deployments":
		return Object{"endpoint": "https://gateway.example/"}
	case "functions":
		return Object{"invokeEndpoint": s.URL}
	case "subscriptions":
		return Object{"createdTime": 1, "deliverPolicy": `{"backoffRetryPolicy":{"maxRetryDuration":7200000,"policyType":"EXPONENTIAL"}}`}
	case "tables":
		return Object{"schema": Object{"primaryKey": []any{"id"}, "ttl": 90, "identity": Object{"columnName": "id"}}}
	}
	return nil
}

// async gives the answer a work request, where the thing's collection has them.
func (s *Server) async(w http.ResponseWriter, thing, action string) {
	entity, has := entities[path.Base(path.Dir(thing))]
	if !has {
		return
	}
	id := s.newID("workrequest")
	s.work[id] = Object{
		"id": id, "status": "SUCCEEDED", "operationType": action, "timeFinished": "2026-01-01T00:00:01Z",
		"resources": []Object{{"entityType": entity, "actionType": action, "identifier": path.Base(thing)}},
	}
	w.Header().Set("opc-work-request-id", id)
}

func (s *Server) act(w http.ResponseWriter, on, what string, body Object) {
	thing := s.things[on]
	if thing == nil {
		answer(w, http.StatusNotFound, problem("NotAuthorizedOrNotFound", "not there"))
		return
	}
	switch what {
	case "scheduleDeletion":
		thing["lifecycleState"] = "PENDING_DELETION"
	case "changeCompartment":
		thing["compartmentId"] = body["compartmentId"]
		s.async(w, on, "UPDATED")
	case "addCidr", "removeCidr", "modifyCidr":
		editBlocks(thing, what, body)
	case "addSecurityRules":
		s.addRules(w, on, body)
		return
	case "removeSecurityRules":
		for _, id := range body["securityRuleIds"].([]any) {
			delete(s.things, on+"/securityRules/"+id.(string))
		}
	default:
		answer(w, http.StatusNotImplemented, problem("NotImplemented", "no action "+what))
		return
	}
	answer(w, http.StatusOK, thing)
}

// change takes an update in. A subscription's policy goes in as an object and
// comes out as text.
func change(thing, body Object) {
	maps.Copy(thing, body)
	if policy, ok := thing["deliveryPolicy"]; ok {
		text, _ := json.Marshal(policy)
		thing["deliverPolicy"] = string(text)
		delete(thing, "deliveryPolicy")
	}
}

func editBlocks(vcn Object, what string, body Object) {
	blocks := slices.Clone(vcn["cidrBlocks"].([]any))
	is := func(key string) func(any) bool { return func(block any) bool { return block == body[key] } }
	switch what {
	case "addCidr":
		blocks = append(blocks, body["cidrBlock"])
	case "removeCidr":
		blocks = slices.DeleteFunc(blocks, is("cidrBlock"))
	case "modifyCidr":
		blocks[slices.IndexFunc(blocks, is("originalCidrBlock"))] = body["newCidrBlock"]
	}
	vcn["cidrBlocks"] = blocks
}

func (s *Server) addRules(w http.ResponseWriter, group string, body Object) {
	added := []Object{}
	for _, rule := range body["securityRules"].([]any) {
		thing := maps.Clone(rule.(Object))
		id := s.newID("rule")
		thing["id"], thing["isValid"] = id, true
		s.things[group+"/securityRules/"+id] = thing
		added = append(added, thing)
	}
	answer(w, http.StatusOK, Object{"securityRules": added})
}

func (s *Server) rules(list string) []Object {
	found := []Object{}
	for _, p := range slices.Sorted(maps.Keys(s.things)) {
		if path.Dir(p) == list {
			found = append(found, s.things[p])
		}
	}
	return found
}
