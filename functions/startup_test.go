package functions_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/shared/function/functiontest"
)

const (
	sms    = `{"from":"+15017122661","body":"My router is blinking red"}`
	alarm  = `{"dedupeKey":"k","title":"High CPU","type":"OK_TO_FIRING","severity":"ERROR","timestampEpochMillis":1773489600000}`
	ticket = `{"eventId":"1","eventType":"TroubleTicketCreateEvent","event":{"troubleTicket":{"id":"TT-1","name":"Line drops","status":"new",` +
		`"relatedParty":[{"role":"customer","contactMedium":[{"characteristic":{"phoneNumber":"+15017122661"}}]}]}}}`
	admit = `{"type":"USER_DEFINED","data":{"secret_header":"open sesame","client_address":"203.0.113.7"}}`
)

// vendor and publisher are clients of the gateway; bad is one whose message is refused before anything is called.
var (
	vendor    = map[string]string{"Content-Type": "application/json", "X-Forwarded-For": "203.0.113.7"}
	bad       = map[string]string{"Content-Type": "text/plain", "X-Forwarded-For": "203.0.113.7"}
	publisher = map[string]string{"Content-Type": "application/json", "X-Forwarded-For": "203.0.113.7", "X-Listener-Api": "troubleTicket"}
)

// BenchmarkFunctions starts each function as the platform does, with its secrets in Vault and B2C Service behind TLS, and
// reports: from start to its listening (start-ms), to its first answer without any call (first-ms) and to that with all that it
// calls for the first time (cold-ms), a later message with all its calls (warm-ms), and what is resident after a hundred
// messages (rss-MB).
func BenchmarkFunctions(b *testing.B) {
	environment := append(newCloud(b), `event_apis={"troubleTicket":{"version":"v4"}}`)
	gateway := func(header map[string]string, body string) call {
		return func(f *functiontest.Function) (functiontest.Answer, error) {
			return f.Gateway(b.Context(), functiontest.Request{Header: header, Body: body})
		}
	}
	invoke := func(body string) call {
		return func(f *functiontest.Function) (functiontest.Answer, error) { return f.Invoke(b.Context(), body) }
	}
	notify := func(body string) call {
		return func(f *functiontest.Function) (functiontest.Answer, error) {
			return f.Notify(b.Context(), functiontest.Notification{Body: body})
		}
	}
	for _, function := range []struct {
		name         string
		first, whole call
		want         string // in the answer to whole
	}{
		{"webhook-authorizer", invoke(`{}`), invoke(admit), `"active":true`},
		{"sms-to-incident", gateway(bad, sms), gateway(vendor, sms), `"success"`},
		{"alarm-to-incident", notify("hello"), notify(alarm), `"incident opened"`},
		{"event-to-incident", gateway(publisher, sms), gateway(publisher, ticket), `"callback"`},
	} {
		binary := build(b, function.name)
		b.Run(function.name, func(b *testing.B) {
			benchmark(b, binary, environment, function.first, function.whole, function.want)
		})
	}
}

type call func(*functiontest.Function) (functiontest.Answer, error)

func benchmark(b *testing.B, binary string, environment []string, first, whole call, want string) {
	var starts, firstAnswers, colds, warms []time.Duration
	var resident float64
	for b.Loop() {
		started := time.Now()
		f, process := start(b, binary, environment)
		starts = append(starts, time.Since(started))
		do(b, f, first, "")
		firstAnswers = append(firstAnswers, time.Since(started))
		process.stop()

		started = time.Now()
		f, process = start(b, binary, environment)
		do(b, f, whole, want)
		colds = append(colds, time.Since(started))
		for range 99 {
			started = time.Now()
			do(b, f, whole, want)
			warms = append(warms, time.Since(started))
		}
		resident = max(resident, process.resident(b))
		process.stop()
	}
	b.ReportMetric(0, "ns/op") // says nothing here
	b.ReportMetric(median(starts), "start-ms")
	b.ReportMetric(median(firstAnswers), "first-ms")
	b.ReportMetric(median(colds), "cold-ms")
	b.ReportMetric(median(warms), "warm-ms")
	b.ReportMetric(resident, "rss-MB")
}

// median returns the middle one, in milliseconds: on a machine that does other things too, single ones say little.
func median(durations []time.Duration) float64 {
	slices.Sort(durations)
	return float64(durations[len(durations)/2].Microseconds()) / 1000
}

func do(b *testing.B, f *functiontest.Function, call call, want string) {
	answer, err := call(f)
	if err != nil || !strings.Contains(answer.Body, want) {
		b.Fatalf("answer = %+v, %v; want %s", answer, err, want)
	}
}

