package monitoring

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"maps"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// datapoint is a valid stream with some keys replaced; nil removes one.
func datapoint(change map[string]any) map[string]any {
	m := map[string]any{"namespace": "servers", "name": "Temperature", "compartmentId": compartment, "dimensions": map[string]any{"server": "A"},
		"datapoints": []any{point(noon, 1.5)}}
	maps.Copy(m, change)
	maps.DeleteFunc(m, func(_ string, value any) bool { return value == nil })
	return m
}

func point(at time.Time, value any) map[string]any {
	return map[string]any{"timestamp": at.Format(time.RFC3339Nano), "value": value}
}

func posting(t *testing.T, atomicity string, streams ...any) string {
	t.Helper()
	body := map[string]any{"metricData": streams}
	if atomicity != "" {
		body["batchAtomicity"] = atomicity
	}
	data, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestDatapointsThatAreRefused(t *testing.T) {
	many := map[string]any{}
	for i := range 21 {
		many[fmt.Sprint("d", i)] = "v"
	}
	dimensions := func(key, value string) map[string]any {
		return map[string]any{"dimensions": map[string]any{key: value}}
	}
	at := func(offset time.Duration) map[string]any {
		return map[string]any{"datapoints": []any{point(noon.Add(offset), 1)}}
	}
	l := newLab(t)
	for _, tt := range []struct {
		name   string
		change map[string]any
		want   string // "" is accepted
	}{
		{"valid", nil, ""},
		{"group and metadata", map[string]any{"resourceGroup": "row-1.a$", "metadata": map[string]any{"unit": "celsius"}}, ""},
		{"no namespace", map[string]any{"namespace": nil}, "namespace is required"},
		{"bad namespace", map[string]any{"namespace": "my-servers"}, "namespace"},
		{"reserved", map[string]any{"namespace": "oci_faas"}, "reserved"},
		{"reserved too", map[string]any{"namespace": "oracle_db"}, "reserved"},
		{"bad name", map[string]any{"name": "1st"}, "name"},
		{"name of many characters", map[string]any{"name": "my_app.success-rate$"}, ""},
		{"bad group", map[string]any{"resourceGroup": "a b"}, "resourceGroup"},
		{"no such compartment", map[string]any{"compartmentId": "ocid1.compartment.oc1..x"}, "no compartment"},
		{"no dimension", map[string]any{"dimensions": map[string]any{}}, "0 dimensions"},
		{"too many dimensions", map[string]any{"dimensions": many}, "21 dimensions"},
		{"empty value", dimensions("a", ""), "0 characters"},
		{"long value", dimensions("a", strings.Repeat("é", 513)), "513 characters"},
		{"long enough a value", dimensions("a", strings.Repeat("é", 512)), ""},
		{"empty key", dimensions("", "v"), "printable"},
		{"key with a space", dimensions("a b", "v"), "printable"},
		{"long key", dimensions(strings.Repeat("k", 257), "v"), "printable"},
		{"value of a dimension that is no string", map[string]any{"dimensions": map[string]any{"a": 1}}, "object of strings"},
		{"long metadata", map[string]any{"metadata": map[string]any{"unit": strings.Repeat("m", 257)}}, "metadata"},
		{"no datapoint", map[string]any{"datapoints": []any{}}, "datapoints is empty"},
		{"too old", at(-2 * time.Hour), "timestamp"},
		{"just young enough", at(-2*time.Hour + time.Second), ""},
		{"too new", at(10 * time.Minute), "timestamp"},
		{"just old enough", at(10*time.Minute - time.Second), ""},
		{"not a time", map[string]any{"datapoints": []any{map[string]any{"timestamp": "now", "value": 1}}}, "RFC 3339"},
		{"not a number", map[string]any{"datapoints": []any{point(noon, "1")}}, "not a number"},
		{"count", map[string]any{"datapoints": []any{map[string]any{"timestamp": "2026-01-01T12:00:00Z", "value": 1, "count": 0}}}, "count 0"},
		{"unknown key", map[string]any{"unit": "celsius"}, "unknown field"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := *l
			l.TB = t
			status, doc := l.call("POST", base+"/metrics", posting(t, "", datapoint(tt.change)))
			if tt.want == "" && (status != 200 || fmt.Sprint(doc["failedMetricsCount"]) != "0") {
				t.Errorf("%d %v, want it accepted", status, doc)
			}
			if tt.want != "" && (status != 400 || doc.String("code") != "InvalidParameter" || !strings.Contains(doc.String("message"), tt.want)) {
				t.Errorf("%d %v, want 400 and a message that says %q", status, doc, tt.want)
			}
		})
	}
}

