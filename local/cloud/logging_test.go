package cloud_test

import (
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/logging"
	"github.com/oracle/oci-go-sdk/v65/loggingsearch"

	"github.com/cxbridge/cxbridge/local/cloud"
)

func (b *bench) logging(t testing.TB) logging.LoggingManagementClient {
	t.Helper()
	client, err := logging.NewLoggingManagementClientWithConfigurationProvider(b.provider)
	point(t, b, &client.BaseClient, err)
	return client
}

// made is what a work request has made.
func (b *bench) made(t testing.TB, workRequest *string) string {
	t.Helper()
	if workRequest == nil {
		t.Fatal("no opc-work-request-id")
	}
	w := ok[logging.GetWorkRequestResponse](t)(b.logging(t).GetWorkRequest(ctx, logging.GetWorkRequestRequest{WorkRequestId: workRequest}))
	if w.Status != logging.OperationStatusSucceeded || len(w.Resources) != 1 {
		t.Fatalf("work request %v", w.WorkRequest)
	}
	return *w.Resources[0].Identifier
}

func (b *bench) logGroup(t testing.TB, name string) string {
	t.Helper()
	r := ok[logging.CreateLogGroupResponse](t)(b.logging(t).CreateLogGroup(ctx, logging.CreateLogGroupRequest{
		CreateLogGroupDetails: logging.CreateLogGroupDetails{CompartmentId: str(compartment), DisplayName: &name}}))
	return b.made(t, r.OpcWorkRequestId)
}

func serviceLog(group, name, service, category, resource string) logging.CreateLogRequest {
	return logging.CreateLogRequest{LogGroupId: &group, CreateLogDetails: logging.CreateLogDetails{DisplayName: &name, LogType: logging.CreateLogDetailsLogTypeService,
		Configuration: &logging.Configuration{Source: logging.OciService{Service: &service, Category: &category, Resource: &resource}}}}
}

func (b *bench) serviceLog(t testing.TB, group, name, service, category, resource string) string {
	t.Helper()
	return b.made(t, ok[logging.CreateLogResponse](t)(b.logging(t).CreateLog(ctx, serviceLog(group, name, service, category, resource))).OpcWorkRequestId)
}

func TestFunctionAndGatewayWriteToTheirLogs(t *testing.T) {
	n := newNet(t, start(t))
	application, f := n.function(t, nil)
	e := newEdge(t, n)
	d := e.mustDeploy(t, e.gateway(t).Id, "/v1", stock("/hello", "hi"))
	group := n.logGroup(t, "logs")
	invoke := n.serviceLog(t, group, "invoke", "functions", "invoke", *application.Id)
	access := n.serviceLog(t, group, "access", "apigateway", "access", *d.Id)

	if _, _, err := n.invoke(t, f, "log a line to find"); err != nil {
		t.Fatal(err)
	}
	call(t, "GET", *d.Endpoint+"/hello?a=b", "")
	eventually(t, "the function's line is in its log", func() bool {
		entries := ok[[]string](t)(messages(n, cloud.LogFilter{Logs: []string{invoke}}, "message"))
		return len(entries) == 1 && entries[0] == "a line to find"
	})
	eventually(t, "the request is in the access log", func() bool {
		entries := ok[[]string](t)(messages(n, cloud.LogFilter{Logs: []string{access}}, "requestUri"))
		return len(entries) == 1 && contains(entries[0], "/v1/hello")
	})

	search, err := loggingsearch.NewLogSearchClientWithConfigurationProvider(n.provider)
	point(t, n.bench, &search.BaseClient, err)
	find := func(query string) (loggingsearch.SearchLogsResponse, error) {
		return search.SearchLogs(ctx, loggingsearch.SearchLogsRequest{SearchLogsDetails: loggingsearch.SearchLogsDetails{
			TimeStart: &common.SDKTime{Time: time.Now().Add(-time.Hour)}, TimeEnd: &common.SDKTime{Time: time.Now().Add(time.Hour)}, SearchQuery: &query}})
	}
	for query, want := range map[string]int{
		`search "` + compartment + `/` + group + `/` + access + `"`:                                  1,
		`search "` + compartment + `/` + group + `" | sort by datetime desc`:                         2,
		`search "` + compartment + `"`:                                                               2,
		`search "` + tenancy + `"`:                                                                   0,
		`search "` + compartment + `/` + group + `/` + invoke + `", "` + tenancy + `/` + group + `"`: 1,
	} {
		if got := ok[loggingsearch.SearchLogsResponse](t)(find(query)); *got.Summary.ResultCount != want || len(got.Results) != want {
			t.Errorf("%s: %d results, want %d", query, *got.Summary.ResultCount, want)
		}
	}
	_, err = find(`search "` + compartment + `" | where data.status = 200`)
	refused(t, err, 501, "NotImplemented", "search query")
}

func messages(n *net, filter cloud.LogFilter, key string) ([]string, error) {
	entries, err := n.Logs(ctx, filter)
	var out []string
	for _, e := range entries {
		out = append(out, e.Doc.Object("data").String(key))
	}
	return out, err
}

