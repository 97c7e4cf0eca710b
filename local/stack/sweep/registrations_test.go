package sweep

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/oracle/oci-go-sdk/v65/common"

	"github.com/cxbridge/cxbridge/infra/cxif/cxiftest"
	"github.com/cxbridge/cxbridge/local/stack/target"
)

// place is a cloud that knows two deployments, in two pages; the second one is in a state.
type place struct {
	t   *testing.T
	url string
}

func newPlace(t *testing.T, state string) place {
	const deployment = `{"items": [{"id": "ocid1.apideployment.%[1]s", "displayName": "webhooks", "lifecycleState": %[2]q, "endpoint": "https://%[1]s.example.com/webhooks",
		"freeformTags": {"project": "cxbridge", "stack": %[1]q, "owner": "me", "expires": "2026-01-01T00:00:00Z"}}]}`
	mux := http.NewServeMux()
	mux.HandleFunc("GET /20160918/tenancies/{id}/regionSubscriptions", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `[{"regionKey": "IAD", "regionName": "us-ashburn-1", "status": "READY", "isHomeRegion": true}]`)
	})
	mux.HandleFunc("DELETE /", func(_ http.ResponseWriter, r *http.Request) { t.Errorf("%s was deleted", r.URL.Path) })
	mux.HandleFunc("GET /20190501/deployments", func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("page") == "" {
			w.Header().Set("opc-next-page", "second")
			fmt.Fprintf(w, deployment, "other", "ACTIVE")
			return
		}
		fmt.Fprintf(w, deployment, "try", state)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return place{t, server.URL}
}

func (p place) Credentials(target.Config) (common.ConfigurationProvider, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	return common.NewRawConfigurationProvider("ocid1.tenancy.oc1..a", "ocid1.user.oc1..a", "us-ashburn-1", "aa:bb", string(text), nil), nil
}

func (p place) Point(client *common.BaseClient, _ string) { client.Host = p.url }

func (p place) HTTP() (*http.Client, error) { return &http.Client{}, nil }

// options are those of a sweep for the stack try with an application.
func options(t *testing.T, place place, endpoint, password string) Options {
	return Options{
		Target: place, Match: Stack("cxbridge", "try", "me"), Log: t.Output(), Patience: time.Nanosecond,
		Config: target.Config{
			"cxbridge:compartmentId": {Value: "ocid1.compartment.oc1..a"}, "cxbridge:tenancyId": {Value: "ocid1.tenancy.oc1..a"},
			"cxbridge:cxif":         {Value: fmt.Sprintf(`{"endpoint": %q, "workspace": "01", "username": %q}`, endpoint, cxiftest.Username)},
			"cxbridge:cxifPassword": {Value: password, Secret: true},
		},
	}
}

// unregister is Run's first stage.
func unregister(t *testing.T, o Options) (left []Resource, err error) {
	t.Helper()
	w, err := newWorld(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	s := sweeper{match: o.Match, log: o.Log, pauses: pauses, until: time.Now().Add(time.Minute)}
	return s.stage(t.Context(), []kind{w.registrations()})
}

// Registrations have no tags: they are known by the deployments that they lead to.
func TestRegistrations(t *testing.T) {
	application := cxiftest.New(t)
	for id, url := range map[string]string{
		"ours": "https://try.example.com/webhooks/events/troubleTicket", "others": "https://other.example.com/webhooks/events/troubleTicket",
		"elsewhere": "https://example.com/webhooks/events/troubleTicket", "alike": "https://try.example.com/webhooks2/events/troubleTicket",
	} {
		application.Put(id, map[string]any{"type": "external", "listener-locality": map[string]any{"external-listener": map[string]any{"listener-url": url}}})
	}
	left, err := unregister(t, options(t, newPlace(t, "ACTIVE"), application.URL, cxiftest.Password))
	if err != nil || len(left) > 0 {
		t.Fatalf("left: %v, %v", left, err)
	}
	if diff := cmp.Diff([]string{"alike", "elsewhere", "others"}, slices.Sorted(maps.Keys(application.Registrations()))); diff != "" {
		t.Errorf("registrations (-want +got):\n%s", diff)
	}
}

// Whoever has nothing there is not held up by an application that refuses it.
func TestTheApplicationIsNotAskedWithoutADeployment(t *testing.T) {
	left, err := unregister(t, options(t, newPlace(t, "DELETED"), cxiftest.New(t).URL, "wrong"))
	if err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

// A registration is known by the address of what it leads to, which must not go before it.
func TestWhatListenersLeadToStaysWhileTheyCannotBeLookedAt(t *testing.T) {
	_, err := Run(t.Context(), options(t, newPlace(t, "ACTIVE"), cxiftest.New(t).URL, "wrong"))
	if err == nil || !strings.Contains(err.Error(), "listing each listener registration") {
		t.Errorf("err = %v", err)
	}
}

func TestWhereToLookIsNeeded(t *testing.T) {
	if _, err := Run(t.Context(), Options{Target: newPlace(t, "ACTIVE"), Config: target.Config{}, Log: t.Output()}); err == nil {
		t.Error("no compartment was taken for one")
	}
}
