package cloud_test

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
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
	client.Interceptor = func(r *http.Request) error { // signs by the test's clock
		r.Header.Set("Date", b.clock.Now().UTC().Format(http.TimeFormat))
		return nil
	}
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

func TestTables(t *testing.T) {
	s := newTables(t, start(t))
	made := ok[nosql.CreateTableResponse](t)(s.create("ledger", ledgerStatement))
	if made.RawResponse.StatusCode != 202 || made.RawResponse.ContentLength != 0 {
		t.Errorf("the create was answered %d with %d bytes, want 202 with none", made.RawResponse.StatusCode, made.RawResponse.ContentLength)
	}
	id := s.done(t, made.OpcWorkRequestId, nosql.WorkRequestResourceActionTypeCreated)
	byName := ok[nosql.GetTableResponse](t)(s.GetTable(ctx, nosql.GetTableRequest{TableNameOrId: str("LEDGER"), CompartmentId: str(compartment)})).Table
	got := ok[nosql.GetTableResponse](t)(s.GetTable(ctx, nosql.GetTableRequest{TableNameOrId: &id, CompartmentId: str(compartment)})).Table
	if diff := cmp.Diff(byName, got); diff != "" {
		t.Errorf("by name and by OCID (-name +OCID):\n%s", diff)
	}
	column := func(name, kind string, nullable bool) nosql.Column {
		return nosql.Column{Name: &name, Type: &kind, IsNullable: &nullable, IsAsUuid: common.Bool(false), IsGenerated: common.Bool(false)}
	}
	want := nosql.Table{
		Id: &id, CompartmentId: str(compartment), Name: str("ledger"), DdlStatement: str(ledgerStatement), TableLimits: onDemand(),
		LifecycleState: nosql.TableLifecycleStateActive, SchemaState: nosql.TableSchemaStateMutable,
		IsAutoReclaimable: common.Bool(false), IsMultiRegion: common.Bool(false), TimeCreated: got.TimeCreated, TimeUpdated: got.TimeUpdated,
		FreeformTags: map[string]string{}, DefinedTags: map[string]map[string]interface{}{}, SystemTags: map[string]map[string]interface{}{},
		Schema: &nosql.Schema{
			Columns: []nosql.Column{column("id", "STRING", false), column("holder", "STRING", true), column("held_until", "TIMESTAMP(3)", true),
				column("purpose", "STRING", true), column("value", "JSON", true)},
			PrimaryKey: []string{"id"}, ShardKey: []string{"id"}, Ttl: common.Int(90),
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("table (-want +got):\n%s", diff)
	}
	listed := ok[nosql.ListTablesResponse](t)(s.ListTables(ctx, nosql.ListTablesRequest{CompartmentId: str(compartment), Name: str("ledger")})).Items
	if len(listed) != 1 || *listed[0].Id != id {
		t.Errorf("listed: %v", listed)
	}

	if again := s.table(t, "ledger", ledgerStatement); again != id {
		t.Errorf("IF NOT EXISTS made another one: %s", again)
	}
	_, err := s.create("Ledger", "CREATE TABLE Ledger (id STRING, PRIMARY KEY(id))")
	refused(t, err, 409, "TableAlreadyExists", id)

	gone := ok[nosql.DeleteTableResponse](t)(s.DeleteTable(ctx, nosql.DeleteTableRequest{TableNameOrId: &id}))
	s.done(t, gone.OpcWorkRequestId, nosql.WorkRequestResourceActionTypeDeleted)
	_, err = s.GetTable(ctx, nosql.GetTableRequest{TableNameOrId: &id})
	refused(t, err, 404, "NotAuthorizedOrNotFound", id)
	_, err = s.row(id, "id:x")
	refused(t, err, 404, "NotAuthorizedOrNotFound", id)
}

func TestTablesThatAreRefused(t *testing.T) {
	s := newTables(t, start(t))
	_, err := s.create("ledger", "CREATE TABLE other (id STRING, PRIMARY KEY(id))")
	refused(t, err, 400, "InvalidParameter", "about a table other, not ledger")
	_, err = s.create("t", "CREATE TABLE t (id SERIAL, PRIMARY KEY(id))")
	refused(t, err, 400, "InvalidParameter", "no type SERIAL")
	_, err = s.create("t", "ALTER TABLE t (DROP a)")
	refused(t, err, 400, "InvalidParameter", "CREATE TABLE")
	for _, test := range []struct{ limits, want string }{
		{"", "tableLimits is required"},
		{`,"tableLimits":{"maxReadUnits":0,"maxWriteUnits":1,"maxStorageInGBs":1}`, "maxReadUnits has to be 1"},
		{`,"tableLimits":{"maxReadUnits":0,"maxWriteUnits":0,"maxStorageInGBs":0,"capacityMode":"ON_DEMAND"}`, "maxStorageInGBs has to be 1"},
		{`,"tableLimits":{"maxReadUnits":1,"maxWriteUnits":1,"maxStorageInGBs":1,"capacityMode":"FREE"}`, "PROVISIONED, ON_DEMAND"},
	} {
		body := `{"name":"t","compartmentId":"` + compartment + `","ddlStatement":"CREATE TABLE t (id STRING, PRIMARY KEY(id))"` + test.limits + "}"
		if r, answer := s.raw(t, "POST", "/20190828/tables", body); r.StatusCode != 400 || !contains(answer, test.want) {
			t.Errorf("%s: %d %s, want one with %s", test.limits, r.StatusCode, answer, test.want)
		}
	}
}

// The oci provider leaves the units out that a table on demand has no use for.
func TestTablesOnDemandNeedNoUnits(t *testing.T) {
	s := newTables(t, start(t))
	body := `{"name":"t","compartmentId":"` + compartment + `","ddlStatement":"CREATE TABLE t (id STRING, PRIMARY KEY(id))",` +
		`"tableLimits":{"maxStorageInGBs":1,"capacityMode":"ON_DEMAND"}}`
	if r, answer := s.raw(t, "POST", "/20190828/tables", body); r.StatusCode != 202 {
		t.Fatalf("create: %d %s", r.StatusCode, answer)
	}
	table := ok[nosql.GetTableResponse](t)(s.GetTable(ctx, nosql.GetTableRequest{TableNameOrId: str("t"), CompartmentId: str(compartment)})).Table
	want := &nosql.TableLimits{MaxReadUnits: common.Int(0), MaxWriteUnits: common.Int(0), MaxStorageInGBs: common.Int(1),
		CapacityMode: nosql.TableLimitsCapacityModeOnDemand}
	if diff := cmp.Diff(want, table.TableLimits); diff != "" {
		t.Errorf("limits (-want +got):\n%s", diff)
	}
}

func TestTablesChange(t *testing.T) {
	s := newTables(t, start(t))
	id := s.table(t, "ledger", ledgerStatement)
	ok[nosql.UpdateRowResponse](t)(s.put(id, nosql.UpdateRowDetails{Value: columns{"id": "x", "holder": "me", "purpose": "test"}}, nil))
	try := func(d nosql.UpdateTableDetails) error {
		r, err := s.UpdateTable(ctx, nosql.UpdateTableRequest{TableNameOrId: &id, UpdateTableDetails: d})
		if err == nil {
			s.done(t, r.OpcWorkRequestId, nosql.WorkRequestResourceActionTypeUpdated)
		}
		return err
	}
	update := func(d nosql.UpdateTableDetails) nosql.Table {
		t.Helper()
		if err := try(d); err != nil {
			t.Fatal(err)
		}
		return ok[nosql.GetTableResponse](t)(s.GetTable(ctx, nosql.GetTableRequest{TableNameOrId: &id})).Table
	}
	row := func() columns { return ok[nosql.GetRowResponse](t)(s.row(id, "id:x")).Value }

	limits := &nosql.TableLimits{MaxReadUnits: common.Int(10), MaxWriteUnits: common.Int(5), MaxStorageInGBs: common.Int(2)}
	if got := update(nosql.UpdateTableDetails{TableLimits: limits}).TableLimits; *got.MaxReadUnits != 10 || got.CapacityMode != "PROVISIONED" {
		t.Errorf("limits %v", got)
	}
	if got := update(nosql.UpdateTableDetails{FreeformTags: map[string]string{"a": "b"}}).FreeformTags; got["a"] != "b" {
		t.Errorf("tags %v", got)
	}
	altered := update(nosql.UpdateTableDetails{DdlStatement: str("ALTER TABLE ledger (DROP purpose, ADD tries INTEGER DEFAULT 3 NOT NULL)")})
	if want := "CREATE TABLE IF NOT EXISTS ledger (id STRING, holder STRING, held_until TIMESTAMP(3), value JSON, " +
		"tries INTEGER DEFAULT 3 NOT NULL, PRIMARY KEY(SHARD(id))) USING TTL 90 DAYS"; *altered.DdlStatement != want {
		t.Errorf("statement %s\nwant      %s", *altered.DdlStatement, want)
	}
	if got := row(); got["tries"] != 3.0 || slices.Contains(slices.Collect(maps.Keys(got)), "purpose") {
		t.Errorf("row %v after the columns changed", got)
	}
	whole := update(nosql.UpdateTableDetails{DdlStatement: str(ledgerStatement)})
	if *whole.DdlStatement != ledgerStatement || len(whole.Schema.Columns) != 5 {
		t.Errorf("table %v after its whole statement was given", whole)
	}
	if got := row(); got["holder"] != "me" || got["purpose"] != nil {
		t.Errorf("row %v: what was dropped came back, or more was lost", got)
	}

	for _, test := range []struct {
		details nosql.UpdateTableDetails
		want    string
	}{
		{nosql.UpdateTableDetails{}, "exactly one"},
		{nosql.UpdateTableDetails{TableLimits: limits, DdlStatement: str(ledgerStatement)}, "exactly one"},
		{nosql.UpdateTableDetails{DdlStatement: str("ALTER TABLE other (DROP holder)")}, "about a table other"},
		{nosql.UpdateTableDetails{DdlStatement: str("ALTER TABLE ledger (DROP id)")}, "primary key"},
		{nosql.UpdateTableDetails{DdlStatement: str("CREATE TABLE ledger (holder STRING, PRIMARY KEY(holder))")}, "primary key of ledger cannot be changed"},
		{nosql.UpdateTableDetails{DdlStatement: str("CREATE TABLE ledger (id STRING, holder LONG, PRIMARY KEY(id))")}, "cannot become LONG"},
	} {
		refused(t, try(test.details), 400, "InvalidParameter", test.want)
	}
}

func TestRowsSurviveARestart(t *testing.T) {
	b := start(t)
	s := newTables(t, b)
	id := s.table(t, "ledger", ledgerStatement)
	put := ok[nosql.UpdateRowResponse](t)(s.put(id, nosql.UpdateRowDetails{Value: columns{"id": "x", "value": columns{"n": 1}}}, nil))
	b.restart(t)
	s = newTables(t, b)
	got := ok[nosql.GetRowResponse](t)(s.row(id, "id:x"))
	if *got.Etag != *put.Version || got.TimeOfExpiration == nil || !cmp.Equal(got.Value["value"], columns{"n": 1.0}) {
		t.Errorf("row %v with etag %s, version %s was put", got.Row, *got.Etag, *put.Version)
	}
}

func TestQueries(t *testing.T) {
	s := newTables(t, start(t))
	id := s.table(t, "ledger", ledgerStatement)
	for i := range 5 {
		ok[nosql.UpdateRowResponse](t)(s.put(id, nosql.UpdateRowDetails{Value: columns{"id": strconv.Itoa(i), "holder": "even"[:4-i%2]}}, nil))
	}
	query := func(statement string, variables columns, page *string) (nosql.QueryResponse, error) {
		return s.Query(ctx, nosql.QueryRequest{Limit: common.Int(2), Page: page,
			QueryDetails: nosql.QueryDetails{CompartmentId: str(compartment), Statement: &statement, Variables: variables}})
	}
	var ids []any
	var page *string
	for {
		got := ok[nosql.QueryResponse](t)(query("DECLARE $h STRING; SELECT id FROM ledger WHERE holder = $h ORDER BY id DESC", columns{"$h": "even"}, page))
		for _, item := range got.Items {
			ids = append(ids, item["id"])
		}
		if page = got.OpcNextPage; page == nil {
			break
		}
	}
	if diff := cmp.Diff([]any{"4", "2", "0"}, ids); diff != "" {
		t.Errorf("ids (-want +got):\n%s", diff)
	}
	if got := ok[nosql.QueryResponse](t)(query("SELECT * FROM "+id+" WHERE id = '3'", nil, nil)); len(got.Items) != 1 || got.Items[0]["holder"] != "eve" || got.Usage == nil {
		t.Errorf("by the table's OCID: %v", got.QueryResultCollection)
	}
	_, err := query("SELECT count(*) FROM ledger", nil, nil)
	refused(t, err, 400, "InvalidParameter", "none that the local cloud knows")
	_, err = query("SELECT * FROM nothing", nil, nil)
	refused(t, err, 404, "NotAuthorizedOrNotFound", "nothing")
	_, err = s.PrepareStatement(ctx, nosql.PrepareStatementRequest{CompartmentId: str(compartment), Statement: str("SELECT * FROM ledger")})
	refused(t, err, 501, "NotImplemented", "prepare")
}
