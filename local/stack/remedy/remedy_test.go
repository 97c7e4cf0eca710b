package remedy

import (
	"strings"
	"testing"
)

func TestOn(t *testing.T) {
	for text, want := range map[string]string{
		"pulumi config set region us-ashburn-1":                              "pulumi config set -s dev region us-ashburn-1",
		"openssl rand | pulumi config set --secret x, or pulumi config rm y": "openssl rand | pulumi config set -s dev --secret x, or pulumi config rm -s dev y",
		"pulumi config, pulumi up":                                           "pulumi config, pulumi up",
	} {
		if got := On("dev", text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

// The texts are those of Pulumi 3.253.
func TestOfPulumi(t *testing.T) {
	for said, want := range map[string]string{
		"error: no stack named 'dev' found": "pulumi stack init dev",
		"error: incorrect passphrase":       "PULUMI_CONFIG_PASSPHRASE",
		"error: passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables": "PULUMI_CONFIG_PASSPHRASE",
		"error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions":                               "pulumi login",
		"error: something else": "",
	} {
		if got := OfPulumi("dev", said); !strings.Contains(got, want) || (got == "") != (want == "") {
			t.Errorf("%q: %q, want %q", said, got, want)
		}
	}
}
