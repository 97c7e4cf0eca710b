package main

// entry names a type and the models of oci-go-sdk that are its bodies.
type entry struct {
	token   string
	service string // package of oci-go-sdk
	model   string // what a GET gives
	create  string // what a create takes; Create<model>Details when empty
	update  string // what an update takes; Update<model>Details when empty
}

func (e entry) createModel() string { return or(e.create, "Create"+e.model+"Details") }
func (e entry) updateModel() string { return or(e.update, "Update"+e.model+"Details") }

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// resources are the types that the plugin knows.
var resources = []entry{
	{token: "oci:ApiGateway/deployment:Deployment", service: "apigateway", model: "Deployment"},
	{token: "oci:ApiGateway/gateway:Gateway", service: "apigateway", model: "Gateway"},
	{token: "oci:Artifacts/containerRepository:ContainerRepository", service: "artifacts", model: "ContainerRepository"},
	{token: "oci:Core/internetGateway:InternetGateway", service: "core", model: "InternetGateway"},
	{token: "oci:Core/natGateway:NatGateway", service: "core", model: "NatGateway"},
	{token: "oci:Core/networkSecurityGroup:NetworkSecurityGroup", service: "core", model: "NetworkSecurityGroup"},
	{token: "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule", service: "core",
		model: "SecurityRule", create: "AddSecurityRuleDetails"},
	{token: "oci:Core/routeTable:RouteTable", service: "core", model: "RouteTable"},
	{token: "oci:Core/securityList:SecurityList", service: "core", model: "SecurityList"},
	{token: "oci:Core/serviceGateway:ServiceGateway", service: "core", model: "ServiceGateway"},
	{token: "oci:Core/subnet:Subnet", service: "core", model: "Subnet"},
	{token: "oci:Core/vcn:Vcn", service: "core", model: "Vcn"},
	{token: "oci:Functions/application:Application", service: "functions", model: "Application"},
	{token: "oci:Functions/function:Function", service: "functions", model: "Function"},
	{token: "oci:Identity/dynamicGroup:DynamicGroup", service: "identity", model: "DynamicGroup"},
	{token: "oci:Identity/policy:Policy", service: "identity", model: "Policy"},
	{token: "oci:Kms/key:Key", service: "keymanagement", model: "Key"},
	{token: "oci:Kms/vault:Vault", service: "keymanagement", model: "Vault"},
	{token: "oci:Logging/log:Log", service: "logging", model: "Log"},
	{token: "oci:Logging/logGroup:LogGroup", service: "logging", model: "LogGroup"},
	{token: "oci:Monitoring/alarm:Alarm", service: "monitoring", model: "Alarm"},
	{token: "oci:Nosql/table:Table", service: "nosql", model: "Table"},
	{token: "oci:Ons/notificationTopic:NotificationTopic", service: "ons",
		model: "NotificationTopic", create: "CreateTopicDetails", update: "TopicAttributesDetails"},
	{token: "oci:Ons/subscription:Subscription", service: "ons", model: "Subscription"},
	{token: "oci:Vault/secret:Secret", service: "vault", model: "Secret"},
}

// functions are the data sources; model is an element of a list's answer.
var functions = []entry{
	{token: "oci:Core/getServices:getServices", service: "core", model: "Service"},
	{token: "oci:Identity/getRegionSubscriptions:getRegionSubscriptions", service: "identity", model: "RegionSubscription"},
	{token: "oci:ObjectStorage/getNamespace:getNamespace", service: "objectstorage"},
}

