package demo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/local/checkout"
	"github.com/cxbridge/cxbridge/local/daemon"
	"github.com/cxbridge/cxbridge/local/desk"
	"github.com/cxbridge/cxbridge/local/engine"
)

// newDemo has a real desk, a gateway that files there without more ado what it gets,
// and a script in the place of the CLI.
func newDemo(t *testing.T, pulumi string) (d *Demo, out *bytes.Buffer, down *int) {
	t.Helper()
	return newDemoBehind(t, &fakeGateway{}, pulumi)
}

// newDemoBehind is newDemo with a gateway that may have its ways.
func newDemoBehind(t *testing.T, fake *fakeGateway, pulumi string) (d *Demo, out *bytes.Buffer, down *int) {
	t.Helper()
	clock := quickly()
	site, err := desk.New(desk.Options{
		Clock: clock, Path: desk.Memory, User: daemon.DeskUser, Password: daemon.DeskPassword,
		Clients: daemon.Clients(),
	})
	if err != nil {
		t.Fatal(err)
	}
	deskServer := httptest.NewServer(site.Handler())
	addresses := daemon.Addresses{Desk: deskServer.URL, DeskUser: daemon.DeskUser, DeskPassword: daemon.DeskPassword}
	fake.t, fake.desk = t, addresses.Reader()
	gateway := httptest.NewServer(fake)
	addresses.Gateway = gateway.URL
	register(t, addresses.Reader(), gateway.URL)
	t.Cleanup(func() { gateway.Close(); deskServer.Close(); site.Close() })

	root := t.TempDir()
	write(t, filepath.Join(root, "tools", "pulumi"), "#!/bin/sh\n"+pulumi, 0o755)
	out, down = new(bytes.Buffer), new(int)
	d = &Demo{
		Engine:    engine.Engine{Checkout: checkout.Checkout{Root: root, Home: root, Toolchain: filepath.Join(root, "tools")}},
		Addresses: addresses,
		Local:     (&fakeLocal{t: t, desk: deskServer.URL, down: down}).run,
		Out:       out,
		Now:       clock,
		Sleep:     func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	}
	write(t, d.samples().Path("sms-to-incident", "guide.json"), "{}", 0o644)
	write(t, d.samples().Path("event-to-incident", "trouble-ticket-created.json"), created, 0o644)
	write(t, d.samples().Path("event-to-incident", "trouble-ticket-resolved.json"), resolved, 0o644)
	write(t, filepath.Join(root, "smsWebhookUrl"), gateway.URL+"/sms\n", 0o644)
	write(t, filepath.Join(root, "eventsWebhookUrl"), gateway.URL+"/events\n", 0o644)
	return d, out, down
}

func write(t *testing.T, path, content string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
}

func send(t *testing.T, method, desk, path, body string) {
	request, err := http.NewRequest(method, desk+"/services/rest/connect/latest/"+path, strings.NewReader(body))
	if err != nil {
		t.Error(err)
		return
	}
	request.SetBasicAuth(daemon.DeskUser, daemon.DeskPassword)
	request.Header.Set("OSvC-CREST-Application-Context", "test")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Error(err)
		return
	}
	defer answer.Body.Close()
	if answer.StatusCode/100 != 2 {
		t.Errorf("%s %s: %s", method, path, answer.Status)
	}
}

const working = `case $1 in stack) cat $3;; *) echo "pulumi $1";; esac`

func TestRunShowsTheIncident(t *testing.T) {
	d, out, down := newDemo(t, working)
	if err := d.Run(context.Background()); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{"   pulumi up\n", `200 {"message":"success"}`, "subject   My line is down", "contact   SMS User, +15017122661", "          whole", "scripts/local down stops"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the demo does not show %q:\n%s", want, out)
		}
	}
	if *down != 0 || strings.Contains(out.String(), "pulumi destroy") {
		t.Errorf("it was torn down without --once:\n%s", out)
	}
}

func TestOnceTearsDown(t *testing.T) {
	d, out, down := newDemo(t, working)
	d.Once = true
	if err := d.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	if *down != 1 || !strings.Contains(out.String(), "   pulumi destroy\n") || !strings.Contains(out.String(), "all is torn down again") {
		t.Errorf("down was called %d times:\n%s", *down, out)
	}
}

func TestAFailedStepEndsTheDemo(t *testing.T) {
	refused := errors.New("no port")
	for name, test := range map[string]struct {
		pulumi string
		change func(*Demo)
		want   string
	}{
		"the cloud":   {working, func(d *Demo) { d.Local = failing(d.Local, "up", refused) }, "step 1, "},
		"pulumi up":   {`test $1 != up`, func(*Demo) {}, "step 2, "},
		"the webhook": {`case $1 in stack) echo http://127.0.0.1:1;; esac`, func(*Demo) {}, "step 3, "},
		"the secret":  {working, func(d *Demo) { d.Local = failing(d.Local, "secret", refused) }, "step 5, "},
		"the alarms":  {working, func(d *Demo) { d.Local = failing(d.Local, "alarms", refused) }, "step 5, "},
		"the samples": {working, func(d *Demo) { os.Remove(d.samples().Path("event-to-incident", "trouble-ticket-created.json")) }, "step 7, "},
		"the events":  {`case $3 in eventsWebhookUrl) echo http://127.0.0.1:1;; smsWebhookUrl) cat $3;; esac`, func(*Demo) {}, "step 8, "},
		"the end":     {working, func(d *Demo) { os.Remove(d.samples().Path("event-to-incident", "trouble-ticket-resolved.json")) }, "step 9, "},
		"destroy":     {working + `; test $1 != destroy`, func(*Demo) {}, "step 10, "},
	} {
		t.Run(name, func(t *testing.T) {
			d, out, down := newDemo(t, test.pulumi)
			d.Once = true
			test.change(d)
			err := d.Run(context.Background())
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Fatalf("err = %v, want %q\n%s", err, test.want, out)
			}
			if strings.HasPrefix(err.Error(), "step 1, ") && strings.Contains(out.String(), "pulumi destroy") {
				t.Errorf("what was never brought up is destroyed:\n%s", out)
			}
			if *down != 1 {
				t.Errorf("the cloud was stopped %d times, want once", *down)
			}
		})
	}
}

func TestARefusedSMSIsAFailure(t *testing.T) {
	d, _, _ := newDemo(t, working)
	refusing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }))
	defer refusing.Close()
	write(t, filepath.Join(d.Engine.Checkout.Root, "smsWebhookUrl"), refusing.URL, 0o644)
	if err := d.Run(context.Background()); err == nil || !strings.Contains(err.Error(), fmt.Sprint(http.StatusUnauthorized)) {
		t.Errorf("err = %v", err)
	}
}

func TestIndent(t *testing.T) {
	var out bytes.Buffer
	i := &indenter{out: &out}
	for _, text := range []string{"one\n\ntw", "o\nthree"} {
		fmt.Fprint(i, text)
	}
	if want := "   one\n\n   two\n   three"; out.String() != want {
		t.Errorf("indented: %q, want %q", out.String(), want)
	}
}
