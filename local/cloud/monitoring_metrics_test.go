package cloud_test

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/monitoring"
	"github.com/oracle/oci-go-sdk/v65/secrets"
)

// post posts a datapoint of now.
func (b *bench) post(t testing.TB, server string, value float64) {
	t.Helper()
	r := ok[monitoring.PostMetricDataResponse](t)(b.monitoring(t).PostMetricData(ctx, monitoring.PostMetricDataRequest{PostMetricDataDetails: monitoring.PostMetricDataDetails{
		MetricData: []monitoring.MetricDataDetails{{Namespace: str("servers"), CompartmentId: str(compartment), Name: str("Temperature"),
			Dimensions: map[string]string{"server": server}, Metadata: map[string]string{"unit": "celsius"},
			Datapoints: []monitoring.Datapoint{{Timestamp: &common.SDKTime{Time: b.clock.Now()}, Value: &value}}}}}}))
	if *r.FailedMetricsCount != 0 {
		t.Fatalf("failed: %v", r.FailedMetrics)
	}
}

func TestMetricsAreSummedUpAndListed(t *testing.T) {
	b := start(t)
	client := b.monitoring(t)
	for _, value := range []float64{10, 20} {
		b.post(t, "A", value)
	}
	b.post(t, "B", 5)
	from, to := b.clock.Now().Add(-5*time.Minute), b.clock.Now().Add(5*time.Minute)
	sums := ok[monitoring.SummarizeMetricsDataResponse](t)(client.SummarizeMetricsData(ctx, monitoring.SummarizeMetricsDataRequest{
		CompartmentId: str(compartment), SummarizeMetricsDataDetails: monitoring.SummarizeMetricsDataDetails{Namespace: str("servers"),
			Query: str("Temperature[1h].sum()"), StartTime: &common.SDKTime{Time: from}, EndTime: &common.SDKTime{Time: to}, Resolution: str("1m")}}))
	got := map[string]float64{}
	for _, item := range sums.Items {
		last := item.AggregatedDatapoints[len(item.AggregatedDatapoints)-1]
		got[item.Dimensions["server"]] = *last.Value
		if *item.Name != "Temperature" || *item.CompartmentId != compartment || *item.Resolution != "1m" || last.Timestamp == nil {
			t.Errorf("%v", item)
		}
	}
	if diff := cmp.Diff(map[string]float64{"A": 30, "B": 5}, got); diff != "" {
		t.Errorf("sums (-want +got):\n%s", diff)
	}
	list := func(details monitoring.ListMetricsDetails) []monitoring.Metric {
		return ok[monitoring.ListMetricsResponse](t)(client.ListMetrics(ctx, monitoring.ListMetricsRequest{CompartmentId: str(compartment), ListMetricsDetails: details})).Items
	}
	if items := list(monitoring.ListMetricsDetails{Namespace: str("servers"), DimensionFilters: map[string]string{"server": "B"}}); len(items) != 1 || items[0].Dimensions["server"] != "B" {
		t.Errorf("B's metrics: %v", items)
	}
	if items := list(monitoring.ListMetricsDetails{GroupBy: []string{"namespace"}}); len(items) != 1 || *items[0].Namespace != "servers" || items[0].Name != nil {
		t.Errorf("namespaces: %v", items)
	}
	_, err := client.SummarizeMetricsData(ctx, monitoring.SummarizeMetricsDataRequest{CompartmentId: str(compartment),
		SummarizeMetricsDataDetails: monitoring.SummarizeMetricsDataDetails{Namespace: str("servers"), Query: str("Temperature[1h]")}})
	refused(t, err, 400, "InvalidParameter", "statistic")
}

