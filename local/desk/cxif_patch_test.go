package desk_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cxbridge/cxbridge/local/desk"
)

const password0 = "/listener-locality/external-listener/listener-auth/basic/password"

func TestPatch(t *testing.T) {
	c := start(t, with(cxifOptions(t), func(f *desk.Fidelity) { f.MaskSecrets = false }))
	one := registrations + "/" + c.register(registration(listenerURL, `/eventType eq "A"`, basicAuth))
	tests := []struct{ name, patch, word string }{
		{"replace", `[{"op":"replace","path":"/affiliated-apis/0/query","value":"/eventType eq \"B\""}]`, `eq \"B\"`},
		{"add an API", `[{"op":"add","path":"/affiliated-apis/-","value":{"api-name":"other","api-version":"v5"}}]`, `"other"`},
		{"remove it", `[{"op":"remove","path":"/affiliated-apis/1"}]`, `eq \"B\"`},
		{"a secret, tested", `[{"op":"test","path":"` + password0 + `","value":"its secret"},{"op":"replace","path":"` + password0 + `","value":"a new one"}]`, `"a new one"`},
		{"copy and move", `[{"op":"copy","from":"/affiliated-apis/0","path":"/affiliated-apis/1"},{"op":"move","from":"/affiliated-apis/1/api-id","path":"/affiliated-apis/1/api-number"}]`, `"api-number": "orcl-621"`},
		{"other credentials", `[{"op":"remove","path":"/listener-locality/external-listener/listener-auth/basic"},
			{"op":"add","path":"/listener-locality/external-listener/listener-auth/oidc-client-credentials","value":{"identity-uri":"https://i.example","client-id":"c","client-secret":"s"}}]`, `"client-secret": "s"`},
		{"other members are ignored", `[{"op":"test","path":"/type","value":"external","comment":"x"}]`, ``},
	}
	for _, test := range tests {
		a := c.must(200, "PATCH", one, test.patch, "Content-Type", "application/json-patch+json")
		if !strings.Contains(a.body, test.word) {
			t.Errorf("%s: %s", test.name, a.body)
		}
		if got := c.must(200, "GET", one, "").body; got != a.body {
			t.Errorf("%s: the answer was\n%s\nthen there is\n%s", test.name, a.body, got)
		}
	}
}

func TestPatchesThatAreRefused(t *testing.T) {
	c := start(t, cxifOptions(t))
	one := registrations + "/" + c.register(registration(listenerURL, `/eventType eq "A"`, basicAuth))
	before := c.must(200, "GET", one, "").body
	change := `{"op":"replace","path":"/affiliated-apis/0/query","value":"/eventType eq \"B\""}`
	tests := []struct{ name, patch, word string }{
		{"empty", ``, "EOF"},
		{"an object", change, "an object"},
		{"null", `null`, "0 operations"},
		{"nothing", `[]`, "0 operations"},
		{"many", "[" + strings.Repeat(change+",", 200) + change + "]", "201 operations"},
		{"unknown", `[{"op":"exchange","path":"/type"}]`, "/0/op"},
		{"no path", `[{"op":"remove"}]`, "/0/path: is required"},
		{"everything", `[{"op":"replace","path":"","value":{}}]`, "/0/path: names all"},
		{"no slash", `[{"op":"replace","path":"type","value":"external"}]`, "/0/path: \"type\" must begin"},
		{"no value", `[{"op":"test","path":"/type"}]`, "/0/value: is required"},
		{"no from", `[{"op":"move","path":"/type"}]`, "/0/from: is required"},
		{"member twice", `[{"op":"remove","op":"add","path":"/type"}]`, "/0/op is given twice"},
		{"missing", `[{"op":"replace","path":"/affiliated-apis/7/query","value":"x"}]`, "cannot be applied"},
		{"negative", `[{"op":"remove","path":"/affiliated-apis/-1"}]`, "cannot be applied"},
		{"a test that fails", "[" + change + `,{"op":"test","path":"` + password0 + `","value":"not its secret"}]`, "cannot be applied"},
		{"wrong at its end", "[" + change + `,{"op":"remove","path":"/type"}]`, "/type"},
		{"wrong query", `[{"op":"replace","path":"/affiliated-apis/0/query","value":"/eventType"}]`, "/affiliated-apis/0/query"},
		{"unknown member", `[{"op":"add","path":"/colour","value":"red"}]`, "/colour is unknown"},
		{"id", `[{"op":"replace","path":"/id","value":"x"}]`, "/id: cannot be changed"},
		{"the mask", `[{"op":"replace","path":"` + password0 + `","value":"********"}]`, "/basic/password"},
		{"a secret shown", `[{"op":"copy","from":"` + password0 + `","path":"/affiliated-apis/0/query"}]`, "/0/from: is a secret"},
		{"a secret shown at last", `[{"op":"add","path":"/x","value":{}},{"op":"copy","from":"/listener-locality","path":"/x/y"},
			{"op":"move","from":"/x/y/external-listener/listener-auth/basic/password","path":"/listener-locality/external-listener/listener-auth/basic/username"},{"op":"remove","path":"/x"}]`, "/2/from: is a secret"},
		{"wrong type", `[{"op":"replace","path":"` + password0 + `","value":{"its secret":1}}]`, "wrong type"},
		{"bomb", `[{"op":"add","path":"/a","value":[0]}` + strings.Repeat(`,{"op":"copy","from":"/a","path":"/a/-"}`, 60) + `]`, "cannot be applied"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := &client{t: t, url: c.url, http: c.http}
			c.tmf(400, test.word, "PATCH", one, test.patch)
			if diff := cmp.Diff(before, c.must(200, "GET", one, "").body); diff != "" {
				t.Errorf("it was changed: %s", diff)
			}
		})
	}
	c.tmf(404, "none", "PATCH", registrations+"/none", "["+change+"]")
}

func TestSlipsOfTheDocumentation(t *testing.T) {
	slips, err := os.ReadFile("testdata/cxif/registration-slips.txt")
	if err != nil {
		t.Fatal(err)
	}
	const patch = `[{"op":"replace","path":"affiliated-apis/0/api-version","value":"v2"}]`
	strict := start(t, cxifOptions(t))
	strict.tmf(400, "invalid character", "POST", registrations, string(slips))

	c := start(t, with(cxifOptions(t), func(f *desk.Fidelity) { f.LenientRegistrations = true }))
	id := c.register(string(slips))
	a := c.must(200, "POST", registrations+"/"+id, patch)
	a.contains(t, `"api-number": "orcl-200"`, `"api-version": "v2"`,
		`"query": "(/eventType eq \"/event/TaxEvent3\" or /eventType eq \"/event/TaxEvent1\" and \"/event/TaxEvent3/familyName\" eq \"abc\")"`)
	c.tmf(400, "unknown", "POST", registrations, `{"colour":"red"}`)
}
