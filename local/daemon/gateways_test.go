package daemon

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/oracle/oci-go-sdk/v65/common"

	"github.com/cxbridge/cxbridge/local/checkout"
	"github.com/cxbridge/cxbridge/local/cloud"
	"github.com/cxbridge/cxbridge/local/freeports"
)

// create makes a resource as the daemon's local user, and gives its OCID.
func create(t *testing.T, dir string, ports checkout.Ports, path, body string) string {
	t.Helper()
	config, err := common.ConfigurationProviderFromFile(ociConfigFile(dir), "")
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequest(http.MethodPost, checkout.URL(ports.Cloud)+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	r.Header.Set("Content-Type", "application/json")
	if err := common.DefaultRequestSigner(config).Sign(r); err != nil {
		t.Fatal(err)
	}
	var made struct{ ID, Message string }
	if fetch(t, r, &made); made.ID == "" {
		t.Fatalf("POST %s: %s", path, made.Message)
	}
	return made.ID
}

func fetch(t *testing.T, r *http.Request, into any) {
	t.Helper()
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if err := json.NewDecoder(answer.Body).Decode(into); err != nil {
		t.Fatal(err)
	}
}

// gateways are those that listen, as the cloud's own page has them.
func gateways(t *testing.T, ports checkout.Ports) []cloud.GatewayHealth {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, checkout.URL(ports.Cloud)+"/cxbridge/health", nil)
	if err != nil {
		t.Fatal(err)
	}
	var health cloud.Health
	fetch(t, r, &health)
	return health.Gateways
}

// A second stack's gateway is at a port of its own, and both are where they were when the
// daemon starts again.
func TestTheGatewaysOfTwoStacksOutliveTheDaemon(t *testing.T) {
	dir, ports := t.TempDir(), freeports.Find(t)
	run := func(use func()) {
		t.Helper()
		d, err := Start(Options{Dir: dir, Ports: ports, Listen: freeports.Listen, Log: io.Discard})
		if err != nil {
			t.Fatal(err)
		}
		use()
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
	}
	var before []cloud.GatewayHealth
	run(func() {
		for _, stack := range []string{"one", "two"} {
			vcn := create(t, dir, ports, "/20160918/vcns", fmt.Sprintf(`{"compartmentId":%q,"cidrBlocks":["10.0.0.0/16"]}`, Compartment))
			subnet := create(t, dir, ports, "/20160918/subnets", fmt.Sprintf(`{"compartmentId":%q,"vcnId":%q,"cidrBlock":"10.0.0.0/24"}`, Compartment, vcn))
			create(t, dir, ports, "/20190501/gateways", fmt.Sprintf(`{"compartmentId":%q,"displayName":%q,"endpointType":"PUBLIC","subnetId":%q}`, Compartment, stack, subnet))
		}
		before = gateways(t, ports)
	})
	if len(before) != 2 || before[0].URL != checkout.URL(ports.Gateway) || before[1].URL == before[0].URL {
		t.Fatalf("gateways %+v, want the first at %s and another one", before, checkout.URL(ports.Gateway))
	}
	run(func() {
		if diff := cmp.Diff(before, gateways(t, ports)); diff != "" {
			t.Errorf("gateways after a restart (-before +after):\n%s", diff)
		}
		for _, g := range before {
			answer, err := http.Get(g.URL + "/nothing")
			if err != nil {
				t.Errorf("the gateway of %s: %v", g.DisplayName, err)
				continue
			}
			answer.Body.Close()
			if answer.StatusCode != http.StatusNotFound {
				t.Errorf("the gateway of %s answers %s, want 404", g.DisplayName, answer.Status)
			}
		}
	})
}
