package names_test

import (
	"testing"

	"github.com/cxbridge/cxbridge/infra/names"
	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
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

func TestTags(t *testing.T) {
	stack := names.Stack{Project: "cxbridge", Name: "test", Owner: "support"}
	want := pulumi.StringMap{"project": pulumi.String("cxbridge"), "stack": pulumi.String("test"), "owner": pulumi.String("support")}
	if diff := cmp.Diff(want, stack.Tags()); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
	stack.Expires = "2026-08-01T00:00:00Z"
	want["expires"] = pulumi.String(stack.Expires)
	if diff := cmp.Diff(want, stack.Tags()); diff != "" {
		t.Errorf("tags of a stack that expires (-want +got):\n%s", diff)
	}
}

func TestTable(t *testing.T) {
	stack := names.Stack{Project: "cxbridge", Name: "test-1a-b"}
	if got, want := stack.Table("ledger"), "cxbridge_test_1a_b_ledger"; got != want {
		t.Errorf("the table is %q, want %q", got, want)
	}
}