// renames say what a property is on the wire where no rule finds it. The key
// is <type>.<property>, or *.<property> for all types; a dot in the value leads
// into an object; "-" means that OCI's bodies do not have the property.
var renames = map[string]string{
	"*.state": "lifecycleState",

	// oci-go-sdk's present model has these in sourceDetails; the API's version
	// that pulumi-oci/sdk/v2 was made for, in the function itself.
	"oci:Functions/function:Function.image":       "image",
	"oci:Functions/function:Function.imageDigest": "imageDigest",

	// Terraform's schema flattens the destination's ports.
	"Core/SecurityListEgressSecurityRuleTcpOptions.max":  "destinationPortRange.max",
	"Core/SecurityListEgressSecurityRuleTcpOptions.min":  "destinationPortRange.min",
	"Core/SecurityListEgressSecurityRuleUdpOptions.max":  "destinationPortRange.max",
	"Core/SecurityListEgressSecurityRuleUdpOptions.min":  "destinationPortRange.min",
	"Core/SecurityListIngressSecurityRuleTcpOptions.max": "destinationPortRange.max",
	"Core/SecurityListIngressSecurityRuleTcpOptions.min": "destinationPortRange.min",
	"Core/SecurityListIngressSecurityRuleUdpOptions.max": "destinationPortRange.max",
	"Core/SecurityListIngressSecurityRuleUdpOptions.min": "destinationPortRange.min",

	// A GET spells it otherwise than an update.
	"oci:Ons/subscription:Subscription.deliveryPolicy": "deliverPolicy",

	// The rule for plurals is the simple one.
	"Nosql/TableSchema.identities": "identity",

	// A subscription has no life cycle, but a status.
	"Identity/GetRegionSubscriptionsRegionSubscription.state": "status",

	// In the path, or in the host.
	"oci:Identity/getRegionSubscriptions:getRegionSubscriptions.tenancyId":                              "-",
	"Identity/GetRegionSubscriptionsRegionSubscription.tenancyId":                                       "-",
	"oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule.networkSecurityGroupId": "-",
	"oci:Kms/key:Key.managementEndpoint":                                                                "-",

	// The official provider's own arguments and inventions.
	"oci:Core/getServices:getServices.filters":                           "-",
	"oci:Core/getServices:getServices.id":                                "-",
	"Core/GetServicesFilter.name":                                        "-",
	"Core/GetServicesFilter.regex":                                       "-",
	"Core/GetServicesFilter.values":                                      "-",
	"oci:Identity/getRegionSubscriptions:getRegionSubscriptions.filters": "-",
	"oci:Identity/getRegionSubscriptions:getRegionSubscriptions.id":      "-",
	"oci:ObjectStorage/getNamespace:getNamespace.compartmentId":          "-",
	"oci:ObjectStorage/getNamespace:getNamespace.id":                     "-",
	"oci:ObjectStorage/getNamespace:getNamespace.namespace":              "-",
	"oci:Identity/dynamicGroup:DynamicGroup.inactiveState":               "inactiveStatus",
	"oci:Identity/policy:Policy.inactiveState":                           "inactiveStatus",
	"oci:Identity/policy:Policy.ETag":                                    "-",
	"oci:Identity/policy:Policy.lastUpdateETag":                          "-",
	"oci:Identity/policy:Policy.policyHash":                              "-",
	"oci:Kms/key:Key.desiredState":                                       "-",
	"oci:Kms/key:Key.restoreFromFile":                                    "-",
	"oci:Kms/key:Key.restoreFromObjectStore":                             "-",
	"oci:Kms/key:Key.restoreTrigger":                                     "-",
	"oci:Kms/vault:Vault.restoreFromFile":                                "-",
	"oci:Kms/vault:Vault.restoreFromObjectStore":                         "-",
	"oci:Kms/vault:Vault.restoreTrigger":                                 "-",
	"oci:Kms/vault:Vault.externalKeyManagerMetadataSummaries":            "-",
}

// notComputed are collections that OCI chooses no value for. The SDK's Go types
// tell that of single values only.
var notComputed = []string{
	"oci:Core/routeTable:RouteTable.routeRules",
	"oci:Core/securityList:SecurityList.egressSecurityRules",
	"oci:Core/securityList:SecurityList.ingressSecurityRules",
}

// updatable are inputs that the API updates, although the SDK's documentation
// does not say so (terraform-provider-oci: ons_subscription_resource.go).
var updatable = []string{"oci:Ons/subscription:Subscription.deliveryPolicy"}
