package cloud_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/nosql"
)

const ledgerStatement = "CREATE TABLE IF NOT EXISTS ledger (id STRING, holder STRING, held_until TIMESTAMP(3), purpose STRING, value JSON, PRIMARY KEY (id)) USING TTL 90 DAYS"

// tables is a client of NoSQL.
type tables struct {
	*bench
	nosql.NosqlClient
}

func newTables(t testing.TB, b *bench) *tables {
	t.Helper()
	client, err := nosql.NewNosqlClientWithConfigurationProvider(b.provider)
	point(t, b, &client.BaseClient, err)
	return &tables{b, client}
}

func onDemand() *nosql.TableLimits {
	return &nosql.TableLimits{CapacityMode: nosql.TableLimitsCapacityModeOnDemand, MaxReadUnits: common.Int(0),
		MaxWriteUnits: common.Int(0), MaxStorageInGBs: common.Int(1)}
}

func (s *tables) create(name, statement string) (nosql.CreateTableResponse, error) {
	return s.CreateTable(ctx, nosql.CreateTableRequest{CreateTableDetails: nosql.CreateTableDetails{
		Name: &name, CompartmentId: str(compartment), DdlStatement: &statement, TableLimits: onDemand(),
	}})
}

// done gives the table that a work request is about.
func (s *tables) done(t testing.TB, work *string, action nosql.WorkRequestResourceActionTypeEnum) string {
	t.Helper()
	w := ok[nosql.GetWorkRequestResponse](t)(s.GetWorkRequest(ctx, nosql.GetWorkRequestRequest{WorkRequestId: work}))
	if w.Status != nosql.WorkRequestStatusSucceeded || len(w.Resources) != 1 || *w.Resources[0].EntityType != "TABLE" || w.Resources[0].ActionType != action {
		t.Fatalf("work request %v, want one that %s a TABLE", w.WorkRequest, action)
	}
	return *w.Resources[0].Identifier
}

// table makes a table, and gives its OCID.
func (s *tables) table(t testing.TB, name, statement string) string {
	t.Helper()
	made := ok[nosql.CreateTableResponse](t)(s.create(name, statement))
	return s.done(t, made.OpcWorkRequestId, nosql.WorkRequestResourceActionTypeCreated)
}

func (s *tables) put(table string, details nosql.UpdateRowDetails, ifMatch *string) (nosql.UpdateRowResponse, error) {
	return s.UpdateRow(ctx, nosql.UpdateRowRequest{TableNameOrId: &table, UpdateRowDetails: details, IfMatch: ifMatch})
}

func (s *tables) row(table string, key ...string) (nosql.GetRowResponse, error) {
	return s.GetRow(ctx, nosql.GetRowRequest{TableNameOrId: &table, Key: key, Consistency: nosql.GetRowConsistencyAbsolute})
}

type columns = map[string]interface{}

func TestRows(t *testing.T) {
	s := newTables(t, start(t))
	table := s.table(t, "ledger", ledgerStatement)
	put := ok[nosql.UpdateRowResponse](t)(s.put(table, nosql.UpdateRowDetails{Value: columns{
		"id": "a:1", "holder": "me", "held_until": "2026-11-22T07:00:00.5", "value": columns{"incident": "17", "n": 3, "list": []any{true, nil}}}}, nil))
	if put.Version == nil || put.Etag == nil || *put.Version != *put.Etag {
		t.Fatalf("put %v", put.UpdateRowResult)
	}
	got := ok[nosql.GetRowResponse](t)(s.row(table, "id:a:1"))
	want := columns{"id": "a:1", "holder": "me", "held_until": "2026-11-22T07:00:00.500Z", "purpose": nil,
		"value": columns{"incident": "17", "n": 3.0, "list": []any{true, nil}}}
	if diff := cmp.Diff(want, got.Value); diff != "" {
		t.Errorf("row (-want +got):\n%s", diff)
	}
	if *got.Etag != *put.Version {
		t.Errorf("etag %s, version %s", *got.Etag, *put.Version)
	}
	deleted := ok[nosql.DeleteRowResponse](t)(s.DeleteRow(ctx, nosql.DeleteRowRequest{TableNameOrId: &table, Key: []string{"id:a:1"}}))
	if !*deleted.IsSuccess {
		t.Error("the row was not deleted")
	}
	if gone := ok[nosql.GetRowResponse](t)(s.row(table, "id:a:1")); gone.Value != nil || gone.Etag != nil {
		t.Errorf("after the delete there is %v", gone.Row)
	}
}
