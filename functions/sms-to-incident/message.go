package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/cxbridge/cxbridge/shared/plain"
	"github.com/cxbridge/cxbridge/shared/webhook"
)

// maxBody caps a request's body, in bytes. A message has 1,600 characters at the most, and even with ten media links and
// all else that a vendor tells, a request is far below this.
const maxBody = 256 << 10

// message is an SMS.
type message struct {
	From    string // as the vendor writes it
	Body    string // the text; may be empty if there is media
	ID      string // the vendor's, for the log; may be empty
	Payload string // all of the request, readable
	media   bool
}

// text is a JSON string. Vendors write some values as numbers too, or null; other forms are as good as missing.
type text string

// UnmarshalJSON takes what a field may hold.
func (t *text) UnmarshalJSON(data []byte) error {
	var value any
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		return err
	}
	switch value := value.(type) {
	case string:
		*t = text(value)
	case json.Number:
		*t = text(value.String())
	}
	return nil
}

// fields are those of a vendor's payload that matter. JSON's are in snake case, those of a form in camel case; encoding/json
// does not tell upper from lower case, so that JSON with a form's names is understood as well.
type fields struct {
	From       text `json:"from"`
	Body       text `json:"body"`
	SID        text `json:"sid"`
	MessageSID text `json:"messagesid"`
	Media      text `json:"num_media"`
	NumMedia   text `json:"nummedia"`
}

// readMessage reads a message from a request. What is none is refused.
func readMessage(w http.ResponseWriter, r *http.Request) (message, *webhook.Refusal) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		return message{}, &webhook.Refusal{Status: http.StatusMethodNotAllowed, Code: "MethodNotAllowed", Message: "send messages with POST"}
	}
	contentType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if contentType != "application/json" && contentType != "application/x-www-form-urlencoded" {
		return message{}, &webhook.Refusal{Status: http.StatusUnsupportedMediaType, Code: "UnsupportedContentType",
			Message: "send application/json or application/x-www-form-urlencoded"}
	}
	body, refusal := webhook.ReadBody(w, r, maxBody)
	if refusal != nil {
		return message{}, refusal
	}
	return parseMessage(contentType, body)
}

// parseMessage reads a message from a body. curl's -d calls JSON a form, as the guide's command does: what starts like an
// object is taken for JSON, which no form does.
func parseMessage(contentType string, body []byte) (message, *webhook.Refusal) {
	var parsed message
	var refusal *webhook.Refusal
	if contentType == "application/json" || bytes.HasPrefix(bytes.TrimSpace(body), []byte("{")) {
		parsed, refusal = parseJSON(body)
	} else {
		parsed, refusal = parseForm(string(body))
	}
	if refusal != nil {
		return message{}, refusal
	}
	switch {
	case parsed.From == "":
		return message{}, &webhook.Refusal{Status: http.StatusUnprocessableEntity, Code: "MissingSender",
			Message: "the message has no sender: send its number as from (JSON) or From (form)"}
	case parsed.Body == "" && !parsed.media:
		return message{}, &webhook.Refusal{Status: http.StatusUnprocessableEntity, Code: "EmptyMessage",
			Message: "the message has neither text nor media: send its text as body (JSON) or Body (form)"}
	}
	return parsed, nil
}

func parseJSON(body []byte) (message, *webhook.Refusal) {
	var f fields
	if err := json.Unmarshal(body, &f); err != nil || !bytes.HasPrefix(bytes.TrimSpace(body), []byte("{")) {
		return message{}, &webhook.Refusal{Status: http.StatusBadRequest, Code: "InvalidJSON", Message: "the body is not a JSON object"}
	}
	return f.message(strings.TrimSpace(string(body))), nil
}

func parseForm(body string) (message, *webhook.Refusal) {
	form, err := url.ParseQuery(body)
	if err != nil {
		return message{}, &webhook.Refusal{Status: http.StatusBadRequest, Code: "InvalidForm", Message: "the body is not a form: encode it as a URL's query"}
	}
	get := func(name string) text { return text(form.Get(name)) }
	f := fields{From: get("From"), Body: get("Body"), MessageSID: get("MessageSid"), NumMedia: get("NumMedia")}
	return f.message(readable(form)), nil
}

// message puts the fields together. B2C Service wants UTF-8, so what is none is replaced.
func (f fields) message(payload string) message {
	clean := func(t text) string { return strings.TrimSpace(strings.ToValidUTF8(string(t), "\ufffd")) }
	media := clean(cmp.Or(f.Media, f.NumMedia))
	return message{
		From:    clean(f.From),
		Body:    clean(f.Body),
		ID:      plain.ShortName(clean(cmp.Or(f.SID, f.MessageSID))), // as nobody should be able to fill the log
		Payload: strings.ToValidUTF8(payload, "\ufffd"),
		media:   media != "" && media != "0",
	}
}

// readable writes a form as JSON, one field a line. A field that occurs once is a string.
func readable(form url.Values) string {
	object := make(map[string]any, len(form))
	for name, values := range form {
		if len(values) == 1 {
			object[name] = values[0]
		} else {
			object[name] = values
		}
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(object); err != nil {
		return form.Encode() // strings can always be encoded
	}
	return strings.TrimSpace(b.String())
}
