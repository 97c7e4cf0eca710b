package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/principal/principaltest"
	"github.com/cxbridge/cxbridge/shared/wait/waittest"
	"github.com/google/go-cmp/cmp"
)

// answer is what a service says to a call.
type answer struct {
	status int
	body   string
}

// served returns a ledger that speaks to a service through oci-go-sdk's own client. The service gives the answers one by one
// and keeps what it was asked.
func served(t *testing.T, answers ...answer) (l *Ledger, asked *[]string) {
	t.Helper()
	asked = &[]string{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		*asked = append(*asked, strings.TrimSpace(fmt.Sprintf("%s %s %s%s", r.Method, r.URL, r.Header.Get("If-Match"), body)))
		if !strings.HasPrefix(r.Header.Get("Authorization"), "Signature ") || len(answers) == 0 {
			t.Errorf("request %s with Authorization %q", r.URL, r.Header.Get("Authorization"))
			w.WriteHeader(http.StatusNotImplemented)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(answers[0].status)
		fmt.Fprint(w, answers[0].body)
		answers = answers[1:]
	}))
	t.Cleanup(server.Close)
	getenv := func(name string) string {
		return map[string]string{"CLIENT_HOST_OVERRIDES": "oci_nosql.NosqlClient=" + server.URL}[name]
	}
	rows := newRows(getenv, principaltest.Somebody(t))
	clock := func() time.Time { return waittest.Noon }
	pass := func(context.Context, time.Duration) error { return nil }
	return New(Options{Rows: rows, Table: "ocid1.nosqltable.oc1..t", Clock: clock, Sleep: pass, NewHolder: func() string { return "me" }}), asked
}

// TestWire is what goes over the wire, through a whole life of a key.
func TestWire(t *testing.T) {
	l, asked := served(t,
		answer{200, `{"existingVersion":"djE=","existingValue":{"id":"key","holder":"other","held_until":"2100-03-14T11:59:59.999Z","purpose":"before","value":{"n":[1,"2"]}}}`},
		answer{200, `{"version":"djI="}`},
		answer{500, `{"code":"InternalServerError","message":"oops"}`},
		answer{412, `{"code":"ETagMismatch","message":"The version does not match."}`},
		answer{200, `{"value":{"id":"key","holder":"me","value":2}}`},
	)
	hold, err := l.Hold(t.Context(), "key", "now")
	if err != nil {
		t.Fatal(err)
	}
	if string(hold.Value()) != `{"n":[1,"2"]}` || hold.Interrupted() != "before" {
		t.Errorf("value %s, interrupted %q", hold.Value(), hold.Interrupted())
	}
	if err := hold.Finish(t.Context(), json.RawMessage(`2`)); err != nil {
		t.Fatal(err)
	}
	const row = "PUT /20190828/tables/ocid1.nosqltable.oc1..t/rows "
	const held = `"held_until":"2100-03-14T12:05:05.000","holder":"me","id":"key","purpose":`
	finish := row + `djI={"isTtlUseTableDefault":true,"value":{"holder":"me","id":"key","value":2}}`
	want := []string{
		row + `{"isGetReturnRow":true,"isTtlUseTableDefault":true,"option":"IF_ABSENT","value":{` + held + `"now"}}`,
		row + `djE={"isTtlUseTableDefault":true,"value":{` + held + `"before\nnow","value":{"n":[1,"2"]}}}`,
		finish,
		finish,
		"GET /20190828/tables/ocid1.nosqltable.oc1..t/rows?consistency=ABSOLUTE&key=id%3Akey",
	}
	if diff := cmp.Diff(want, *asked); diff != "" {
		t.Errorf("calls (-want +got): %s", diff)
	}
}

// TestOutage: however many calls fail, the first one that can succeed does.
func TestOutage(t *testing.T) {
	answers := slices.Repeat([]answer{{503, `{"code":"ServiceAvailable","message":"not now"}`}}, 20)
	l, asked := served(t, append(answers, answer{200, `{"version":"djE="}`})...)
	pauses := 0
	l.waiter.Sleep = func(context.Context, time.Duration) error {
		if pauses++; pauses > 20 {
			return context.DeadlineExceeded
		}
		return nil
	}
	if _, err := l.Hold(t.Context(), "key", "now"); err != nil || len(*asked) != 21 {
		t.Errorf("error = %v after %d calls", err, len(*asked))
	}
}

func TestAnswersThatCannotBeUsed(t *testing.T) {
	tests := map[string]struct {
		answer answer
		fault  string // part of the error's text
	}{
		"no table":      {answer{404, `{"code":"TableNotFound","message":"Table not found"}`}, "ledger_table_ocid"},
		"not allowed":   {answer{404, `{"code":"NotAuthorizedOrNotFound","message":"Authorization failed or requested resource not found."}`}, "policy"},
		"not accepted":  {answer{401, `{"code":"NotAuthenticated","message":"who?"}`}, "resource principal"},
		"another table": {answer{400, `{"code":"InvalidParameter","message":"no column holder"}`}, "no column holder"},
		"not a time":    {answer{200, `{"existingVersion":"djE=","existingValue":{"id":"key","held_until":"noon"}}`}, "held_until"},
		"nothing":       {answer{200, `{}`}, "neither"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			l, asked := served(t, test.answer)
			l.waiter.Sleep = nil // no answer here is worth another try
			_, err := l.Hold(t.Context(), "key", "now")
			if err == nil || errors.Is(err, ErrHeld) || !strings.Contains(err.Error(), test.fault) || len(*asked) != 1 {
				t.Errorf("error = %v after %d calls", err, len(*asked))
			}
		})
	}
}
