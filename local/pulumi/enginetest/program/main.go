// Command program makes some of each kind of resource, for the engine's tests.
package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() { pulumi.Run(program) }

// thing is any resource, with the outputs that others here use.
type thing struct {
	pulumi.CustomResourceState
	ManagementEndpoint pulumi.StringOutput `pulumi:"managementEndpoint"`
	Endpoint           pulumi.StringOutput `pulumi:"endpoint"`
}

// maker registers resources and remembers the first error.
type maker struct {
	ctx *pulumi.Context
	err error
}

func (m *maker) make(token, name string, args pulumi.Map) *thing {
	t := &thing{}
	if m.err == nil {
		m.err = m.ctx.RegisterResource(token, name, args, t, pulumi.Version("2.20.0"))
	}
	return t
}

func program(ctx *pulumi.Context) error {
	cfg := config.New(ctx, "")
	m := &maker{ctx: ctx}
	compartment := pulumi.String("ocid1.compartment.oc1..test")

	vcn := m.make("oci:Core/vcn:Vcn", "net", pulumi.Map{
		"compartmentId": compartment, "cidrBlocks": pulumi.ToStringArray([]string{"10.0.0.0/16"}),
		"dnsLabel": pulumi.String(cfg.Get("label")),
	})
	group := m.make("oci:Core/networkSecurityGroup:NetworkSecurityGroup", "group", pulumi.Map{
		"compartmentId": compartment, "vcnId": vcn.ID(),
	})
	m.make("oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule", "rule", pulumi.Map{
		"networkSecurityGroupId": group.ID(), "direction": pulumi.String("INGRESS"), "protocol": pulumi.String("6"),
		"source": pulumi.String("0.0.0.0/0"),
	})
	vault := m.make("oci:Kms/vault:Vault", "vault", pulumi.Map{
		"compartmentId": compartment, "displayName": pulumi.String("vault"), "vaultType": pulumi.String("DEFAULT"),
	})
	key := m.make("oci:Kms/key:Key", "key", pulumi.Map{
		"compartmentId": compartment, "displayName": pulumi.String("key"), "managementEndpoint": vault.ManagementEndpoint,
		"keyShape": pulumi.Map{"algorithm": pulumi.String("AES"), "length": pulumi.Int(32)},
	})
	m.make("oci:Vault/secret:Secret", "secret", pulumi.Map{
		"compartmentId": compartment, "vaultId": vault.ID(), "keyId": key.ID(), "secretName": pulumi.String("secret"),
		"secretContent": pulumi.Map{"contentType": pulumi.String("BASE64"), "content": pulumi.String("bm90LXRvLWJlLXNlZW4=")},
	})
	function := m.make("oci:Functions/function:Function", "function", pulumi.Map{
		"applicationId": pulumi.String("ocid1.fnapp.oc1..test"), "displayName": pulumi.String("function"),
		"image": pulumi.String("registry/image:1"), "imageDigest": pulumi.String("sha256:00"),
		"memoryInMbs": pulumi.String(cfg.Require("memory")),
	})
	m.deployment(compartment, function)
	m.alarm(compartment, function)
	if wrong := cfg.Get("wrong"); wrong != "" {
		m.make("oci:Core/vcn:Vcn", "wrong", pulumi.Map{wrong: pulumi.String("x")})
	}
	return m.err
}

// deployment needs a gateway and has the deepest inputs of all.
func (m *maker) deployment(compartment pulumi.String, function *thing) {
	gateway := m.make("oci:ApiGateway/gateway:Gateway", "gateway", pulumi.Map{
		"compartmentId": compartment, "endpointType": pulumi.String("PUBLIC"), "subnetId": pulumi.String("ocid1.subnet.oc1..test"),
	})
	d := m.make("oci:ApiGateway/deployment:Deployment", "deployment", pulumi.Map{
		"compartmentId": compartment, "gatewayId": gateway.ID(), "pathPrefix": pulumi.String("/a"),
		"specification": pulumi.Map{"routes": pulumi.Array{pulumi.Map{
			"path": pulumi.String("/b"), "methods": pulumi.ToStringArray([]string{"POST"}),
			"backend": pulumi.Map{"type": pulumi.String("ORACLE_FUNCTIONS_BACKEND"), "functionId": function.ID()},
			"requestPolicies": pulumi.Map{"bodyValidation": pulumi.Map{"contents": pulumi.Array{pulumi.Map{
				"mediaType": pulumi.String("application/json"), "validationType": pulumi.String("NONE"),
			}}}},
		}}},
	})
	m.ctx.Export("endpoint", d.Endpoint)
}

// alarm is what leads from a metric to the function, and the table beside it.
func (m *maker) alarm(compartment pulumi.String, function *thing) {
	topic := m.make("oci:Ons/notificationTopic:NotificationTopic", "topic", pulumi.Map{"compartmentId": compartment})
	m.make("oci:Ons/subscription:Subscription", "subscription", pulumi.Map{
		"compartmentId": compartment, "topicId": topic.ID(), "protocol": pulumi.String("ORACLE_FUNCTIONS"), "endpoint": function.ID(),
	})
	m.make("oci:Monitoring/alarm:Alarm", "alarm", pulumi.Map{
		"compartmentId": compartment, "metricCompartmentId": compartment, "displayName": pulumi.String("alarm"),
		"namespace": pulumi.String("oci_secrets"), "query": pulumi.String("CreateSecret[1m].sum() > 0"),
		"severity": pulumi.String("CRITICAL"), "isEnabled": pulumi.Bool(true), "destinations": pulumi.StringArray{topic.ID()},
	})
	m.make("oci:Nosql/table:Table", "table", pulumi.Map{
		"compartmentId": compartment, "name": pulumi.String("ledger"),
		"ddlStatement": pulumi.String("CREATE TABLE ledger (id STRING, PRIMARY KEY (id))"),
		"tableLimits": pulumi.Map{"capacityMode": pulumi.String("ON_DEMAND"), "maxReadUnits": pulumi.Int(0),
			"maxWriteUnits": pulumi.Int(0), "maxStorageInGbs": pulumi.Int(1)},
	})
}
