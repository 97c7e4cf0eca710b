package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNewRow(t *testing.T) {
	s := samples{
		{"Program/cold", perRun}:    {80e9},
		{"Program/warm", perRun}:    {2.5e9, 2e9, 9e9},
		{"F", "first-ms"}:           {10.04, 9.2, 11},
		{"T/callers=1", "taken/s"}:  {10, 9, 10},
		{"T/callers=64", "taken/s"}: {184.6, 190, 180},
		{"T/callers=64", "refused"}: {3, 0, 12},
		{"nothing", "taken/s"}:      {0},
	}
	for _, test := range []struct {
		name string
		of   figure
		want row
	}{
		{"a ratio", figure{what: "cold", of: cold, in: "s", atMost: 120, than: []comparison{{"warm", warm}}},
			row{what: "cold", measured: "80 s", spread: "80–80", atMost: "120 s", ratio: "32 × warm"}},
		{"the median and the spread", figure{what: "warm", of: warm, in: "s"}, row{what: "warm", measured: "2.5 s", spread: "2–9"}},
		{"milliseconds of nanoseconds", figure{what: "warm", of: warm, in: "ms"}, row{what: "warm", measured: "2500 ms", spread: "2000–9000"}},
		{"above its bound by little", figure{what: "first", of: key{"F", "first-ms"}, in: "ms", atMost: 10},
			row{what: "first", measured: "10 ms", spread: "9.2–11", atMost: "10 ms, exceeded", exceeded: true}},
		{"at its bound", figure{what: "first", of: key{"F", "first-ms"}, in: "ms", atMost: 10.04},
			row{what: "first", measured: "10 ms", spread: "9.2–11", atMost: "10 ms"}},
		{"refusals", figure{what: "64", of: key{"T/callers=64", "taken/s"}, in: "/s", refusals: true, than: []comparison{{"1 caller", key{"T/callers=1", "taken/s"}}}},
			row{what: "64", measured: "185/s, 15 refused", spread: "180–190", ratio: "18 × 1 caller"}},
		{"compared with what was not measured, or is nothing", figure{what: "w", of: warm, in: "s", than: []comparison{{"a", key{"a", "b"}}, {"b", key{"nothing", "taken/s"}}}},
			row{what: "w", measured: "2.5 s", spread: "2–9"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := newRow(test.of, s)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(row{})); diff != "" {
				t.Errorf("row (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAFigureThatNobodyReportsIsSaid(t *testing.T) {
	_, err := newRow(figure{what: "cold", of: cold, in: "s"}, samples{})
	if err == nil || !strings.Contains(err.Error(), "ns/op of Program/cold") {
		t.Errorf("err = %v", err)
	}
}

func TestDigits(t *testing.T) {
	for _, test := range []struct {
		value       float64
		significant int
		want        string
	}{
		{0, 3, "0"}, {0.1853, 3, "0.185"}, {4.038, 3, "4.04"}, {12.51, 3, "12.5"}, {784, 3, "784"}, {1117.4, 3, "1117"},
		{1.5, 3, "1.5"}, {15, 3, "15"}, {0.00000004, 3, "0"}, {-2.345, 2, "-2.3"}, {0.0127, 2, "0.013"},
	} {
		if got := digits(test.value, test.significant); got != test.want {
			t.Errorf("digits(%v, %d) = %s, want %s", test.value, test.significant, got, test.want)
		}
	}
}

func TestBoundsAreChecked(t *testing.T) {
	fine := row{what: "a", measured: "1 s", atMost: "2 s"}
	if err := checkBounds([]row{fine}); err != nil {
		t.Errorf("err = %v", err)
	}
	err := checkBounds([]row{fine, {what: "b", measured: "3 s", atMost: "2 s, exceeded", exceeded: true}, {what: "c", exceeded: true}})
	if err == nil || strings.Contains(err.Error(), "a: ") || !strings.Contains(err.Error(), "b: 3 s, at most 2 s") || !strings.Contains(err.Error(), "c: ") {
		t.Errorf("err = %v", err)
	}
}