// build compiles a function as its image has it.
func build(b *testing.B, name string) string {
	binary := filepath.Join(b.TempDir(), name)
	command := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-buildvcs=false", "-o", binary, "./"+name)
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := command.CombinedOutput(); err != nil {
		b.Fatalf("building %s: %v\n%s", name, err, out)
	}
	return binary
}

type process struct{ command *exec.Cmd }

func start(b *testing.B, binary string, environment []string) (*functiontest.Function, process) {
	socket := functiontest.Socket(b)
	command := exec.Command(binary)
	command.Env = append([]string{"FN_FORMAT=http-stream", "FN_LISTENER=unix:" + socket}, environment...)
	if err := command.Start(); err != nil {
		b.Fatal(err)
	}
	started := process{command}
	b.Cleanup(started.stop) // where the benchmark fails before it does so
	functiontest.Await(b, socket)
	return functiontest.Connect(b, socket), started
}

func (p process) stop() {
	p.command.Process.Kill()
	p.command.Wait()
}

var rss = regexp.MustCompile(`VmRSS:\s+(\d+) kB`)

// resident returns the process's resident memory, in MB of 1,000,000 bytes.
func (p process) resident(b *testing.B) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.command.Process.Pid))
	if err != nil {
		b.Skipf("no resident memory to be had: %v", err)
	}
	kilobytes, err := strconv.Atoi(string(rss.FindSubmatch(status)[1]))
	if err != nil {
		b.Fatal(err)
	}
	return float64(kilobytes) * 1024 / 1e6
}

// newCloud starts a Vault, a NoSQL whose rows are all new, and a B2C Service, which answer at once, and returns the environment
// of functions that use them.
func newCloud(b *testing.B) []string {
	oci := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if strings.HasSuffix(r.URL.Path, "/rows") {
			fmt.Fprint(w, `{"version":"1"}`)
			return
		}
		fmt.Fprintf(w, `{"secretId":"s","versionNumber":1,"secretBundleContent":{"contentType":"BASE64","content":%q}}`,
			base64.StdEncoding.EncodeToString([]byte("open sesame")))
	}))
	b.Cleanup(oci.Close)
	site := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			fmt.Fprint(w, `{"id":7,"lookupName":"260102-000007"}`)
			return
		}
		if r.URL.Query().Has("fields") { // an alarm's or a ticket's incident is looked for
			fmt.Fprint(w, `{"items":[]}`)
			return
		}
		fmt.Fprint(w, `{"items":[{"id":101}]}`)
	}))
	b.Cleanup(site.Close)
	authority := filepath.Join(b.TempDir(), "ca.pem")
	if err := os.WriteFile(authority, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: site.Certificate().Raw}), 0o600); err != nil {
		b.Fatal(err)
	}
	return append(resourcePrincipal(b),
		"CLIENT_HOST_OVERRIDES=oci_secrets.SecretsClient="+oci.URL+";oci_nosql.NosqlClient="+oci.URL, "SSL_CERT_FILE="+authority,
		"SSL_CERT_DIR="+b.TempDir(), // an image has none, this machine may have a hundred authorities
		"b2cservice_hostname="+strings.TrimPrefix(site.URL, "https://"),
		"b2cservice_username_ocid=ocid1.vaultsecret.oc1..user", "b2cservice_password_ocid=ocid1.vaultsecret.oc1..password",
		"b2cservice_contact_id=1", "ledger_table_ocid=ocid1.nosqltable.oc1..ledger",
		"webhook_secret_ocid=ocid1.vaultsecret.oc1..webhook", "allowed_client_cidrs=203.0.113.0/24")
}

// resourcePrincipal returns the environment by which the platform gives a function its identity.
func resourcePrincipal(b *testing.B) []string {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		b.Fatal(err)
	}
	part := func(json string) string { return base64.RawURLEncoding.EncodeToString([]byte(json)) }
	token := strings.Join([]string{part(`{"alg":"RS256"}`), part(fmt.Sprintf(`{"res_tenant":"ocid1.tenancy.oc1..t","res_compartment":"ocid1.compartment.oc1..c","exp":%d}`, time.Now().Add(time.Hour).Unix())), part("signature")}, ".")
	return []string{
		"OCI_RESOURCE_PRINCIPAL_VERSION=2.2",
		"OCI_RESOURCE_PRINCIPAL_REGION=us-ashburn-1",
		"OCI_RESOURCE_PRINCIPAL_RPST=" + token,
		"OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM=" + string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})),
	}
}
