package cloud_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/oracle/oci-go-sdk/v65/apigateway"
	"github.com/oracle/oci-go-sdk/v65/artifacts"
	"github.com/oracle/oci-go-sdk/v65/core"
	"github.com/oracle/oci-go-sdk/v65/functions"
	"github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/oracle/oci-go-sdk/v65/keymanagement"
	"github.com/oracle/oci-go-sdk/v65/logging"
	"github.com/oracle/oci-go-sdk/v65/monitoring"
	"github.com/oracle/oci-go-sdk/v65/nosql"
	"github.com/oracle/oci-go-sdk/v65/ons"
	"github.com/oracle/oci-go-sdk/v65/vault"
)

func stackTags(stack string) map[string]string {
	return map[string]string{"project": "cxbridge", "stack": stack}
}

// tagged makes a stack's things, with its tags, by their bodies, in which <name> is the
// OCID of a thing made before.
type tagged struct {
	*bench
	made map[string]string
}

func newTagged(t testing.TB, b *bench, stack string) tagged {
	return tagged{b, map[string]string{"here": compartment, "tenancy": tenancy, "shape": string(machineShape()), "stack": stack, "image": b.pushFunction(t)}}
}

// fill puts what there is for <name> in its place.
func (s tagged) fill(text string) string {
	for name, id := range s.made {
		text = strings.ReplaceAll(text, "<"+name+">", id)
	}
	return text
}

// post asks for one thing.
func (s tagged) post(t testing.TB, path, body string) (*http.Response, string) {
	t.Helper()
	tags, _ := json.Marshal(stackTags(s.made["stack"]))
	return s.raw(t, "POST", s.fill(path), s.fill(fmt.Sprintf(`{"freeformTags":%s,%s}`, tags, body)))
}

// make creates one thing. Some services answer no body: its OCID is in the work request then.
func (s tagged) make(t testing.TB, name, path, body string) {
	t.Helper()
	r, answer := s.post(t, path, body)
	if r.StatusCode >= 300 {
		t.Fatalf("creating %s: %d %s", name, r.StatusCode, answer)
	}
	if work := r.Header.Get("Opc-Work-Request-Id"); answer == "" && work != "" {
		version, _, _ := strings.Cut(path[1:], "/")
		_, answer = s.raw(t, "GET", "/"+version+"/workRequests/"+work, "")
	}
	var thing struct {
		ID, TopicID string
		Resources   []struct{ Identifier string }
	}
	if err := json.Unmarshal([]byte(answer), &thing); err != nil {
		t.Fatalf("creating %s: %v in %s", name, err, answer)
	}
	s.made[name] = cmp.Or(thing.ID, thing.TopicID)
	if len(thing.Resources) > 0 {
		s.made[name] = thing.Resources[0].Identifier
	}
}

// listing is how the SDK's client lists one type.
type listing struct {
	name string
	list func() ([]any, error)
}

// by gives the items of a list operation, whatever their type, read one a page.
func by[Q, R any](operation func(context.Context, Q) (R, error), request Q) func() ([]any, error) {
	field := func(name string) reflect.Value { return reflect.ValueOf(&request).Elem().FieldByName(name) }
	return func() (all []any, err error) {
		field("Limit").Set(reflect.New(field("Limit").Type().Elem()))
		field("Limit").Elem().SetInt(1)
		for {
			answer, err := operation(ctx, request)
			if err != nil {
				return nil, err
			}
			items := reflect.ValueOf(answer).FieldByName("Items")
			if items.Len() > 1 {
				return nil, fmt.Errorf("%d items on a page of 1", items.Len())
			}
			for i := range items.Len() {
				all = append(all, items.Index(i).Interface())
			}
			next := reflect.ValueOf(answer).FieldByName("OpcNextPage")
			if next.IsNil() {
				return all, nil
			}
			field("Page").Set(next)
		}
	}
}

// owned are the OCIDs of those that have the tags of a stack.
func owned(stack string, list []any) (ids []string) {
	for _, item := range list {
		v := reflect.ValueOf(item)
		id := v.FieldByName("Id")
		if !id.IsValid() {
			id = v.FieldByName("TopicId")
		}
		if gocmp.Equal(v.FieldByName("FreeformTags").Interface(), stackTags(stack)) {
			ids = append(ids, id.Elem().String())
		}
	}
	return ids
}