func TestWhatIsValidOfABatchIsKept(t *testing.T) {
	bad, good := datapoint(map[string]any{"namespace": "oci_x"}), datapoint(nil)
	for _, tt := range []struct {
		atomicity string
		batch     []any
		status    int
		failed    string
		kept      int
	}{
		{"", []any{good, bad, "nothing"}, 200, "2", 1},
		{"NON_ATOMIC", []any{bad, good}, 200, "1", 1},
		{"ATOMIC", []any{good}, 200, "0", 1},
		{"ATOMIC", []any{good, bad}, 400, "", 0},
		{"NON_ATOMIC", []any{bad, bad}, 400, "", 0},
		{"", []any{}, 400, "", 0},
		{"SOMETIMES", []any{good}, 400, "", 0},
	} {
		l := newLab(t)
		status, doc := l.call("POST", base+"/metrics", posting(t, tt.atomicity, tt.batch...))
		if status != tt.status || (tt.failed != "" && fmt.Sprint(doc["failedMetricsCount"]) != tt.failed) {
			t.Errorf("%s %v: %d %v", tt.atomicity, tt.batch, status, doc)
		}
		if kept := l.must("POST", base+"/metrics/actions/listMetrics?compartmentId="+compartment, "").Objects("items"); len(kept) != tt.kept {
			t.Errorf("%s %v: kept %v", tt.atomicity, tt.batch, kept)
		}
	}
	l := newLab(t)
	if status, doc := l.call("POST", base+"/metrics", posting(t, "", make([]any, 51)...)); status != 400 || !strings.Contains(doc.String("message"), "51") {
		t.Errorf("51 streams: %d %v", status, doc)
	}
}

func TestAFunctionPostsWhatAPolicyLetsIt(t *testing.T) {
	l := newLab(t)
	for namespace, want := range map[string]int{"functions": 200, "servers": 404} {
		r := httptest.NewRequest("POST", base+"/metrics", strings.NewReader(posting(t, "", datapoint(map[string]any{"namespace": namespace}))))
		r.Header.Set("Caller", "fnfunc")
		w := httptest.NewRecorder()
		if l.engine.Server.ServeHTTP(w, r); w.Code != want {
			t.Errorf("%s: %d %s, want %d", namespace, w.Code, w.Body, want)
		}
	}
}

func TestABodyMayBeCompressed(t *testing.T) {
	l := newLab(t)
	send := func(encoding string, body []byte) int {
		r := httptest.NewRequest("POST", base+"/metrics", bytes.NewReader(body))
		r.Header.Set("Content-Encoding", encoding)
		w := httptest.NewRecorder()
		l.engine.Server.ServeHTTP(w, r)
		return w.Code
	}
	plain := []byte(posting(t, "", datapoint(nil)))
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	writer.Write(plain)
	writer.Close()
	for encoding, want := range map[string]int{"identity": 200, "gzip": 400, "br": 400} {
		if got := send(encoding, plain); got != want {
			t.Errorf("plain as %s: %d, want %d", encoding, got, want)
		}
	}
	if got := send("gzip", packed.Bytes()); got != 200 {
		t.Errorf("gzip: %d", got)
	}
}

func FuzzPost(f *testing.F) {
	f.Add(`{"metricData": []}`)
	f.Add(`{"metricData": [{"namespace": "a", "name": "b", "compartmentId": "ocid1.compartment.oc1..c", "dimensions": {"a": "b"},
		"datapoints": [{"timestamp": "2026-01-01T12:00:00Z", "value": 1, "count": 2}]}]}`)
	f.Add(`{"metricData": [null, {"datapoints": [1]}], "batchAtomicity": "ATOMIC"}`)
	bench := newLab(f)
	f.Fuzz(func(t *testing.T, body string) {
		l := *bench
		l.TB = t
		if status, doc := l.call("POST", base+"/metrics", body); status >= 500 {
			t.Errorf("%d %v", status, doc)
		}
	})
}
