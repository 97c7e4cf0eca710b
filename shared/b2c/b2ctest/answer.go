package b2ctest

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

func (s *Server) answer(w http.ResponseWriter, r *http.Request, call Call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	user, password, _ := r.BasicAuth()
	context := r.Header.Get("OSvC-CREST-Application-Context")
	collection, id, single := strings.Cut(call.Path, "/")
	switch {
	case user != User || password != s.password:
		io.WriteString(w, Problem(w, http.StatusUnauthorized, "OSC-CREST-00014", "not authorised"))
	case context == "" || len(context) > 40:
		io.WriteString(w, Problem(w, http.StatusBadRequest, "OSC-CREST-00016", "application context"))
	case collection != "contacts" && collection != "incidents" && collection != "queryResults":
		io.WriteString(w, Problem(w, http.StatusNotFound, "OSC-CREST-00013", "unknown resource"))
	case r.Method == http.MethodPost:
		s.post(w, collection, call.Body)
	case single && r.Method == http.MethodPatch:
		s.patch(w, collection, id, call.Body)
	case single:
		s.get(w, collection, id, r.URL.Query())
	case strings.Count(call.Query, "'")%2 != 0:
		io.WriteString(w, Problem(w, http.StatusBadRequest, "OSC-CREST-00007", "unbalanced quote in "+call.Query))
	case collection == "queryResults" && strings.HasPrefix(call.Query, "SELECT threads.text "):
		s.threads(w, call.Query)
	case collection == "queryResults" && strings.HasPrefix(call.Query, "SELECT id, emails.address "):
		s.addresses(w, call.Query)
	case collection == "queryResults":
		s.phones(w, call.Query)
	default:
		s.list(w, collection, r.URL.Query())
	}
}

// Problem sets the status and returns an error's body.
func Problem(w http.ResponseWriter, status int, code, detail string) string {
	if w != nil {
		w.WriteHeader(status)
	}
	return fmt.Sprintf(`{"type":"https://site/services/rest/connect/exceptions/%s","title":"failed","status":%d,"detail":%q,"o:errorCode":%q}`,
		code, status, detail, code)
}

func (s *Server) post(w http.ResponseWriter, collection, body string) {
	object, ok := accepted(w, body)
	if !ok {
		return
	}
	w.WriteHeader(http.StatusCreated)
	json.NewEncoder(w).Encode(rendered(s.create(collection, object), nil))
}

// patch answers 200 without a body.
func (s *Server) patch(w http.ResponseWriter, collection, id, body string) {
	object := s.find(collection, id)
	if object == nil {
		io.WriteString(w, Problem(w, http.StatusNotFound, "OSC-CREST-00013", "no such object"))
		return
	}
	change, ok := accepted(w, body)
	if !ok {
		return
	}
	merge(object, change)
	now := s.now()
	object["updatedTime"] = now
	closeIfSolved(object, now)
}

// merge changes what is given, and adds to lists.
func merge(object, change map[string]any) {
	for name, value := range change {
		switch value := value.(type) {
		case []any:
			there, _ := object[name].([]any)
			object[name] = append(slices.Clone(there), value...)
		case map[string]any:
			there, _ := object[name].(map[string]any)
			merged := maps.Clone(there)
			if merged == nil {
				merged = map[string]any{}
			}
			merge(merged, value)
			object[name] = merged
		default:
			object[name] = value
		}
	}
}

func (s *Server) create(collection string, object map[string]any) map[string]any {
	id := int64(len(s.objects[collection]) + 101)
	object["id"] = id
	object["lookupName"] = fmt.Sprintf("260102-%06d", id)
	now := s.now()
	object["createdTime"], object["updatedTime"] = now, now
	if collection == "incidents" {
		if object["statusWithType"] == nil {
			object["statusWithType"] = status("Unresolved")
		}
		closeIfSolved(object, now)
	}
	s.objects[collection] = append(s.objects[collection], object)
	return object
}

func (s *Server) find(collection, id string) map[string]any {
	for _, object := range s.objects[collection] {
		if fmt.Sprint(object["id"]) == id {
			return object
		}
	}
	return nil
}

func (s *Server) get(w http.ResponseWriter, collection, id string, parameters url.Values) {
	object := s.find(collection, id)
	if object == nil {
		io.WriteString(w, Problem(w, http.StatusNotFound, "OSC-CREST-00013", "no such object"))
		return
	}
	json.NewEncoder(w).Encode(rendered(object, parameters))
}

// rendered is an object as the API answers it: what belongs to it are links, but for the sub-collection to expand. It has the
// fields that are asked for, or all.
func rendered(object map[string]any, parameters url.Values) map[string]any {
	answer := map[string]any{}
	fields := strings.Split(parameters.Get("fields"), ",")
	for name, value := range object {
		_, isList := value.([]any)
		switch {
		case fields[0] != "" && !slices.Contains(fields, name):
		case isList && name == parameters.Get("expand"):
			answer[name] = map[string]any{"items": value}
		case isList || name == "primaryContact":
			answer[name] = map[string]any{"links": []any{map[string]any{"rel": "self", "href": "https://site/" + name}}}
		default:
			answer[name] = value
		}
	}
	return answer
}
