//go:build engine

package e2e

import (
	"slices"
	"strings"
	"testing"
)

// A preview names all that is wrong with a stack's settings at once, each by its name
// and with what to do.
func TestAPreviewNamesAllFaults(t *testing.T) {
	s := newStack(t, repository(t))
	faults := []struct{ setting, value, name, remedy string }{
		{"vcnCidr", "10.20.0.0/8", "vcnCidr", "pulumi config set vcnCidr"},
		{"privateSubnetCidr", "192.168.0.0/24", "privateSubnetCidr", "pulumi config set privateSubnetCidr"},
		{"gatewayAllowedCidrs", `["everywhere"]`, "gatewayAllowedCidrs[0]", "pulumi config set --path 'gatewayAllowedCidrs[0]'"},
		{"rateLimit", `{"requestsPerSecond": 0, "key": "CLIENT_IP"}`, "rateLimit.requestsPerSecond", "pulumi config set --path rateLimit.requestsPerSecond"},
		{"endpoints", `[{"name": "no-such-function", "path": "/sms"}]`, "endpoints[0].name", "functions/no-such-function"},
		{"authorizer", `{"memoryInMBs": 200, "timeoutInSeconds": 10}`, "authorizer.memoryInMBs", "128"},
		{"webhookSecret", "this-is-not-encrypted", "webhookSecret", "pulumi config set --secret webhookSecret"},
		{"vaultId", "ocid1.vault.oc1.iad.a", "keyId", "pulumi config rm vaultId"},
		{"shape", "GENERIC_RISC", "shape", "GENERIC_X86"},
		{"certificateId", "ocid1.vault.oc1.iad.a", "certificateId", "pulumi config rm certificateId"},
		{"expires", "tomorrow", "expires", "pulumi config set expires"},
		{"logRetentionInDays", "31", "logRetentionInDays", "pulumi config set logRetentionInDays"},
	}
	for _, f := range faults {
		s.set(f.setting, f.value)
	}
	said, err := s.pulumi("preview")
	if err == nil {
		t.Fatalf("the preview succeeds\n%s", said)
	}
	lines := strings.Split(said, "\n")
	for _, f := range faults {
		at := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(strings.TrimSpace(line), f.name+" ") })
		if at < 0 || at == len(lines)-1 || !strings.Contains(lines[at+1], f.remedy) {
			t.Errorf("no line names %s, with %q after it", f.name, f.remedy)
		}
	}
	if t.Failed() {
		t.Log(said)
	}
}
