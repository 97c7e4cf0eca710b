package wire

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/schema"
	"github.com/google/go-cmp/cmp"
)

func load(t testing.TB) *schema.Schema {
	t.Helper()
	s, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

type object = map[string]any

// TestTranslate has each difference between Pulumi's and OCI's spelling once,
// in both directions.
func TestTranslate(t *testing.T) {
	for _, test := range []struct {
		name, token  string
		values, body object
	}{
		{"the same", "oci:Core/vcn:Vcn", object{"dnsLabel": "a"}, object{"dnsLabel": "a"}},
		{"another case", "oci:Core/vcn:Vcn", object{"ipv6privateCidrBlocks": []any{"a"}}, object{"ipv6PrivateCidrBlocks": []any{"a"}}},
		{"a number in a string", "oci:Functions/function:Function", object{"memoryInMbs": "256"}, object{"memoryInMBs": json.Number("256")}},
		{"a number", "oci:Functions/function:Function", object{"timeoutInSeconds": 30.0}, object{"timeoutInSeconds": json.Number("30")}},
		{"with is", "oci:Core/internetGateway:InternetGateway", object{"enabled": true}, object{"isEnabled": true}},
		{"renamed", "oci:Core/vcn:Vcn", object{"state": "AVAILABLE"}, object{"lifecycleState": "AVAILABLE"}},
		{"tags", "oci:Core/vcn:Vcn", object{"definedTags": object{"Ops.Cost.Center": "42", "Ops.Team": "a"}},
			object{"definedTags": object{"Ops": object{"Cost.Center": "42", "Team": "a"}}}},
		{"flattened ports", "oci:Core/securityList:SecurityList",
			object{"egressSecurityRules": []any{object{"tcpOptions": object{"min": 1.0, "max": 2.0, "sourcePortRange": object{"min": 3.0, "max": 4.0}}}}},
			object{"egressSecurityRules": []any{object{"tcpOptions": object{
				"destinationPortRange": object{"min": json.Number("1"), "max": json.Number("2")},
				"sourcePortRange":      object{"min": json.Number("3"), "max": json.Number("4")}}}}}},
		{"keyed list and singular names", "oci:ApiGateway/deployment:Deployment",
			object{"specification": object{"routes": []any{object{"requestPolicies": object{
				"authorization":  object{"type": "ANY_OF", "allowedScopes": []any{"x"}},
				"bodyValidation": object{"contents": []any{object{"mediaType": "application/json", "validationType": "NONE"}}}}}}}},
			object{"specification": object{"routes": []any{object{"requestPolicies": object{
				"authorization":  object{"type": "ANY_OF", "allowedScope": []any{"x"}},
				"bodyValidation": object{"content": object{"application/json": object{"validationType": "NONE"}}}}}}}}},
		{"cache keys", "oci:ApiGateway/deployment:Deployment",
			object{"specification": object{"requestPolicies": object{"authentication": object{"cacheKeys": []any{"a"}}}}},
			object{"specification": object{"requestPolicies": object{"authentication": object{"cacheKey": []any{"a"}}}}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := load(t)
			codec, props := Codec{Types: s.Types}, s.Resources[test.token].Properties
			body, err := codec.Encode(props, test.values)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.body, body); diff != "" {
				t.Errorf("encoded (-want +got):\n%s", diff)
			}
			values, err := codec.Decode(props, test.body)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.values, values); diff != "" {
				t.Errorf("decoded (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEncodeRefuses(t *testing.T) {
	s := load(t)
	codec := Codec{Types: s.Types}
	for _, test := range []struct {
		token  string
		values object
		want   string
	}{
		{"oci:Functions/function:Function", object{"memoryInMbs": "much"}, "memoryInMbs: \"much\" is not a whole number"},
		{"oci:Functions/function:Function", object{"image": Unknown{}}, "image: its value is not known yet"},
		{"oci:Core/vcn:Vcn", object{"definedTags": object{"a": "b"}}, "definedTags: tag \"a\" has no namespace"},
	} {
		_, err := codec.Encode(s.Resources[test.token].Properties, test.values)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v: error %v, want %s", test.values, err, test.want)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	s := load(t)
	_, err := Codec{Types: s.Types}.Decode(s.Resources["oci:Core/vcn:Vcn"].Properties, object{"cidrBlocks": "10.0.0.0/16"})
	if err == nil || !strings.Contains(err.Error(), "cidrBlocks") {
		t.Errorf("error %v", err)
	}
}

// FuzzRoundTrip: what is sent and told back is what was meant, whatever the
// strings and numbers in it are; and what it is compared with is equal to it.
func FuzzRoundTrip(f *testing.F) {
	s := load(f)
	codec, props := Codec{Types: s.Types}, s.Resources["oci:ApiGateway/deployment:Deployment"].Properties
	f.Add("/webhooks", "application/json", "request.headers[X]", "Ops.Cost", 10.0, true)
	f.Add("", "\x00", "ü\"\\", "a.b.c", 1e21, false)
	f.Fuzz(func(t *testing.T, path, media, expression, tag string, number float64, flag bool) {
		if math.IsNaN(number) || math.IsInf(number, 0) || !utf8.ValidString(strings.Join([]string{path, media, expression, tag}, " ")) {
			t.Skip("JSON has no such value")
		}
		values := object{
			"pathPrefix": path, "definedTags": object{"n." + tag: expression},
			"specification": object{
				"requestPolicies": object{"rateLimiting": object{"rateInRequestsPerSecond": number},
					"authentication": object{"parameters": object{expression: path}}},
				"routes": []any{object{"path": path, "backend": object{"type": media, "isSslVerifyDisabled": flag},
					"requestPolicies": object{"bodyValidation": object{"contents": []any{object{"mediaType": media, "validationType": path}}}}}},
			},
		}
		body, err := codec.Encode(props, values)
		if err != nil {
			t.Fatal(err)
		}
		back, err := codec.Decode(props, throughJSON(t, body))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(throughJSON(t, values), throughJSON(t, back)); diff != "" {
			t.Errorf("round trip (-before +after):\n%s", diff)
		}
		for name, wanted := range values {
			if live := codec.Project(props[name], wanted, back[name], false); !Equal(wanted, live) {
				t.Errorf("%s is not as it was wanted: %v", name, live)
			}
		}
	})
}

func throughJSON(t *testing.T, v object) object {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.UseNumber()
	var out object
	if err := decoder.Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEqual(t *testing.T) {
	for _, test := range []struct {
		a, b any
		want bool
	}{
		{nil, "", true},
		{object{}, []any{}, true},
		{object{"a": ""}, nil, true},
		{"", false, false},
		{1.0, 1.0, true},
		{"1", 1.0, false},
		{[]any{"a", "b"}, []any{"b", "a"}, false},
		{object{"a": []any{"x"}, "b": nil}, object{"a": []any{"x"}}, true},
		{Unknown{}, Unknown{}, false},
		{object{"a": Unknown{}}, object{"a": "b"}, false},
	} {
		if got := Equal(test.a, test.b); got != test.want {
			t.Errorf("Equal(%v, %v) is %v", test.a, test.b, got)
		}
	}
}
