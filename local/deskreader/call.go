package deskreader

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

func (r Reader) rest(ctx context.Context, path string, into any) error {
	return r.Call(ctx, http.MethodGet, "/services/rest/connect/latest/"+path, nil, into)
}

// maxAnswer is more than the desk ever answers, in bytes.
const maxAnswer = 256 << 20

// Call makes one call of the desk at a path, with a body of JSON unless that is nil,
// and reads the answer's JSON into a value unless that is nil. An answer that is no
// success is a *Refusal.
func (r Reader) Call(ctx context.Context, method, path string, body []byte, into any) error {
	url := strings.TrimSuffix(r.URL, "/") + path
	request, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.SetBasicAuth(r.User, r.Password)
	request.Header.Set("OSvC-CREST-Application-Context", applicationContext)
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	answer, err := r.Client.Do(request)
	if err != nil {
		return fmt.Errorf("calling the desk: %w", err)
	}
	defer answer.Body.Close()
	content := io.LimitReader(answer.Body, maxAnswer)
	if answer.StatusCode/100 != 2 {
		return newRefusal(method, url, answer.StatusCode, content)
	}
	if into == nil {
		return nil
	}
	if err := json.NewDecoder(content).Decode(into); err != nil {
		return fmt.Errorf("%s %s: %w", method, url, err)
	}
	return nil
}

// Refusal is the desk's answer to a call that it did not carry out.
type Refusal struct {
	Method, URL string
	Status      int
	Reason      string // what the answer's body says, in one line; may be empty
}

// maxReason is how much of a body is a reason, in bytes.
const maxReason = 2 << 10

func newRefusal(method, url string, status int, body io.Reader) *Refusal {
	text, _ := io.ReadAll(io.LimitReader(body, maxReason)) // what there is of it
	reason := string(text)
	// B2C Service says it in title and detail, TM Forum's APIs in reason and message,
	// and the desk itself in error.
	var said struct{ Title, Detail, Reason, Message, Error string }
	if json.Unmarshal(text, &said) == nil {
		reason = strings.Join([]string{said.Title, said.Detail, said.Reason, said.Message, said.Error}, " ")
		reason = strings.Replace(reason, http.StatusText(status), "", 1) // which the status says
	}
	return &Refusal{Method: method, URL: url, Status: status, Reason: strings.Join(strings.Fields(reason), " ")}
}

func (e *Refusal) Error() string {
	text := fmt.Sprintf("%s %s: the desk answered %d %s", e.Method, e.URL, e.Status, http.StatusText(e.Status))
	if e.Reason != "" {
		text += ": " + e.Reason
	}
	return text
}
