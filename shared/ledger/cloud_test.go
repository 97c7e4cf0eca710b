package ledger_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud"
	"github.com/cxbridge/cxbridge/shared/ledger"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/nosql"
)

// realTable returns a client of the local cloud's NoSQL, and the OCID of a ledger's table there. What a function's resource
// principal may do is for the stack's tests; this client acts as the user.
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

// TestCloud: what the tests in memory rest on is so in the local cloud, which follows the service's published source.
func TestCloud(t *testing.T) {
	client, table := realTable(t)
	clock := newClock()
	l := ledger.New(ledger.Options{Rows: client, Table: table, Clock: clock.Now, Sleep: clock.Sleep})
	hold := func(purpose, value, interrupted string) *ledger.Hold {
		t.Helper()
		ctx, cancel := context.WithDeadline(t.Context(), clock.Now().Add(time.Minute))
		defer cancel()
		h, err := l.Hold(ctx, "0b7c:1", purpose)
		if err != nil {
			t.Fatal(err)
		}
		if string(h.Value()) != value || h.Interrupted() != interrupted {
			t.Errorf("value %s, interrupted %q; want %s, %q", h.Value(), h.Interrupted(), value, interrupted)
		}
		return h
	}
	const value = `{"at":"2026-03-14T12:00:00Z","firing":["a",null,{"n":1.5}]}`
	if err := hold("open", "", "").Finish(t.Context(), json.RawMessage(value)); err != nil {
		t.Fatal(err)
	}
	lost := hold("first", value, "")
	ctx, cancel := context.WithDeadline(t.Context(), clock.Now().Add(time.Second))
	defer cancel()
	if _, err := l.Hold(ctx, "0b7c:1", "second"); !errors.Is(err, ledger.ErrHeld) {
		t.Errorf("held twice: %v", err)
	}
	clock.Pass(2 * time.Minute)
	second := hold("second", value, "first")
	if err := lost.Finish(t.Context(), nil); !errors.Is(err, ledger.ErrLost) {
		t.Errorf("finished after it was taken over: %v", err)
	}
	if err := second.LetGo(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	hold("third", value, "first\nsecond")
}

// TestCloudManyHolders: of twenty instances that count by one key, none loses a step.
func TestCloudManyHolders(t *testing.T) {
	client, table := realTable(t)
	const instances, steps = 20, 3
	var wg sync.WaitGroup
	for range instances {
		l := ledger.New(ledger.Options{Rows: client, Table: table})
		wg.Go(func() {
			for range steps {
				hold, err := l.Hold(t.Context(), "key", "count")
				if err != nil {
					t.Error(err)
					return
				}
				n, _ := strconv.Atoi(string(hold.Value()))
				if err := hold.Finish(t.Context(), json.RawMessage(strconv.Itoa(n+1))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	hold, err := ledger.New(ledger.Options{Rows: client, Table: table}).Hold(t.Context(), "key", "read")
	if err != nil {
		t.Fatal(err)
	}
	if got := string(hold.Value()); got != strconv.Itoa(instances*steps) {
		t.Errorf("they counted to %s", got)
	}
}
