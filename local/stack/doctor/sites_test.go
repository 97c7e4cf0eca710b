package doctor

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/oracle/oci-go-sdk/v65/identity"

	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/local/daemon"
	"github.com/cxbridge/cxbridge/local/stack/stacktest"
	"github.com/cxbridge/cxbridge/local/stack/target"
	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/b2c/b2ctest"
	"github.com/cxbridge/cxbridge/shared/credentials"
)

func TestWhatIncidentsNeed(t *testing.T) {
	p := stacktest.New(t, root, daemon.Behaviour{})
	for name, test := range map[string]struct {
		set    map[string]string
		wanted []string
	}{
		"a contact that is not there": {map[string]string{"b2cserviceContactId": "4711"},
			[]string{"fault incidents: the site has no contact 4711 … pulumi config set -s local b2cserviceContactId"}},
		"a contact of events that is not there": {map[string]string{"eventToIncident": `{"b2cserviceContactId":"4711"}`},
			[]string{"fault incidents: the site has no contact 4711, to whom those of event-to-incident … pulumi config set -s local --path eventToIncident.b2cserviceContactId"}},
		"neither alarms nor events": {map[string]string{"b2cserviceContactId": "", "alarms": "[]", "listeners": "[]"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			p.Reset(t)
			p.Set(t, test.set)
			expect(t, p, test.wanted...)
		})
	}
}

// An attribute that a site does not have, its queries cannot name.
func TestAttribute(t *testing.T) {
	server := b2ctest.New(t)
	site, err := b2c.New(b2c.Options{
		Hostname: server.Hostname(), RootCAs: server.RootCAs(), ApplicationContext: "cxbridge", Credentials: account{},
	})
	if err != nil {
		t.Fatal(err)
	}
	for status, want := range map[int]string{
		http.StatusOK:         "ok       incidents: they have the custom attribute OCI.other\n",
		http.StatusBadRequest: "fault    incidents: they cannot be found by a custom attribute OCI.other (",
		http.StatusForbidden:  "warning  incidents: whether they have the custom attribute OCI.other cannot be read",
	} {
		var out bytes.Buffer
		d := &doctor{report: newReport(&out, stacktest.Stack), site: site}
		if status != http.StatusOK {
			server.Fail(b2ctest.Fault{Status: status, Body: b2ctest.Problem(nil, status, "OSC-CREST-00007", "no such field")})
		}
		d.attribute(t.Context(), "incidents", b2c.Attribute{Package: "OCI", Name: "other"}, "alarm-to-incident")
		if !strings.HasPrefix(out.String(), want) || strings.Contains(want, "fault") != strings.Contains(out.String(), "pulumi config set -s local --path alarmToIncident.config.dedupe_key_attribute") {
			t.Errorf("%d: %s", status, out.String())
		}
	}
}

func TestJudgeSite(t *testing.T) {
	for says, test := range map[string]struct {
		err  error
		want outcome
	}{
		"takes the account":                                         {nil, ok},
		"cannot be called: no host":                                 {errors.New("no host"), fault},
		"does not answer: no such host: is that the site":           {&b2c.Error{Detail: "no such host", Hint: "check b2cservice_hostname"}, fault},
		"refuses the account: pulumi config set b2cserviceUsername": {&b2c.Error{Status: http.StatusUnauthorized}, fault},
		"does not let this machine read incidents: B2C Service: GET incidents: status 403 (allowed addresses)":  {&b2c.Error{Call: "GET incidents", Status: http.StatusForbidden, Hint: "allowed addresses"}, warning},
		"is not available: B2C Service: GET incidents: status 503":                                              {&b2c.Error{Call: "GET incidents", Status: http.StatusServiceUnavailable}, warning},
		"answers as no site does: B2C Service: GET incidents: status 404: pulumi config set b2cserviceHostname": {&b2c.Error{Call: "GET incidents", Status: http.StatusNotFound, Hint: "check b2cservice_hostname"}, fault},
	} {
		if got, text := judgeSite(test.err); got != test.want || !strings.HasPrefix(text, says) || strings.Contains(text, "b2cservice_hostname") {
			t.Errorf("%v is a %s: %s, want %s: %s", test.err, got, text, test.want, says)
		}
	}
}

// account is b2ctest's.
type account struct{}

func (account) Value(context.Context) (credentials.Pair, error) {
	return credentials.Pair{User: b2ctest.User, Password: b2ctest.Password}, nil
}
func (account) Invalidate(credentials.Pair) {}

func TestTokens(t *testing.T) {
	p := stacktest.New(t, root, daemon.Behaviour{})
	listeners := p.Config.Text("listeners")
	for name, test := range map[string]struct{ old, new, wanted string }{
		"secret":   {`"clientSecret":"local-events-secret"`, `"clientSecret":"wrong-events-secret"`, "answered 401 invalid_client: are clientId, clientSecret and scope of listeners[0]"},
		"audience": {`"https://gateway.cxbridge.example/"`, `"https://other.example/"`, `the token has aud ["https://gateway.cxbridge.example/"] … 'listeners[0].oidcClientCredentials.audiences[0]'`},
		"issuer":   {`"https://identity.oraclecloud.com/"`, `"https://other.example/"`, "the token has iss"},
		"claim":    {`"client_id":["cxbridge-events"]`, `"tenant":["me"]`, "the token has tenant [] … verifyClaims.tenant[0]"},
		"keys":     {"/admin/v1/SigningCert/jwk", "/nowhere", "the keys at https://127.0.0.1 … it answers 404"},
	} {
		t.Run(name, func(t *testing.T) {
			changed := strings.Replace(listeners, test.old, test.new, 1) // of the trouble tickets' listener
			if changed == listeners {
				t.Fatalf("there is no %s in %s", test.old, listeners)
			}
			p.Set(t, map[string]string{"listeners": changed})
			begin, rest, _ := strings.Cut(test.wanted, " … ")
			lines, err := visit(t, p)
			if err == nil || !strings.Contains(lines, "fault    tokens: troubleTicket: ") || !strings.Contains(lines, begin) || !strings.Contains(lines, rest) || strings.Contains(lines, "wrong-events-secret") {
				t.Errorf("err = %v\n%s", err, lines)
			}
		})
	}
}

