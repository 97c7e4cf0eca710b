package provider

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/fakeoci"
	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/oci"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"
)

// rig is a configured provider against a fake OCI.
type rig struct {
	*Provider
	t    *testing.T
	fake *fakeoci.Server
	logs []string // what the user was told
}

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{t: t, fake: fakeoci.New()}
	t.Cleanup(r.fake.Close)
	p, err := New(Options{
		Options: oci.Options{
			Getenv:    func(name string) string { return map[string]string{"CLIENT_HOST_OVERRIDES": r.overrides()}[name] },
			FirstPoll: time.Millisecond, LastPoll: time.Millisecond, RetryPause: time.Millisecond,
		},
		Log: func(_, message string, _ bool) { r.logs = append(r.logs, message) },
	})
	if err != nil {
		t.Fatal(err)
	}
	r.Provider = p
	_, err = p.Configure(context.Background(), &pulumirpc.ConfigureRequest{Args: toStruct(t, credentials())})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// overrides sends all clients of the table to the fake.
func (r *rig) overrides() string {
	out := ""
	for _, e := range r.resources {
		out += e.Service.Client + "=" + r.fake.URL + ";"
	}
	for _, f := range r.functions {
		out += f.Service.Client + "=" + r.fake.URL + ";"
	}
	return out
}

var testKey = sync.OnceValue(func() string {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}))
})

func credentials() map[string]any {
	return map[string]any{
		"tenancyOcid": "ocid1.tenancy.oc1..a", "userOcid": "ocid1.user.oc1..a", "region": "us-ashburn-1",
		"fingerprint": "00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff", "privateKey": testKey(),
	}
}

// urn is that of a resource called "it".
func urn(token string) string { return "urn:pulumi:test::cxbridge::" + token + "::it" }

const ruleToken = "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule"

// samples are the inputs of testdata/resources.json by token, and those of the
// types that lie inside another resource.
func (r *rig) samples() map[string]map[string]any {
	r.t.Helper()
	text, err := os.ReadFile("testdata/resources.json")
	if err != nil {
		r.t.Fatal(err)
	}
	samples := map[string]map[string]any{}
	if err := json.Unmarshal(text, &samples); err != nil {
		r.t.Fatal(err)
	}
	samples["oci:Kms/key:Key"] = map[string]any{
		"compartmentId": "ocid1.compartment.oc1..a", "displayName": "k", "managementEndpoint": r.fake.URL,
		"keyShape": map[string]any{"algorithm": "AES", "length": 32.0},
	}
	group := r.make("oci:Core/networkSecurityGroup:NetworkSecurityGroup", samples["oci:Core/networkSecurityGroup:NetworkSecurityGroup"])
	samples[ruleToken] = map[string]any{
		"networkSecurityGroupId": group.Id, "direction": "INGRESS", "protocol": "6", "source": "0.0.0.0/0",
		"tcpOptions": map[string]any{"destinationPortRange": map[string]any{"min": 443.0, "max": 443.0}},
	}
	samples["oci:Logging/log:Log"] = map[string]any{
		"logGroupId": "ocid1.loggroup.oc1.iad.x", "displayName": "l", "logType": "SERVICE", "isEnabled": true,
		"configuration": map[string]any{"source": map[string]any{
			"sourceType": "OCISERVICE", "service": "functions", "resource": "ocid1.fnapp.oc1..a", "category": "invoke"}},
	}
	return samples
}

// make checks and creates a resource, and fails the test if it cannot.
func (r *rig) make(token string, inputs map[string]any) *pulumirpc.CreateResponse {
	r.t.Helper()
	made, err := r.Create(context.Background(), &pulumirpc.CreateRequest{
		Urn: urn(token), Properties: r.checked(token, inputs),
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return made
}

// checked are the inputs as Check gives them to the engine.
func (r *rig) checked(token string, inputs map[string]any) *structpb.Struct {
	r.t.Helper()
	answer, err := r.Check(context.Background(), &pulumirpc.CheckRequest{
		Urn: urn(token), News: toStruct(r.t, inputs), RandomSeed: []byte{1, 2, 3, 4},
	})
	if err != nil {
		r.t.Fatal(err)
	}
	for _, f := range answer.Failures {
		r.t.Fatalf("check of %s: %s: %s", token, f.Property, f.Reason)
	}
	return answer.Inputs
}

func (r *rig) diff(token string, state, inputs *structpb.Struct) *pulumirpc.DiffResponse {
	r.t.Helper()
	answer, err := r.Diff(context.Background(), &pulumirpc.DiffRequest{Urn: urn(token), Id: "x", Olds: state, News: inputs})
	if err != nil {
		r.t.Fatal(err)
	}
	return answer
}

// toStruct marshals values, of which some may be wire.Unknown.
func toStruct(t *testing.T, values map[string]any) *structpb.Struct {
	t.Helper()
	s, err := write(values, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func fromStruct(t *testing.T, s *structpb.Struct) map[string]any {
	t.Helper()
	v, err := read("test", s)
	if err != nil {
		t.Fatal(err)
	}
	return v.plain
}

// isSecret says whether a property is marked secret on its way to the engine.
func isSecret(s *structpb.Struct, name string) bool {
	return s.GetFields()[name].GetStructValue().GetFields()[resource.SigKey].GetStringValue() == resource.SecretSig
}
