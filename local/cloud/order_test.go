package cloud_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/oracle/oci-go-sdk/v65/apigateway"
	"github.com/oracle/oci-go-sdk/v65/keymanagement"
)

func TestDeploymentsCreatedAtOnceAreAllServed(t *testing.T) {
	e := newEdge(t, newNet(t, start(t)))
	g := e.gateway(t)
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			if _, err := e.deploy(g.Id, fmt.Sprint("/d", i), stock("/", fmt.Sprint(i))); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for i := range 20 {
		if status, body := call(t, "GET", fmt.Sprintf("http://%s/d%d/", *g.Hostname, i), ""); status != 200 || body != fmt.Sprint(i) {
			t.Errorf("deployment %d: %d %s", i, status, body)
		}
	}
}

// refuseWrites lets the database refuse a kind's rows, which comes after the kind's hooks.
func (b *bench) refuseWrites(t testing.TB, kind string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(b.options.Dir, "cloud.db")+"?_pragma=busy_timeout(10000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, verb := range []string{"INSERT", "UPDATE"} {
		if _, err := db.Exec(fmt.Sprintf(`CREATE TRIGGER refuse_%s BEFORE %s ON resources WHEN NEW.kind = '%s' BEGIN SELECT RAISE(FAIL, 'refused'); END`,
			verb, verb, kind)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAFailedCreateLeavesNoListener(t *testing.T) {
	b := start(t)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b.options.GatewayAddress = free(t)
	b.open(t, free(t))
	e := newEdge(t, newNet(t, b))
	b.refuseWrites(t, "apigateway")
	_, err := e.CreateGateway(ctx, apigateway.CreateGatewayRequest{CreateGatewayDetails: apigateway.CreateGatewayDetails{
		CompartmentId: str(compartment), EndpointType: apigateway.GatewayEndpointTypePublic, SubnetId: &e.public}})
	refused(t, err, 500, "InternalServerError", "")
	occupy(t, b.options.GatewayAddress)
}

func TestAFailedReturnOfAVaultLeavesNoListener(t *testing.T) {
	b := start(t)
	b.vault(t, "first")
	second := b.vault(t, "second")
	ok[keymanagement.ScheduleVaultDeletionResponse](t)(scheduleVault(b, t, second.Id, nil))
	b.refuseWrites(t, "vault")
	_, err := b.vaults(t).CancelVaultDeletion(ctx, keymanagement.CancelVaultDeletionRequest{VaultId: second.Id})
	refused(t, err, 500, "InternalServerError", "")
	occupy(t, strings.TrimPrefix(*second.ManagementEndpoint, "http://"))
}
