package cloud_test

import (
	stdnet "net"
	"strings"
	"testing"

	"github.com/oracle/oci-go-sdk/v65/apigateway"
	"github.com/oracle/oci-go-sdk/v65/keymanagement"

	"github.com/cxbridge/cxbridge/local/checkout"
	"github.com/cxbridge/cxbridge/local/freeports"
)

// occupy takes an address.
func occupy(t testing.TB, address string) (leave func()) {
	t.Helper()
	l, err := stdnet.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return func() { l.Close() }
}

// free is an address that was free a moment ago.
func free(t testing.TB) string { return checkout.Address(freeports.Find(t).Cloud) }

// served checks that a deployment answers at its gateway's hostname, which it returns.
func (n *net) served(t testing.TB, d apigateway.Deployment, want string) string {
	t.Helper()
	e := newEdge(t, n)
	now := ok[apigateway.GetDeploymentResponse](t)(e.deployments.GetDeployment(ctx, apigateway.GetDeploymentRequest{DeploymentId: d.Id})).Deployment
	g := ok[apigateway.GetGatewayResponse](t)(e.GetGateway(ctx, apigateway.GetGatewayRequest{GatewayId: d.GatewayId})).Gateway
	if *now.Endpoint != "http://"+*g.Hostname+*d.PathPrefix {
		t.Errorf("endpoint %s of a gateway at %s", *now.Endpoint, *g.Hostname)
	}
	if _, body := call(t, "GET", *now.Endpoint+"/", ""); body != want {
		t.Errorf("%s answers %q, want %q", *now.Endpoint, body, want)
	}
	return *g.Hostname
}

func TestGatewaysKeepTheirAddressesOrGetOthers(t *testing.T) {
	b := start(t)
	e := newEdge(t, newNet(t, b))
	var deployments []apigateway.Deployment
	var before []string
	for _, name := range []string{"first", "second"} {
		g := e.gateway(t)
		deployments, before = append(deployments, e.mustDeploy(t, g.Id, "/a", stock("/", name))), append(before, *g.Hostname)
	}
	check := func(first, second func(host string) bool) {
		t.Helper()
		for i, wanted := range []func(string) bool{first, second} {
			host := e.served(t, deployments[i], []string{"first", "second"}[i])
			if !wanted(host) {
				t.Errorf("gateway %d is at %s, was at %s", i, host, before[i])
			}
			before[i] = host
		}
	}
	at := func(want string) func(string) bool { return func(host string) bool { return host == want } }
	notAt := func(no string) func(string) bool { return func(host string) bool { return host != no } }
	closed := func() {
		t.Helper()
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
	}

	b.restart(t)
	check(at(before[0]), at(before[1]))

	closed()
	b.options.GatewayAddress = free(t)
	b.open(t, free(t))
	check(at(b.options.GatewayAddress), at(before[1]))

	closed()
	leaveFirst := occupy(t, before[0])
	leaveSecond := occupy(t, before[1])
	b.open(t, free(t))
	check(notAt(before[0]), notAt(before[1]))

	// Nobody goes back: an address once given to clients is worth more than the configured one.
	leaveFirst()
	leaveSecond()
	closed()
	b.open(t, free(t))
	check(at(before[0]), at(before[1]))

	// The former first address is now the API's.
	closed()
	b.options.GatewayAddress = free(t)
	b.open(t, before[0])
	check(at(b.options.GatewayAddress), at(before[1]))
}

func TestVaultsFollowTheURLOrGetOthers(t *testing.T) {
	b := start(t)
	vaults := []keymanagement.Vault{b.vault(t, "first"), b.vault(t, "second")}
	check := func(first string, second func(endpoint string) bool) {
		t.Helper()
		for i, v := range vaults {
			vaults[i] = ok[keymanagement.GetVaultResponse](t)(b.vaults(t).GetVault(ctx, keymanagement.GetVaultRequest{VaultId: v.Id})).Vault
			if k := b.key(t, vaults[i], keymanagement.KeyShapeAlgorithmAes, 32); *k.VaultId != *v.Id {
				t.Errorf("key is in vault %s, was sent to %s", *k.VaultId, *v.Id)
			}
		}
		if *vaults[0].ManagementEndpoint != first || !second(*vaults[1].ManagementEndpoint) {
			t.Errorf("endpoints %s and %s", *vaults[0].ManagementEndpoint, *vaults[1].ManagementEndpoint)
		}
	}
	kept := *vaults[1].ManagementEndpoint
	closed := func() {
		t.Helper()
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
	}

	closed()
	occupy(t, strings.TrimPrefix(b.URL(), "http://"))
	b.open(t, free(t))
	check(b.URL(), func(endpoint string) bool { return endpoint == kept })

	closed()
	leave := occupy(t, strings.TrimPrefix(kept, "http://"))
	b.open(t, free(t))
	check(b.URL(), func(endpoint string) bool { return endpoint != kept })

	// The second's own address is now the API's.
	leave()
	closed()
	kept = *vaults[1].ManagementEndpoint
	b.open(t, strings.TrimPrefix(kept, "http://"))
	check(kept, func(endpoint string) bool { return endpoint != kept })
}
