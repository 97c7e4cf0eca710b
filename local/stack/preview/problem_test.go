package preview

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestProblems(t *testing.T) {
	for name, test := range map[string]struct {
		message string
		want    []Problem
	}{
		"settings": {
			"an unhandled error occurred: program failed: \n1 error occurred:\n\t* the stack's settings have 2 fault(s):\n" +
				"  region is missing\n      pulumi config set region us-ashburn-1\n  vcnCidr is wrong\n      write 10.20.0.0/16\n\n\n",
			[]Problem{{"", "region is missing", "pulumi config set region us-ashburn-1"}, {"", "vcnCidr is wrong", "write 10.20.0.0/16"}},
		},
		"rules and something else": {
			"2 errors occurred:\n\t* the stack breaks 1 rule(s) of infra/policy:\n  oci:Core/subnet:Subnet private is public\n      infra/network\n\t* no image\n",
			[]Problem{{"", "oci:Core/subnet:Subnet private is public", "infra/network"}, {"", "no image", ""}},
		},
		"the compiler's": {
			"an unhandled error occurred: the program does not compile:\n# infra\n./main.go:1:2: undefined: x\n",
			[]Problem{{"", "the program does not compile: # infra ./main.go:1:2: undefined: x", ""}},
		},
		"nothing": {"", []Problem{{}}},
	} {
		if diff := cmp.Diff(test.want, problems("", test.message)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestAProblemIsALine(t *testing.T) {
	p := problems("vcn", "  it is wrong\n      pulumi config set it right")[0]
	if got := p.line("dev"); got != "vcn: it is wrong: pulumi config set -s dev it right" {
		t.Errorf("line = %q", got)
	}
}
