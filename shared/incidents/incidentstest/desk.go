package incidentstest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/google/go-cmp/cmp"
)

const rest = "/services/rest/connect/latest/"

// Changes by agents.
const (
	Solve   = `{"statusWithType":{"status":{"lookupName":"Solved"}}}`
	Waiting = `{"statusWithType":{"status":{"lookupName":"Waiting"}}}`
)

// Call calls the desk past the function's connection.
func (b *Bench) Call(status int, method, path, body string, result any) {
	b.T.Helper()
	request := httptest.NewRequest(method, path, strings.NewReader(body))
	request.SetBasicAuth("cxbridge", "correct horse")
	request.Header.Set("OSvC-CREST-Application-Context", "agent")
	recorder := httptest.NewRecorder()
	b.Desk.ServeHTTP(recorder, request)
	if recorder.Code != status {
		b.T.Fatalf("%s %s: %d %s", method, path, recorder.Code, recorder.Body)
	}
	if result != nil {
		if err := json.Unmarshal(recorder.Body.Bytes(), result); err != nil {
			b.T.Fatalf("%s %s: %v", method, path, err)
		}
	}
}

// Fail plans a fault at the desk.
func (b *Bench) Fail(fault string) {
	b.T.Helper()
	b.Call(http.StatusCreated, http.MethodPost, "/desk/faults", fault, nil)
}

// Agent changes an incident as an agent does.
func (b *Bench) Agent(incident int, change string) {
	b.T.Helper()
	b.Call(http.StatusOK, http.MethodPatch, fmt.Sprintf(rest+"incidents/%d", incident), change, nil)
}

// Delete deletes an incident.
func (b *Bench) Delete(incident int) {
	b.T.Helper()
	b.Call(http.StatusOK, http.MethodDelete, fmt.Sprintf(rest+"incidents/%d", incident), "", nil)
}

// Calls returns what the function called since the last time, as "GET incidents".
func (b *Bench) Calls() []string {
	b.T.Helper()
	var journal struct {
		Items []struct{ Method, Path, Context string }
	}
	var calls []string
	b.Call(http.StatusOK, http.MethodGet, "/desk/requests", "", &journal)
	for _, entry := range journal.Items {
		calls = append(calls, entry.Method+" "+strings.TrimPrefix(entry.Path, rest))
	}
	b.Call(http.StatusNoContent, http.MethodDelete, "/desk/requests", "", nil)
	return calls
}

// ExpectCalls compares what the function called since the last time.
func (b *Bench) ExpectCalls(want ...string) {
	b.T.Helper()
	if diff := cmp.Diff(want, b.Calls()); diff != "" {
		b.T.Errorf("calls of B2C Service (-want +got): %s", diff)
	}
}

// Filed is an incident as it stands at the desk.
type Filed struct {
	Subject, Severity, Status, Key string
	Threads                        []string // the first line of each
}

// Texts returns the threads of an incident.
func (b *Bench) Texts(incident int) []string {
	b.T.Helper()
	var answer struct {
		Threads struct{ Items []struct{ Text string } }
	}
	b.Call(http.StatusOK, http.MethodGet, fmt.Sprintf(rest+"incidents/%d?expand=threads", incident), "", &answer)
	var texts []string
	for _, thread := range answer.Threads.Items {
		texts = append(texts, thread.Text)
	}
	return texts
}

type entryName struct{ LookupName string }

// Incidents returns all incidents, the oldest first.
func (b *Bench) Incidents() []Filed {
	b.T.Helper()
	var page struct {
		Items []struct {
			ID             int
			Subject        string
			Severity       entryName
			StatusWithType struct{ Status entryName }
			CustomFields   struct {
				OCI struct {
					Key string `json:"dedupe_key"`
				}
			}
		}
	}
	b.Call(http.StatusOK, http.MethodGet, rest+"incidents?limit=1000&orderBy=id&fields=id,subject,severity,statusWithType,customFields.OCI.dedupe_key", "", &page)
	var all []Filed
	for _, item := range page.Items {
		incident := Filed{item.Subject, item.Severity.LookupName, item.StatusWithType.Status.LookupName, item.CustomFields.OCI.Key, nil}
		for _, text := range b.Texts(item.ID) {
			first, _, _ := strings.Cut(text, "\n")
			incident.Threads = append(incident.Threads, first)
		}
		all = append(all, incident)
	}
	return all
}

// Expect compares all incidents.
func (b *Bench) Expect(want ...Filed) {
	b.T.Helper()
	if diff := cmp.Diff(want, b.Incidents()); diff != "" {
		b.T.Errorf("incidents (-want +got): %s", diff)
	}
}
