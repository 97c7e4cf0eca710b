package names_test

import (
	"testing"

	"github.com/cxbridge/cxbridge/infra/names"
)

func TestSlug(t *testing.T) {
	for text, want := range map[string]string{
		"Test Alert": "test-alert", " CPU > 90 % (prod) ": "cpu-90-prod", "Größe 2": "größe-2", "---": "", "": "",
	} {
		if got := names.Slug(text); got != want {
			t.Errorf("the slug of %q is %q, want %q", text, got, want)
		}
	}
}

func TestTable(t *testing.T) {
	stack := names.Stack{Project: "cxbridge", Name: "test-1a-b"}
	if got, want := stack.Table("ledger"), "cxbridge_test_1a_b_ledger"; got != want {
		t.Errorf("the table is %q, want %q", got, want)
	}
}
