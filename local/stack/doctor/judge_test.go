package doctor

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/local/engine"
)

func TestFindings(t *testing.T) {
	var out bytes.Buffer
	r := newReport(&out, "dev")
	r.found(ok, "region", "%s is ready", "us-ashburn-1")
	r.found(warning, "limits", "they said:\n  nothing\n")
	if err := r.end(); err != nil {
		t.Errorf("err = %v, of a warning", err)
	}
	r.found(fault, "registry", "wrong: pulumi config set registry x\x1b[2J%s", strings.Repeat(".", 2*maxLine))
	if err := r.end(); err == nil || !strings.Contains(err.Error(), "1 fault(s): pulumi up -s dev") {
		t.Errorf("err = %v", err)
	}
	want := "ok       region: us-ashburn-1 is ready\nwarning  limits: they said: nothing\nnext: scripts/stack preview dev shows what pulumi up -s dev would do\n" +
		"fault    registry: wrong: pulumi config set -s dev registry x[2J"
	want += strings.Repeat(".", maxLine-len("wrong: pulumi config set registry x[2J…")+len("…")-1) + "…\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}

func TestJudgePulumi(t *testing.T) {
	for _, test := range []struct {
		cli, sdk string
		want     outcome
	}{
		{"v3.253.0", "v3.253.0", ok}, {"v3.300.1", "v3.253.0", ok}, {"v3.253.0", "", ok},
		{"v3.99.0", "v3.253.0", warning}, {"", "v3.253.0", warning}, {"unknown", "v3.253.0", warning},
		{"v2.25.2", "v3.253.0", fault}, {"v4.0.0", "v3.253.0", fault},
	} {
		if got, text := judgePulumi(test.cli, test.sdk); got != test.want || text == "" {
			t.Errorf("pulumi %s with the SDK %s is %s: %s", test.cli, test.sdk, got, text)
		}
	}
}

func TestJudgePlugins(t *testing.T) {
	for list, want := range map[string]outcome{
		`[{"name":"oci","kind":"resource","version":"` + engine.PluginVersion + `"}]`: ok,
		`[{"name":"oci","kind":"resource","version":"1.0.0"}]`:                        warning,
		`[{"name":"oci","kind":"language","version":"` + engine.PluginVersion + `"}]`: warning,
		`[]`: warning,
		`-`:  warning,
	} {
		if got, text := judgePlugins([]byte(list)); got != want || text == "" {
			t.Errorf("%s is %s: %s", list, got, text)
		}
	}
}

// The names that the program takes are those that are looked for.
func TestNamesAreTheProgramsOwn(t *testing.T) {
	golden, err := os.ReadFile(root + "/infra/testdata/urns.golden")
	if err != nil {
		t.Fatal(err)
	}
	for kind, parts := range map[string][]string{"dynamicGroup:DynamicGroup": groupParts, "policy:Policy": policyParts} {
		var want []string
		for _, found := range regexp.MustCompile(`oci:Identity/`+kind+`::(\S+)`).FindAllStringSubmatch(string(golden), -1) {
			want = append(want, found[1])
		}
		got := slices.Sorted(slices.Values(parts))
		if diff := cmp.Diff(slices.Sorted(slices.Values(want)), got); diff != "" {
			t.Errorf("%s (-program +doctor): %s", kind, diff)
		}
	}
}

func TestNeeds(t *testing.T) {
	whole := &settings.Settings{
		B2CService: settings.B2CService{ContactID: "1"}, Listeners: []settings.Listener{{}},
		Authorizer: settings.Sizing{MemoryInMBs: 256, ProvisionedConcurrency: 20}, Endpoints: []settings.Endpoint{{}},
	}
	whole.Endpoints[0].Sizing = settings.Sizing{MemoryInMBs: 128, ProvisionedConcurrency: 40}
	whole.EventToIncident.Sizing = settings.Sizing{MemoryInMBs: 1024, ProvisionedConcurrency: 10}
	foundation := &settings.Settings{Foundation: true, Authorizer: settings.Sizing{MemoryInMBs: 256, ProvisionedConcurrency: 20}}
	sharing := &settings.Settings{Vault: settings.Vault{VaultID: "v", KeyID: "k"}}
	for name, test := range map[string]struct {
		of   *settings.Settings
		want map[string]int
	}{
		"whole":      {whole, map[string]int{"vaults": 1, "API gateways": 1, "VCNs": 1, "dynamic groups": 3, "MB of provisioned concurrency": 20*256 + 40*128 + 10*1024}},
		"foundation": {foundation, map[string]int{"vaults": 1}},
		"sharing":    {sharing, map[string]int{"API gateways": 1, "VCNs": 1, "dynamic groups": 1}},
	} {
		got := map[string]int{}
		for _, n := range needs {
			if count := n.count(test.of); count > 0 {
				got[n.what] = count
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestRegionOf(t *testing.T) {
	for ocid, want := range map[string]string{
		"ocid1.vcn.oc1.phx.aaaa": "us-phoenix-1", "ocid1.vcn.oc1.eu-madrid-1.aaaa": "eu-madrid-1", "ocid1.tenancy.oc1..aaaa": "", "": "", "no OCID": "",
	} {
		if got := regionOf(ocid); got != want {
			t.Errorf("regionOf(%q) = %q, want %q", ocid, got, want)
		}
	}
}
