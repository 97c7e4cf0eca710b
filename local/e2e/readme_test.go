//go:build engine

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/local/checkout"
	"github.com/cxbridge/cxbridge/local/freeports"
)

// TestREADME types every command of the README and of the functions' page, in
// their order, in a copy of the checkout. Going live is done on the local cloud:
// the program does not know where it runs.
func TestREADME(t *testing.T) {
	root := copyRepository(t)
	ports := freeports.Find(t)
	for _, name := range append(pages, filepath.Join("stacks", "Pulumi.local.yaml")) {
		copyWithPorts(t, filepath.Join(root, name), filepath.Join(root, name), ports)
	}
	setRegistry(t, filepath.Join(root, "stacks", "Pulumi.dev.yaml"), ports)
	t.Cleanup(func() { runScript(t, root, ports, "scripts/local down") })

	readme := readFile(t, filepath.Join(root, "README.md"))
	try, live, found := strings.Cut(readme, "## Go live")
	if !found {
		t.Fatal("the README has no section on going live")
	}
	for _, command := range subcommands(runScript(t, root, ports, "scripts/stack -h")) {
		if !strings.Contains(readme, "scripts/stack "+command) {
			t.Errorf("the README does not show scripts/stack %s", command)
		}
	}
	out := runScript(t, root, ports, commands(try)+commands(readFile(t, filepath.Join(root, "functions", "README.md"))))
	for _, want := range []string{
		"subject   McAvoy or Stewart? These timelines can get so confusing.", // the demo
		"contact   SMS User, +15017122661",
		"76 created",
		"sms-to-incident: {", // the log
		"published as message",
		"Test Alert", // among the alarms
		"to operators@cxbridge.example: ",
		"troubleTicket v4 to " + checkout.URL(ports.Gateway) + "/webhooks/events/troubleTicket", // among the listeners
		"answered 201",
		"answered 204",
		"76 unchanged",
		"76 deleted",
		"web-form-to-incident: \"" + checkout.URL(ports.Gateway) + "/webhooks/web-form-to-incident\"", // the new endpoint
		`{"id":`, // of its incident
		"78 deleted",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the commands' output lacks %q", want)
		}
	}
	if line := undelivered.FindString(out); line != "" {
		t.Errorf("an event was not delivered: %s", line)
	}
	if sent := strings.Count(out, `{"message":"success"}`); sent != 3 {
		t.Errorf("%d SMS were taken, want the demo's and curl's two", sent)
	}
	if t.Failed() {
		t.Log(out)
	}
	live = strings.ReplaceAll(commands(live), "scripts/stack ", "scripts/stack --local ")
	live = strings.Replace(live, "pulumi destroy", withoutSecret+ticket+"pulumi destroy", 1)
	out = runScript(t, root, ports, `scripts/local up; eval "$(scripts/local env)"`+"\n"+live)
	for _, want := range []string{
		checkout.URL(ports.Gateway) + "/webhooks/sms-to-incident",
		`{"message":"success"}`, // with the secret, which is all that this stack demands
		"without the secret: 401",
		"answered 201", // the ticket's event, with a token
		"B2C Service takes the new password",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("going live does not say %s", want)
		}
	}
	if t.Failed() {
		t.Log(out)
	}
}

// withoutSecret does what nobody should get through with.
const withoutSecret = `curl -s -o answer -w 'without the secret: %{http_code}\n' -X POST "$(pulumi stack output -s dev smsWebhookUrl)" -d '{}'
`

// ticket is what the application does with the listener.
const ticket = `scripts/local event functions/event-to-incident/testdata/trouble-ticket-created.json
`

// undelivered is a line of scripts/local event on a delivery that was not taken.
var undelivered = regexp.MustCompile(`(?m)^delivery-\S+ +(waiting|failed).*$`)

// subcommands are those that a program's help lists, but help itself.
func subcommands(help string) []string {
	_, list, _ := strings.Cut(help, "Available Commands:\n")
	list, _, _ = strings.Cut(list, "\n\n")
	var names []string
	for line := range strings.Lines(list) {
		if name := strings.Fields(line)[0]; name != "help" {
			names = append(names, name)
		}
	}
	return names
}

var shellBlock = regexp.MustCompile("(?ms)^```sh\n(.*?)^```$")

// commands are a page's, as a script. The demo tears itself down, so that
// the commands after it begin at the beginning. scripts/test is what runs this.
func commands(text string) string {
	var script strings.Builder
	for _, block := range shellBlock.FindAllStringSubmatch(text, -1) {
		for line := range strings.Lines(block[1]) {
			switch strings.TrimSpace(line) {
			case "scripts/test":
			case "scripts/demo":
				script.WriteString("scripts/demo --once\n")
			default:
				script.WriteString(line)
			}
		}
	}
	return script.String()
}

// runScript runs commands with the shell, as a person would who has the
// variables of "Go live" at hand, and returns what they print.
func runScript(t *testing.T, root string, ports checkout.Ports, script string) string {
	t.Helper()
	run := exec.Command("sh", "-ec", script)
	run.Dir = root
	run.Env = append(os.Environ(),
		checkout.HomeVariable+"=", checkout.ToolchainVariable+"="+toolchain(t),
		checkout.PortsVariable+"="+strconv.Itoa(ports.Cloud),
		"COMPARTMENT_ID=ocid1.compartment.oc1..cxbridgelocal", "TENANCY_ID=ocid1.tenancy.oc1..cxbridgelocal",
		"B2C_SERVICE_HOSTNAME="+checkout.Address(ports.DeskHTTPS), "B2C_SERVICE_USERNAME=cxbridge",
		"B2C_SERVICE_PASSWORD=local-desk-password", "REGISTRY_USER=cxbridge/local", "REGISTRY_AUTH_TOKEN=local-auth-token",
		"WEBHOOK_SECRET=0b5e9c1d7f3a4862", "OWNER=somebody@example.com", "B2C_SERVICE_CONTACT_ID=1", "OPERATOR_EMAIL=operators@example.com",
		"CXIF_ENDPOINT="+checkout.URL(ports.Desk), "CXIF_USERNAME=cxbridge", "CXIF_PASSWORD=local-desk-password",
		"IDENTITY_DOMAIN=https://"+checkout.Address(ports.DeskHTTPS), "EVENTS_CLIENT_ID=cxbridge-events", "EVENTS_CLIENT_SECRET=local-events-secret",
		"EVENTS_SCOPE=https://gateway.cxbridge.example/events", "EVENTS_AUDIENCE=https://gateway.cxbridge.example/",
	)
	out, err := run.CombinedOutput()
	if err != nil {
		t.Fatalf("%s\n%v\n%s", script, err, out)
	}
	return string(out)
}

// setRegistry is all by which the stack dev differs here from one on Oracle
// Cloud, where the registry follows from the region.
func setRegistry(t *testing.T, path string, ports checkout.Ports) {
	t.Helper()
	content := strings.TrimRight(readFile(t, path), "\n") + "\n  cxbridge:registry: " + checkout.Address(ports.Cloud) + "\n"
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
