package b2ctest

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
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
	case single:
		s.get(w, collection, id, r.URL.Query().Get("expand"))
	case strings.Count(call.Query, "'")%2 != 0:
		io.WriteString(w, Problem(w, http.StatusBadRequest, "OSC-CREST-00007", "unbalanced quote in "+call.Query))
	case collection == "queryResults":
		s.table(w, call.Query)
	default:
		s.list(w, collection, call.Query)
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
	var object map[string]any
	if err := json.Unmarshal([]byte(body), &object); err != nil {
		io.WriteString(w, Problem(w, http.StatusBadRequest, "OSC-CREST-00011", "malformed JSON"))
		return
	}
	if subject, _ := object["subject"].(string); len([]rune(subject)) > 240 {
		io.WriteString(w, Problem(w, http.StatusBadRequest, "OSC-CREST-00006", "Incident.Subject exceeds 240"))
		return
	}
	w.WriteHeader(http.StatusCreated)
	json.NewEncoder(w).Encode(rendered(s.create(collection, object), ""))
}

func (s *Server) create(collection string, object map[string]any) map[string]any {
	id := int64(len(s.objects[collection]) + 101)
	object["id"] = id
	object["lookupName"] = fmt.Sprintf("260102-%06d", id)
	object["createdTime"] = time.Now().UTC().Format(time.RFC3339)
	s.objects[collection] = append(s.objects[collection], object)
	return object
}

func (s *Server) get(w http.ResponseWriter, collection, id, expand string) {
	for _, object := range s.objects[collection] {
		if fmt.Sprint(object["id"]) == id {
			json.NewEncoder(w).Encode(rendered(object, expand))
			return
		}
	}
	io.WriteString(w, Problem(w, http.StatusNotFound, "OSC-CREST-00013", "no such object"))
}

// rendered is an object as the API answers it: what belongs to it are links, but for the sub-collection to expand.
func rendered(object map[string]any, expand string) map[string]any {
	answer := maps.Clone(object)
	for name, value := range answer {
		if items, ok := value.([]any); ok && name == expand {
			answer[name] = map[string]any{"items": items}
			continue
		}
		switch value.(type) {
		case []any, map[string]any:
			answer[name] = map[string]any{"links": []any{map[string]any{"rel": "self", "href": "https://site/" + name}}}
		}
	}
	return answer
}

var quoted = regexp.MustCompile(`'[^']*'`)

// list answers stubs of the objects with the primary contact that the query asks for, the newest first.
func (s *Server) list(w http.ResponseWriter, collection, query string) {
	items := []map[string]any{}
	for _, object := range slices.Backward(s.objects[collection]) {
		contact, _ := object["primaryContact"].(map[string]any)
		if id, _ := contact["id"].(float64); query == fmt.Sprintf("primaryContact.id = %.0f", id) {
			items = append(items, map[string]any{"id": object["id"], "lookupName": object["lookupName"], "createdTime": object["createdTime"]})
		}
	}
	json.NewEncoder(w).Encode(map[string]any{"items": items, "hasMore": false})
}

// table answers id, digits and number of the phones whose digits are in the query, the newest first.
func (s *Server) table(w http.ResponseWriter, query string) {
	rows := [][]string{}
	for _, contact := range slices.Backward(s.objects["contacts"]) {
		phones, _ := contact["phones"].([]any)
		for _, phone := range phones {
			number, _ := phone.(map[string]any)["number"].(string)
			raw := digits(number)
			if slices.Contains(quoted.FindAllString(query, -1), "'"+raw+"'") {
				rows = append(rows, []string{fmt.Sprint(contact["id"]), raw, number})
			}
		}
	}
	table := map[string]any{"tableName": "contacts", "count": len(rows), "columnNames": []string{"id", "phones.rawNumber", "phones.number"}, "rows": rows}
	json.NewEncoder(w).Encode(map[string]any{"items": []any{table}})
}

func digits(number string) string {
	return strings.Map(func(c rune) rune {
		if '0' <= c && c <= '9' {
			return c
		}
		return -1
	}, number)
}
