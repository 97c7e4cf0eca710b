package connect

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/local/desk/problem"
)

// body is a JSON object that begins with what identifies it and ends with its links.
type body map[string]any

// MarshalJSON writes the members in their order.
func (b body) MarshalJSON() ([]byte, error) {
	names := slices.Sorted(maps.Keys(b))
	slices.SortStableFunc(names, func(x, y string) int { return place(x) - place(y) })
	var out bytes.Buffer
	for i, name := range names {
		value, err := json.Marshal(b[name])
		if err != nil {
			return nil, err
		}
		separator := byte(',')
		if i == 0 {
			separator = '{'
		}
		out.WriteByte(separator)
		fmt.Fprintf(&out, "%q:", name)
		out.Write(value)
	}
	if len(names) == 0 {
		out.WriteByte('{')
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

func place(name string) int {
	if at := slices.Index(identity, name); at >= 0 {
		return at
	}
	if name == "links" {
		return len(identity) + 1
	}
	return len(identity)
}

// write answers with JSON.
func (c *call) write(status int, value any) error {
	text, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	c.w.Header().Set("Content-Type", "application/json")
	c.w.WriteHeader(status)
	c.w.Write(append(text, '\n')) // an error means that the client has gone
	return nil
}

// renderer is the one for this request: links lead back to where it came in.
func (c *call) renderer() renderer {
	return renderer{
		site:      c.Site,
		base:      origin(c.r) + Root + c.target.version,
		dropNulls: strings.Contains(c.r.Header.Get("Prefer"), "exclude-null-properties"),
		arrays:    c.Fidelity.ExpandedAsArray,
	}
}

func origin(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// exception is the body of an error (Exceptions).
type exception struct {
	Type     string       `json:"type"`
	Title    string       `json:"title"`
	Status   int          `json:"status"`
	Detail   string       `json:"detail"`
	Instance string       `json:"instance"`
	Code     problem.Code `json:"o:errorCode,omitempty"`
}

// WriteProblem answers an error.
func WriteProblem(w http.ResponseWriter, r *http.Request, p *problem.Problem) {
	e := exception{
		Type: "about:blank", Title: p.Code.Title(), Status: p.Status, Detail: p.Detail,
		Instance: origin(r) + r.URL.EscapedPath(), Code: p.Code,
	}
	if p.Code != "" {
		e.Type = origin(r) + Root + "exceptions/" + string(p.Code)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(p.Status)
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.Encode(e) // an error means that the client has gone
}

// exceptions lists the codes, or says what one of them means.
func (c *call) exceptions(code string) error {
	if c.method != http.MethodGet {
		return problem.New(problem.Method, "%s is not supported here; GET is", c.method)
	}
	address := origin(c.r) + Root + "exceptions/"
	codes := problem.Codes()
	if code != "" {
		known := problem.Code(code)
		if !slices.Contains(codes, known) {
			return problem.New(problem.UnknownCode, "There is no exception %.40q", code)
		}
		return c.write(http.StatusOK, exception{Type: address + code, Title: known.Title(), Status: http.StatusOK, Detail: known.Title(), Instance: address + code, Code: known})
	}
	slices.Sort(codes)
	items := []link{}
	for _, known := range codes {
		items = append(items, link{Rel: "canonical", Href: address + string(known)})
	}
	return c.write(http.StatusOK, body{"items": items})
}
