// Package nosqltest gives tests a table in a local cloud of their own, by oci-go-sdk's client.
package nosqltest

import (
	"log/slog"
	"path/filepath"
	"testing"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/nosql"

	"github.com/cxbridge/cxbridge/local/cloud"
)

// Table starts a local cloud that ends with the test, and makes a table in it by a CREATE TABLE statement. The client acts as
// the user, who may do everything: what a function may do is for the stack's tests.
func Table(t testing.TB, name, statement string) (client nosql.NosqlClient, ocid string) {
	t.Helper()
	client = newClient(t)
	made, err := client.CreateTable(t.Context(), nosql.CreateTableRequest{CreateTableDetails: nosql.CreateTableDetails{
		Name: &name, CompartmentId: common.String("ocid1.compartment.oc1..cxbridgelocal"), DdlStatement: &statement,
		TableLimits: &nosql.TableLimits{CapacityMode: nosql.TableLimitsCapacityModeOnDemand,
			MaxReadUnits: common.Int(0), MaxWriteUnits: common.Int(0), MaxStorageInGBs: common.Int(1)},
	}})
	if err != nil {
		t.Fatal(err)
	}
	work, err := client.GetWorkRequest(t.Context(), nosql.GetWorkRequestRequest{WorkRequestId: made.OpcWorkRequestId})
	if err != nil {
		t.Fatal(err)
	}
	return client, *work.Resources[0].Identifier
}

func newClient(t testing.TB) nosql.NosqlClient {
	t.Helper()
	dir := t.TempDir()
	c, err := cloud.Start(cloud.Options{Dir: filepath.Join(dir, "cloud"), GatewayAddress: "127.0.0.1:0", Log: slog.New(slog.DiscardHandler)}, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	file := filepath.Join(dir, "oci", "config")
	if err := c.WriteConfigFile(file); err != nil {
		t.Fatal(err)
	}
	provider, err := common.ConfigurationProviderFromFile(file, "")
	if err != nil {
		t.Fatal(err)
	}
	client, err := nosql.NewNosqlClientWithConfigurationProvider(provider)
	if err != nil {
		t.Fatal(err)
	}
	client.Host = c.URL()
	return client
}
