package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRead(t *testing.T) {
	for _, test := range []struct {
		name, line string
		want       samples // none: the line is no result
	}{
		{"time alone", "BenchmarkWarmSMS-2   \t     200\t    187654 ns/op", samples{{"WarmSMS", "ns/op"}: {187654}}},
		{"metrics of its own", "BenchmarkFunctions/sms-to-incident-16 \t 1 \t 4.4 first-ms \t 12.51 rss-MB",
			samples{{"Functions/sms-to-incident", "first-ms"}: {4.4}, {"Functions/sms-to-incident", "rss-MB"}: {12.51}}},
		{"one processor has no suffix", "BenchmarkThroughput/sms/b2c=50ms/callers=64 1 0 refused 187.5 taken/s",
			samples{{"Throughput/sms/b2c=50ms/callers=64", "refused"}: {0}, {"Throughput/sms/b2c=50ms/callers=64", "taken/s"}: {187.5}}},
		{"a name without a result", "BenchmarkWarmSMS-2", nil},
		{"a value without a unit", "BenchmarkWarmSMS-2 200 187654 ns/op 12", nil},
		{"a unit without a value", "BenchmarkWarmSMS-2 200 ns/op 12", nil},
		{"no number", "BenchmarkWarmSMS-2 200 NaN ns/op", nil},
		{"no runs", "BenchmarkWarmSMS-2 often 187654 ns/op", nil},
		{"no name", "Benchmark-2 200 187654 ns/op", nil},
		{"a failure", "--- FAIL: BenchmarkWarmSMS", nil},
		{"the end", "ok  \tgithub.com/cxbridge/cxbridge/functions\t6.406s", nil},
		{"a log line", `level=INFO msg=BenchmarkX ns/op`, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := samples{}
			if _, ok := got.read(test.line); ok != (test.want != nil) {
				t.Errorf("read says %v", ok)
			}
			if test.want == nil {
				test.want = samples{}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("samples (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSamplesAddUp(t *testing.T) {
	s := samples{}
	for _, line := range []string{"BenchmarkX-2 1 3 ns/op", "BenchmarkX-2 1 1 ns/op", "PASS", "BenchmarkX-2 1 2 ns/op"} {
		s.read(line)
	}
	if diff := cmp.Diff(samples{{"X", "ns/op"}: {3, 1, 2}}, s); diff != "" {
		t.Errorf("samples (-want +got):\n%s", diff)
	}
}

func TestMedian(t *testing.T) {
	for _, test := range []struct {
		values []float64
		want   float64
	}{{[]float64{7}, 7}, {[]float64{3, 1}, 2}, {[]float64{9, 1, 4}, 4}, {[]float64{4, 1, 9, 2}, 3}} {
		before := append([]float64(nil), test.values...)
		if got := median(test.values); got != test.want || !cmp.Equal(before, test.values) {
			t.Errorf("median(%v) = %v, want %v; the values are %v after it", before, got, test.want, test.values)
		}
	}
}

// What is read is kept with a name and a unit, and can be shown.
func FuzzRead(f *testing.F) {
	f.Add("BenchmarkWarmSMS-2   \t     200\t    187654 ns/op")
	f.Add("BenchmarkFunctions/sms-to-incident-2 1 16.63 cold-ms 5.827 first-ms")
	f.Add("BenchmarkX 1 1e300 ns/op -0 refused")
	f.Add("Benchmark 1 1 ns/op")
	f.Add("ok  \tgithub.com/cxbridge/cxbridge/functions\t6.406s")
	f.Fuzz(func(t *testing.T, line string) {
		s := samples{}
		name, ok := s.read(line)
		if ok != (len(s) > 0) || ok != (name != "") {
			t.Fatalf("read(%q) = %q, %v with %v", line, name, ok, s)
		}
		for k := range s {
			if k.benchmark != name || k.unit == "" {
				t.Errorf("read(%q) keeps %+v", line, k)
			}
			r, err := newRow(figure{what: "it", of: k, in: "ms", atMost: 1}, s)
			if err != nil || r.measured == "" {
				t.Errorf("the row is %+v, %v", r, err)
			}
		}
	})
}