func TestMismatch(t *testing.T) {
	client := settings.OidcClient{Audiences: []string{"a", "b"}, VerifyClaims: map[string][]string{"level": {"3"}}}
	for name, test := range map[string]struct {
		claims map[string]any
		want   string
	}{
		"one audience":     {map[string]any{"aud": "b", "level": 3.0}, ""},
		"several":          {map[string]any{"aud": []any{"x", "a"}, "level": "3"}, ""},
		"another":          {map[string]any{"aud": []any{"x"}, "level": "3"}, `the token has aud ["x"], and the gateway would demand ["a" "b"]: pulumi config set --path 'k.audiences[0]' <what it has>`},
		"none":             {map[string]any{"level": "3"}, `the token has aud [], and the gateway would demand ["a" "b"]: pulumi config set --path 'k.audiences[0]' <what it has>`},
		"claim":            {map[string]any{"aud": "a", "level": false}, `the token has level ["false"], and the gateway would demand ["3"]: pulumi config set --path 'k.verifyClaims.level[0]' <what it has>`},
		"issuer not asked": {map[string]any{"aud": "a", "level": "3", "iss": "anybody"}, ""},
	} {
		if diff := cmp.Diff(test.want, mismatch("k", client, test.claims)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// An application that does not answer keeps nothing else from being looked at: the time of an examination is over
// when the application has been asked.
func TestSilence(t *testing.T) {
	p := stacktest.New(t, root, daemon.Behaviour{})
	asked := silence(t, p)
	var out bytes.Buffer
	d := newDoctor(Options{Target: p.Target, Stack: stacktest.Stack, Out: &out})
	d.within = func(ctx context.Context) (context.Context, context.CancelFunc) { return until(ctx, asked) }
	if err := d.run(context.Background()); err == nil || !strings.Contains(out.String(), "fault    CX Industries: ") || !strings.Contains(out.String(), "ok       tokens: ") {
		t.Errorf("err = %v\n%s", err, out.String())
	}
}

// What an interrupt makes fail is no fault.
func TestInterrupt(t *testing.T) {
	p := stacktest.New(t, root, daemon.Behaviour{})
	ctx, interrupt := until(context.Background(), silence(t, p))
	defer interrupt()
	var out bytes.Buffer
	err := Run(ctx, Options{Target: p.Target, Stack: stacktest.Stack, Out: &out})
	if err != context.Canceled || strings.Contains(out.String(), "fault") || !strings.Contains(out.String(), "ok       B2C Service: ") {
		t.Errorf("err = %v\n%s", err, out.String())
	}
}

// silence has the stack's application answer nothing, but tell that it was asked.
func silence(t *testing.T, p *stacktest.Place) (asked <-chan struct{}) {
	t.Helper()
	tell, ended := make(chan struct{}, 1), make(chan struct{})
	silent := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		select {
		case tell <- struct{}{}:
		default:
		}
		<-ended
	}))
	t.Cleanup(silent.Close)
	t.Cleanup(func() { close(ended) })
	p.Set(t, map[string]string{"cxif": `{"endpoint":"` + silent.URL + `","username":"cxbridge"}`})
	return tell
}

// until ends a context when something happens.
func until(ctx context.Context, happens <-chan struct{}) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		select {
		case <-happens:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}

// A user with no more rights than up needs may see neither itself nor the compartment.
func TestFewRights(t *testing.T) {
	p := stacktest.New(t, root, daemon.Behaviour{})
	policies := http.StatusOK
	oracle := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if strings.HasSuffix(r.URL.Path, "/policies") && policies == http.StatusOK {
			w.Write([]byte("[]"))
			return
		}
		w.WriteHeader(http.StatusNotFound)
		w.Write([]byte(`{"code":"NotAuthorizedOrNotFound","message":"Authorization failed or requested resource not found."}`))
	}))
	defer oracle.Close()
	provider, err := p.Target.Credentials(p.Config)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	d := &doctor{Options: Options{Target: &target.Target{}}, report: newReport(&out, stacktest.Stack), settings: &settings.Settings{TenancyID: "ocid1.tenancy.oc1..me", CompartmentID: daemon.Compartment}}
	if d.iam, err = identity.NewIdentityClientWithConfigurationProvider(provider); err != nil {
		t.Fatal(err)
	}
	d.pointed(&d.iam.BaseClient, "")
	d.iam.Host = oracle.URL
	for _, id := range []string{"ocid1.user.oc1..me", ""} { // a session's token does not tell whose it is
		if !d.signIn(t.Context(), "credentials", id) {
			t.Errorf("credentials of %q that OCI takes are none", id)
		}
	}
	d.compartment(t.Context(), "compartment")
	if d.count[ok] != 3 {
		t.Errorf("found: %s", out.String())
	}
	policies = http.StatusNotFound
	d.compartment(t.Context(), "compartment")
	if d.count[fault] != 1 {
		t.Errorf("found: %s", out.String())
	}
}