func TestMetricsThatFail(t *testing.T) {
	b := start(t)
	post := func(atomicity monitoring.PostMetricDataDetailsBatchAtomicityEnum, namespaces ...string) (monitoring.PostMetricDataResponse, error) {
		var list []monitoring.MetricDataDetails
		for _, namespace := range namespaces {
			list = append(list, monitoring.MetricDataDetails{Namespace: &namespace, CompartmentId: str(compartment), Name: str("m"),
				Dimensions: map[string]string{"a": "b"}, Datapoints: []monitoring.Datapoint{{Timestamp: &common.SDKTime{Time: b.clock.Now()}, Value: common.Float64(1)}}})
		}
		return b.monitoring(t).PostMetricData(ctx, monitoring.PostMetricDataRequest{
			PostMetricDataDetails: monitoring.PostMetricDataDetails{MetricData: list, BatchAtomicity: atomicity}})
	}
	r := ok[monitoring.PostMetricDataResponse](t)(post("", "mine", "oci_secrets"))
	if *r.FailedMetricsCount != 1 || len(r.FailedMetrics) != 1 || *r.FailedMetrics[0].MetricData.Namespace != "oci_secrets" || !contains(*r.FailedMetrics[0].Message, "reserved") {
		t.Errorf("failed %v", r.PostMetricDataResponseDetails)
	}
	_, err := post(monitoring.PostMetricDataDetailsBatchAtomicityAtomic, "mine", "oracle_x")
	refused(t, err, 400, "InvalidParameter", "reserved")
	_, err = post("", "my-own")
	refused(t, err, 400, "InvalidParameter", "namespace")
}

// sums are the last hour's, by one dimension of a service's metric.
func (b *bench) sums(t testing.TB, namespace, query, by string) map[string]float64 {
	t.Helper()
	r := ok[monitoring.SummarizeMetricsDataResponse](t)(b.monitoring(t).SummarizeMetricsData(ctx, monitoring.SummarizeMetricsDataRequest{
		CompartmentId: str(compartment), SummarizeMetricsDataDetails: monitoring.SummarizeMetricsDataDetails{Namespace: &namespace, Query: &query,
			EndTime: &common.SDKTime{Time: b.clock.Now().Add(2 * time.Minute)}}}))
	sums := map[string]float64{}
	for _, item := range r.Items {
		sums[item.Dimensions[by]] += *item.AggregatedDatapoints[len(item.AggregatedDatapoints)-1].Value
	}
	return sums
}

func TestServicesMeasureThemselves(t *testing.T) {
	n := newNet(t, start(t))
	application, f := n.function(t, nil)
	e := newEdge(t, n)
	d := e.mustDeploy(t, e.gateway(t).Id, "/v1", stock("/hello", "hi"))
	for _, body := range []string{"echo a", "echo b", "fail at once"} {
		n.invoke(t, f, body)
	}
	call(t, "GET", *d.Endpoint+"/hello", "")
	call(t, "GET", *d.Endpoint+"/nowhere", "")
	s := newSafe(t, n.bench)
	secret := s.secret(t, "first", "hidden")
	for range 2 {
		if _, _, err := s.read(secrets.GetSecretBundleRequest{SecretId: secret.Id}); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		namespace, query, by string
		want                 map[string]float64
	}{
		{"oci_faas", `FunctionInvocationCount[1h]{applicationId = "` + *application.Id + `"}.sum()`, "resourceName", map[string]float64{*f.DisplayName: 3}},
		{"oci_faas", `FunctionResponseCount[1h]{resourceId = "` + *f.Id + `"}.sum()`, "responseType", map[string]float64{"Success": 2, "Error": 1}},
		{"oci_faas", `FunctionExecutionDuration[1h].count()`, "resourceId", map[string]float64{*f.Id: 3}},
		{"oci_apigateway", `HttpRequests[1h]{deploymentId = "` + *d.Id + `"}.sum()`, "httpMethodType", map[string]float64{"GET": 2}},
		{"oci_apigateway", `HttpResponses[1h].sum()`, "httpStatusCategory", map[string]float64{"2xx": 1, "4xx": 1}},
		{"oci_secrets", `GetSecretBundle[1h]{vaultId = "` + *s.vaultID + `"}.sum()`, "displayName", map[string]float64{"first": 2}},
		{"oci_secrets", `CreateSecret[1h].sum()`, "responseCode", map[string]float64{"200": 1}},
	} {
		var got map[string]float64
		eventually(t, tt.query, func() bool {
			got = n.sums(t, tt.namespace, tt.query, tt.by)
			return cmp.Equal(tt.want, got)
		})
	}
	if longest := n.sums(t, "oci_faas", "FunctionExecutionDuration[1h].max()", "resourceId")[*f.Id]; longest <= 0 || longest != math.Trunc(longest) {
		t.Errorf("an invocation took %v ms", longest)
	}
}