func TestDisabledAndDeletedLogsKeepNothingMore(t *testing.T) {
	n := newNet(t, start(t))
	application, f := n.function(t, nil)
	client := n.logging(t)
	group := n.logGroup(t, "logs")
	id := n.serviceLog(t, group, "invoke", "functions", "invoke", *application.Id)
	n.made(t, ok[logging.UpdateLogResponse](t)(client.UpdateLog(ctx, logging.UpdateLogRequest{LogGroupId: &group, LogId: &id,
		UpdateLogDetails: logging.UpdateLogDetails{IsEnabled: common.Bool(false)}})).OpcWorkRequestId)
	if _, _, err := n.invoke(t, f, "log unheard"); err != nil {
		t.Fatal(err)
	}
	n.made(t, ok[logging.UpdateLogResponse](t)(client.UpdateLog(ctx, logging.UpdateLogRequest{LogGroupId: &group, LogId: &id,
		UpdateLogDetails: logging.UpdateLogDetails{IsEnabled: common.Bool(true)}})).OpcWorkRequestId)
	got := ok[logging.GetLogResponse](t)(client.GetLog(ctx, logging.GetLogRequest{LogGroupId: &group, LogId: &id}))
	if source := got.Configuration.Source.(logging.OciService); *source.Resource != *application.Id || !*got.IsEnabled || *got.RetentionDuration != 30 {
		t.Errorf("log %v", got.Log)
	}
	if _, _, err := n.invoke(t, f, "log heard"); err != nil {
		t.Fatal(err)
	}
	eventually(t, "a line is kept again", func() bool {
		lines := ok[[]string](t)(messages(n, cloud.LogFilter{LogGroups: []string{group}}, "message"))
		return len(lines) > 0 && lines[len(lines)-1] == "heard"
	})

	_, err := client.DeleteLogGroup(ctx, logging.DeleteLogGroupRequest{LogGroupId: &group})
	refused(t, err, 409, "Conflict", id)
	n.made(t, ok[logging.DeleteLogResponse](t)(client.DeleteLog(ctx, logging.DeleteLogRequest{LogGroupId: &group, LogId: &id})).OpcWorkRequestId)
	_, err = client.GetLog(ctx, logging.GetLogRequest{LogGroupId: &group, LogId: &id})
	refused(t, err, 404, "NotAuthorizedOrNotFound", id)
	ok[logging.DeleteLogGroupResponse](t)(client.DeleteLogGroup(ctx, logging.DeleteLogGroupRequest{LogGroupId: &group}))
}

// A name that is taken cannot be had by a change either; a thing's own can.
func TestNamesOfLogsStayUnique(t *testing.T) {
	n := newNet(t, start(t))
	client := n.logging(t)
	group := n.logGroup(t, "logs")
	n.logGroup(t, "other")
	first, second := n.application(t, "first", nil), n.application(t, "second", nil)
	id := n.serviceLog(t, group, "first", "functions", "invoke", *first.Id)
	n.serviceLog(t, group, "second", "functions", "invoke", *second.Id)
	for _, tt := range []struct{ group, log, taken string }{{"logs", "first", ""}, {"other", "first", "name other"}, {"logs", "second", "name second"}} {
		_, err := client.UpdateLogGroup(ctx, logging.UpdateLogGroupRequest{LogGroupId: &group, UpdateLogGroupDetails: logging.UpdateLogGroupDetails{DisplayName: &tt.group}})
		if err == nil {
			_, err = client.UpdateLog(ctx, logging.UpdateLogRequest{LogGroupId: &group, LogId: &id, UpdateLogDetails: logging.UpdateLogDetails{DisplayName: &tt.log}})
		}
		if tt.taken != "" {
			refused(t, err, 409, "Conflict", tt.taken)
		} else if err != nil {
			t.Errorf("group %s, log %s: %v", tt.group, tt.log, err)
		}
	}
}

func TestLogsThatAreRefused(t *testing.T) {
	n := newNet(t, start(t))
	application := n.application(t, "app", nil)
	client := n.logging(t)
	group, other := n.logGroup(t, "logs"), n.logGroup(t, "other")
	id := n.serviceLog(t, group, "invoke", "functions", "invoke", *application.Id)
	for _, tt := range []struct {
		name          string
		request       logging.CreateLogRequest
		status        int
		code, message string
	}{
		{"second of one resource", serviceLog(other, "b", "functions", "invoke", *application.Id), 409, "Conflict", id},
		{"name taken", serviceLog(group, "invoke", "functions", "invoke", *application.Id), 409, "Conflict", "name invoke"},
		{"no such resource", serviceLog(group, "b", "functions", "invoke", nowhere), 404, "NotAuthorizedOrNotFound", nowhere},
		{"no such category", serviceLog(group, "b", "functions", "access", *application.Id), 400, "InvalidParameter", "access"},
		{"another service", serviceLog(group, "b", "objectstorage", "read", "bucket"), 501, "NotImplemented", "objectstorage"},
		{"no such group", serviceLog(nowhere, "b", "functions", "invoke", *application.Id), 404, "NotAuthorizedOrNotFound", nowhere},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := client.CreateLog(ctx, tt.request)
			refused(t, err, tt.status, tt.code, tt.message)
		})
	}
	_, err := client.GetLog(ctx, logging.GetLogRequest{LogGroupId: &other, LogId: &id})
	refused(t, err, 404, "NotAuthorizedOrNotFound", id)
	service := ok[logging.ListLogsResponse](t)(client.ListLogs(ctx, logging.ListLogsRequest{LogGroupId: &group, SourceService: str("apigateway")})).Items
	all := ok[logging.ListLogsResponse](t)(client.ListLogs(ctx, logging.ListLogsRequest{LogGroupId: &group, SourceService: str("functions")})).Items
	if len(service) != 0 || len(all) != 1 {
		t.Errorf("%d logs of apigateway and %d of functions, want 0 and 1", len(service), len(all))
	}
}
