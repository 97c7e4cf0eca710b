package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFollowSortsWhatGoTestSays(t *testing.T) {
	output := "goos: linux\nBenchmarkX-2 \t 1 \t 12 ns/op\n--- FAIL: BenchmarkY\n    y_test.go:7: the desk answered 503\nFAIL\n"
	all, log := samples{}, new(bytes.Buffer)
	said := follow(strings.NewReader(output), all, log)
	if diff := cmp.Diff(samples{{"X", perRun}: {12}}, all); diff != "" {
		t.Errorf("samples (-want +got):\n%s", diff)
	}
	if want := "goos: linux\n--- FAIL: BenchmarkY\n    y_test.go:7: the desk answered 503\nFAIL\n"; said != want {
		t.Errorf("said %q, want %q", said, want)
	}
	if got := log.String(); !strings.Contains(got, "12 ns/op") || !strings.Contains(got, "X") {
		t.Errorf("the progress is %q", got)
	}
}

func TestFollowKeepsTheEndOnly(t *testing.T) {
	output := strings.Repeat("level=INFO msg=served\n", 10_000) + "panic: at last\n" + strings.Repeat("x", 2*maxLine) + "\nmore\n"
	said := follow(strings.NewReader(output), samples{}, new(bytes.Buffer))
	if len(said) > maxSaid || !strings.HasSuffix(said, "panic: at last\n") {
		t.Errorf("said %d bytes that end with %q", len(said), said[max(0, len(said)-40):])
	}
}

// A benchmark that fails is told of with its own words.
func TestAFailingSuiteIsAnError(t *testing.T) {
	s := suite{name: "none", args: []string{"./does-not-exist"}}
	err := s.run(t.Context(), ".", samples{}, new(bytes.Buffer))
	if err == nil || !strings.Contains(err.Error(), "does-not-exist") {
		t.Errorf("err = %v", err)
	}
}

// A figure that is missing does not hide what failed after it.
func TestAllThatWentWrongIsSaid(t *testing.T) {
	list := []suite{
		{name: "silent", args: []string{"."}, figures: []figure{{what: "it", of: key{"Nothing", perRun}, in: "s"}}},
		{name: "none", args: []string{"./does-not-exist"}},
	}
	_, err := measure(t.Context(), ".", list, new(bytes.Buffer))
	if err == nil || !strings.Contains(err.Error(), "ns/op of Nothing") || !strings.Contains(err.Error(), "does-not-exist") {
		t.Errorf("err = %v", err)
	}
}