// incomplete are the fields that the SDK promises of an item and that it has not.
func incomplete(item any) (fields []string) {
	v := reflect.ValueOf(item)
	for i := range v.NumField() {
		if f := v.Type().Field(i); f.Tag.Get("mandatory") == "true" && v.Field(i).IsZero() {
			fields = append(fields, f.Name)
		}
	}
	return fields
}

// What cleans up after a stack finds its things by their tags in lists, beside another's.
func TestListsHaveTheTagsOfEveryType(t *testing.T) {
	b := start(t)
	s, other := newTagged(t, b, "test"), newTagged(t, b, "other")
	for _, c := range taggedThings {
		s.make(t, c.name, c.path, c.body)
		other.made[c.name] = s.made[c.name]
		if c.name != "vault" && c.name != "key" { // the path of keys leads to the first vault
			other.make(t, c.name, c.path, c.body)
		}
	}
	for _, l := range s.listings(t) {
		t.Run(l.name, func(t *testing.T) {
			list, err := l.list()
			if err != nil {
				t.Fatal(err)
			}
			if got := owned("test", list); len(got) != 1 || got[0] != s.made[l.name] {
				t.Errorf("%s has the tags of the stack, want %s", got, s.made[l.name])
			}
			for _, item := range list {
				if missing := incomplete(item); missing != nil {
					t.Errorf("%v: the SDK's model has %v for certain", item, missing)
				}
			}
		})
	}
}

type taggedThing struct{ name, path, body string }

var taggedThings = []taggedThing{
	{"VCN", "/20160918/vcns", `"compartmentId":"<here>","cidrBlocks":["10.0.0.0/16"]`},
	{"internet gateway", "/20160918/internetGateways", `"compartmentId":"<here>","vcnId":"<VCN>","isEnabled":true`},
	{"NAT gateway", "/20160918/natGateways", `"compartmentId":"<here>","vcnId":"<VCN>"`},
	{"service gateway", "/20160918/serviceGateways", `"compartmentId":"<here>","vcnId":"<VCN>","services":[]`},
	{"route table", "/20160918/routeTables", `"compartmentId":"<here>","vcnId":"<VCN>","routeRules":[]`},
	{"security list", "/20160918/securityLists", `"compartmentId":"<here>","vcnId":"<VCN>","egressSecurityRules":[],"ingressSecurityRules":[]`},
	{"network security group", "/20160918/networkSecurityGroups", `"compartmentId":"<here>","vcnId":"<VCN>"`},
	{"subnet", "/20160918/subnets", `"compartmentId":"<here>","vcnId":"<VCN>","cidrBlock":"10.0.0.0/24"`},
	{"dynamic group", "/20160918/dynamicGroups", `"compartmentId":"<tenancy>","name":"<stack>","description":"test","matchingRule":"resource.type = 'fnfunc'"`},
	{"policy", "/20160918/policies", `"compartmentId":"<here>","name":"<stack>","description":"test","statements":["Allow any-user to use fn-invocation in tenancy"]`},
	{"vault", "/20180608/vaults", `"compartmentId":"<here>","displayName":"v","vaultType":"DEFAULT"`},
	{"key", "/20180608/keys", `"compartmentId":"<here>","displayName":"k","keyShape":{"algorithm":"AES","length":32}`},
	{"secret", "/20180608/secrets", `"compartmentId":"<here>","secretName":"<stack>","vaultId":"<vault>","keyId":"<key>","secretContent":{"contentType":"BASE64","content":"eA=="}`},
	{"repository", "/20160918/container/repositories", `"compartmentId":"<here>","displayName":"<stack>/sms"`},
	{"application", "/20181201/applications", `"compartmentId":"<here>","displayName":"<stack>","subnetIds":["<subnet>"],"shape":"<shape>"`},
	{"function", "/20181201/functions", `"applicationId":"<application>","displayName":"f","image":"<image>","memoryInMBs":128`},
	{"gateway", "/20190501/gateways", `"compartmentId":"<here>","endpointType":"PUBLIC","subnetId":"<subnet>"`},
	{"deployment", "/20190501/deployments", `"compartmentId":"<here>","gatewayId":"<gateway>","pathPrefix":"/d","specification":{"routes":[{"path":"/","backend":{"type":"STOCK_RESPONSE_BACKEND","status":200}}]}`},
	{"log group", "/20200531/logGroups", `"compartmentId":"<here>","displayName":"<stack>"`},
	{"log", "/20200531/logGroups/<log group>/logs", `"displayName":"l","logType":"SERVICE","configuration":{"source":{"sourceType":"OCISERVICE","service":"functions","resource":"<application>","category":"invoke"}}`},
	{"topic", "/20181201/topics", `"compartmentId":"<here>","name":"<stack>"`},
	{"subscription", "/20181201/subscriptions", `"compartmentId":"<here>","topicId":"<topic>","protocol":"ORACLE_FUNCTIONS","endpoint":"<function>"`},
	{"alarm", "/20180401/alarms", `"compartmentId":"<here>","displayName":"a","metricCompartmentId":"<here>","namespace":"n","query":"m[1m].sum() > 0","severity":"INFO","destinations":["<topic>"],"isEnabled":true`},
	{"table", "/20190828/tables", `"compartmentId":"<here>","name":"<stack>","ddlStatement":"CREATE TABLE <stack> (id STRING, PRIMARY KEY (id))","tableLimits":{"maxReadUnits":1,"maxWriteUnits":1,"maxStorageInGBs":1}`},
}

