package b2ctest

import (
	"encoding/json"
	"io"
	"net/http"
)

// entry is a menu's entry, with the id of its status type if it is a status.
type entry struct{ id, kind int }

// The menus of a new site.
var (
	statuses   = map[string]entry{"Unresolved": {1, 1}, "Solved": {2, 2}, "Waiting": {3, 3}, "Updated": {8, 1}}
	kinds      = map[int]string{1: "Unresolved", 2: "Solved", 3: "Waiting"}
	severities = map[string]entry{"1 - Most Severe": {1, 0}, "2 - Severe": {2, 0}, "3 - Normal": {3, 0}, "4 - Low": {4, 0}}
)

// accepted reads what is to be written, with names of menus made entries. What cannot be written is answered.
func accepted(w http.ResponseWriter, body string) (object map[string]any, ok bool) {
	if err := json.Unmarshal([]byte(body), &object); err != nil {
		io.WriteString(w, Problem(w, http.StatusBadRequest, "OSC-CREST-00011", "malformed JSON"))
		return nil, false
	}
	fault := ""
	if subject, _ := object["subject"].(string); len([]rune(subject)) > 240 {
		fault = "Incident.Subject exceeds 240"
	}
	if given := object["severity"]; given != nil {
		name := lookupName(given)
		object["severity"] = map[string]any{"id": severities[name].id, "lookupName": name}
		if severities[name].id == 0 {
			fault = "Incident.Severity: no such entry " + name
		}
	}
	if given, _ := object["statusWithType"].(map[string]any); given != nil {
		name := statusName(given["status"])
		object["statusWithType"] = status(name)
		if statuses[name].id == 0 {
			fault = "Incident.StatusWithType.Status: no such entry " + name
		}
	}
	if fault != "" {
		io.WriteString(w, Problem(w, http.StatusBadRequest, "OSC-CREST-00006", fault))
	}
	return object, fault == ""
}

func lookupName(value any) string {
	object, _ := value.(map[string]any)
	name, _ := object["lookupName"].(string)
	return name
}

// statusName is the name of a status that is given by its name or its id.
func statusName(given any) string {
	object, _ := given.(map[string]any)
	for name, entry := range statuses {
		if id, _ := object["id"].(float64); int(id) == entry.id {
			return name
		}
	}
	return lookupName(given)
}

// status is a status with its type.
func status(name string) map[string]any {
	kind := statuses[name].kind
	return map[string]any{
		"status":     map[string]any{"id": statuses[name].id, "lookupName": name},
		"statusType": map[string]any{"id": kind, "lookupName": kinds[kind]},
	}
}

// closeIfSolved sets or clears the time when an incident was closed.
func closeIfSolved(incident map[string]any, now string) {
	both, _ := incident["statusWithType"].(map[string]any)
	kind, _ := both["statusType"].(map[string]any)
	switch {
	case kind["id"] != 2:
		incident["closedTime"] = nil
	case incident["closedTime"] == nil:
		incident["closedTime"] = now
	}
}
