package main

import (
	"io"
	"log/slog"
	"path/filepath"
	"testing"

	"github.com/cxbridge/cxbridge/local/cloud"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/nosql"
)

// realTable returns a client of the local cloud's NoSQL, and the OCID of a ledger's table there. It acts as the user: what a
// function may do is for the stack's tests.
func realTable(t *testing.T) (client nosql.NosqlClient, table string) {
	t.Helper()
	dir := t.TempDir()
	c, err := cloud.Start(cloud.Options{Dir: filepath.Join(dir, "cloud"), GatewayAddress: "127.0.0.1:0", Log: slog.New(slog.NewTextHandler(io.Discard, nil))}, "127.0.0.1:0")
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
	if client, err = nosql.NewNosqlClientWithConfigurationProvider(provider); err != nil {
		t.Fatal(err)
	}
	client.Host = c.URL()
	return client, createTable(t, client)
}

func createTable(t *testing.T, client nosql.NosqlClient) (ocid string) {
	t.Helper()
	const statement = "CREATE TABLE ledger (id STRING, holder STRING, held_until TIMESTAMP(3), purpose STRING, value JSON, PRIMARY KEY (id)) USING TTL 90 DAYS"
	made, err := client.CreateTable(t.Context(), nosql.CreateTableRequest{CreateTableDetails: nosql.CreateTableDetails{
		Name: common.String("ledger"), CompartmentId: common.String("ocid1.compartment.oc1..cxbridgelocal"), DdlStatement: common.String(statement),
		TableLimits: &nosql.TableLimits{CapacityMode: nosql.TableLimitsCapacityModeOnDemand, MaxReadUnits: common.Int(0), MaxWriteUnits: common.Int(0), MaxStorageInGBs: common.Int(1)},
	}})
	if err != nil {
		t.Fatal(err)
	}
	work, err := client.GetWorkRequest(t.Context(), nosql.GetWorkRequestRequest{WorkRequestId: made.OpcWorkRequestId})
	if err != nil {
		t.Fatal(err)
	}
	return *work.Resources[0].Identifier
}