func (s tagged) listings(t testing.TB) []listing {
	in, vcn, iam, fn, logs := str(compartment), s.network(t), s.identity(t), s.functions(t), s.logging(t)
	edge := newEdge(t, &net{bench: s.bench})
	keys := s.keys(t, keymanagement.Vault{ManagementEndpoint: str(s.URL())})
	secrets, err := vault.NewVaultsClientWithConfigurationProvider(s.provider)
	point(t, s.bench, &secrets.BaseClient, err)
	return []listing{
		{"VCN", by(vcn.ListVcns, core.ListVcnsRequest{CompartmentId: in})},
		{"internet gateway", by(vcn.ListInternetGateways, core.ListInternetGatewaysRequest{CompartmentId: in})},
		{"NAT gateway", by(vcn.ListNatGateways, core.ListNatGatewaysRequest{CompartmentId: in})},
		{"service gateway", by(vcn.ListServiceGateways, core.ListServiceGatewaysRequest{CompartmentId: in})},
		{"route table", by(vcn.ListRouteTables, core.ListRouteTablesRequest{CompartmentId: in})},
		{"security list", by(vcn.ListSecurityLists, core.ListSecurityListsRequest{CompartmentId: in})},
		{"network security group", by(vcn.ListNetworkSecurityGroups, core.ListNetworkSecurityGroupsRequest{CompartmentId: in})},
		{"subnet", by(vcn.ListSubnets, core.ListSubnetsRequest{CompartmentId: in})},
		{"dynamic group", by(iam.ListDynamicGroups, identity.ListDynamicGroupsRequest{CompartmentId: str(tenancy)})},
		{"policy", by(iam.ListPolicies, identity.ListPoliciesRequest{CompartmentId: in})},
		{"vault", by(s.vaults(t).ListVaults, keymanagement.ListVaultsRequest{CompartmentId: in})},
		{"key", by(keys.ListKeys, keymanagement.ListKeysRequest{CompartmentId: in})},
		{"secret", by(secrets.ListSecrets, vault.ListSecretsRequest{CompartmentId: in})},
		{"repository", by(s.artifacts(t).ListContainerRepositories, artifacts.ListContainerRepositoriesRequest{CompartmentId: in})},
		{"application", by(fn.ListApplications, functions.ListApplicationsRequest{CompartmentId: in})},
		{"function", by(fn.ListFunctions, functions.ListFunctionsRequest{ApplicationId: str(s.made["application"])})},
		{"gateway", by(edge.ListGateways, apigateway.ListGatewaysRequest{CompartmentId: in})},
		{"deployment", by(edge.deployments.ListDeployments, apigateway.ListDeploymentsRequest{CompartmentId: in})},
		{"log group", by(logs.ListLogGroups, logging.ListLogGroupsRequest{CompartmentId: in})},
		{"log", by(logs.ListLogs, logging.ListLogsRequest{LogGroupId: str(s.made["log group"])})},
		{"topic", by(s.topics(t).ListTopics, ons.ListTopicsRequest{CompartmentId: in})},
		{"subscription", by(s.messages(t).ListSubscriptions, ons.ListSubscriptionsRequest{CompartmentId: in})},
		{"alarm", by(s.monitoring(t).ListAlarms, monitoring.ListAlarmsRequest{CompartmentId: in})},
		{"table", by(newTables(t, s.bench).ListTables, nosql.ListTablesRequest{CompartmentId: in})},
	}
}
