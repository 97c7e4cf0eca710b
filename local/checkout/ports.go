package checkout

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// FirstPort is where the local ports begin; stacks/Pulumi.local.yaml names
// them.
const FirstPort = 8480

// Ports are the local addresses, all on 127.0.0.1.
type Ports struct {
	Cloud     int `json:"cloud"`     // OCI's REST paths and the container registry
	Gateway   int `json:"gateway"`   // the first API gateway
	Desk      int `json:"desk"`      // the desk over http, for people and tools
	DeskHTTPS int `json:"deskHttps"` // the desk over https, for the functions
}

// PortsFrom gives the four consecutive ports that begin at the one that
// CXBRIDGE_PORTS names, or at FirstPort.
func PortsFrom(getenv func(string) string) (Ports, error) {
	first := FirstPort
	if value := getenv(PortsVariable); value != "" {
		n, err := strconv.Atoi(value)
		if err != nil || n < 1024 || n > 65532 {
			return Ports{}, fmt.Errorf("%s=%q: give the first of four free ports, a number from 1024 to 65532", PortsVariable, value)
		}
		first = n
	}
	return PortsAt(first), nil
}

// PortsAt are the four consecutive ports that begin at first.
func PortsAt(first int) Ports {
	return Ports{Cloud: first, Gateway: first + 1, Desk: first + 2, DeskHTTPS: first + 3}
}

// CheckStack compares the ports with those that the stack local is configured for.
// A stack at other ports would be brought up on whatever listens there.
func (c Checkout) CheckStack(ports Ports) error {
	path := filepath.Join("stacks", "Pulumi.local.yaml")
	content, err := os.ReadFile(filepath.Join(c.Root, path))
	if err != nil {
		return err
	}
	if strange := ports.strange(string(content)); len(strange) > 0 {
		return fmt.Errorf("%s goes to %s, but %s begins the ports %d to %d: write there %s for the registry, %s for the desk over http, %s for b2cserviceHostname and the desk over https",
			path, strings.Join(strange, ", "), PortsVariable, ports.Cloud, ports.DeskHTTPS, Address(ports.Cloud), Address(ports.Desk), Address(ports.DeskHTTPS))
	}
	for _, line := range []string{"cxbridge:registry: " + Address(ports.Cloud), "cxbridge:b2cserviceHostname: " + Address(ports.DeskHTTPS)} {
		if !strings.Contains(string(content), line+"\n") {
			return fmt.Errorf("%s does not go with the ports that %s begins: write %q there", path, PortsVariable, line)
		}
	}
	return nil
}

// strange are the local addresses in a text that are none of the ports', each once.
func (p Ports) strange(text string) []string {
	named := slices.Compact(slices.Sorted(slices.Values(localAddress.FindAllString(text, -1))))
	ours := []string{Address(p.Cloud), Address(p.Gateway), Address(p.Desk), Address(p.DeskHTTPS)}
	return slices.DeleteFunc(named, func(address string) bool { return slices.Contains(ours, address) })
}

var localAddress = regexp.MustCompile(`127\.0\.0\.1:[0-9]+`)

// Address is a port on the loopback interface, where every server of the
// local cloud listens and nothing from outside can reach it.
func Address(port int) string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)) }

// URL is the plain address of a port.
func URL(port int) string { return "http://" + Address(port) }
