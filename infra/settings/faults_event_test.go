package settings_test

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/infra/settings/settingstest"
	"github.com/google/go-cmp/cmp"
)

const (
	// right is an account that listeners can have.
	right = `"basic":{"username":"u","password":"0123456789abcdef"}`
	// client is an OAuth client, without the end of its object.
	client = `"oidcClientCredentials":{"identityUri":"https://i.example/token","clientId":"c","clientSecret":"a client's secret",
		"jwksUri":"https://i.example/keys","issuers":["https://i.example/"],"audiences":["us"],"verifyClaims":{"client_id":["c"]}`
)

// listener is the change to one listener, of an API that is right but for what is said besides.
func listener(more ...string) map[string]string {
	return one("listeners", `[{"apiName":"a","apiVersion":"v4","apiId":"orcl-1",`+strings.Join(more, ",")+`}]`)
}

func TestListenerFaults(t *testing.T) {
	oidc := func(more string) map[string]string { return listener(client + `,` + more + `}`) }
	basic := func(user, password string) map[string]string {
		return listener(fmt.Sprintf(`"basic":{"username":%q,"password":%q}`, user, password))
	}
	hub := func(path string) map[string]string { return listener(right, `"apiId":""`, `"hub":"`+path+`"`) }
	const key, account, token = "listeners[0]", "listeners[0].basic", "listeners[0].oidcClientCredentials"
	testFaults(t, map[string]faultTest{
		"listener":           {listener(right), "", ""},
		"listener of tokens": {listener(client + `}`), "", ""},
		"no listeners":       {one("listeners", `[]`), "", ""},
		"listeners a map":    {one("listeners", `{}`), "listeners", "is a list of {apiName, apiVersion"},
		"key unknown":        {listener(right, `"version":"v4"`), key + ".version", "its keys are apiName"},
		"key unknown below":  {listener(`"basic":{"username":"u","password":"0123456789abcdef","realm":"r"}`), account + ".realm", "its keys are username, password"},

		"name missing":         {listener(right, `"apiName":""`), key + ".apiName", "is missing"},
		"name with a slash":    {listener(right, `"apiName":"a/b"`), key + ".apiName", "letters, digits, _ and -"},
		"name encoded":         {listener(right, `"apiName":"a%62"`), key + ".apiName", "letters, digits, _ and -"},
		"name of endpoints":    {listener(right, `"apiName":"endpoints"`), key + ".apiName", "is taken"},
		"key of endpoints":     {listener(right, `"apiName":"CXbridge-endpoints"`), key + ".apiName", "is taken"},
		"version missing":      {listener(right, `"apiVersion":""`), key + ".apiVersion", "is missing"},
		"version a number":     {listener(right, `"apiVersion":"4"`), key + ".apiVersion", "write it like v4"},
		"number instead of id": {listener(right, `"apiId":""`, `"apiNumber":"orcl-678"`), "", ""},
		"number besides id":    {listener(right, `"apiNumber":"orcl-678"`), key + ".apiNumber", "leave out the one or the other"},
		"neither":              {listener(right, `"apiId":""`), key + ".apiId", "or set hub to register through"},
		"id not like an id":    {listener(right, `"apiId":"Orcl-1"`), key + ".apiId", "1 to 4 digits"},
		"hub":                  {hub("/tmf-api/troubleTicket/v4/hub"), "", ""},
		"hub besides id":       {listener(right, `"hub":"/a/v4/hub"`), key + ".hub", "leave out the one or the other"},
		"hub elsewhere":        {hub("https://a.example/a/v4/hub"), key + ".hub", "is no path of a hub"},
		"hub with a query":     {hub("/a/v4/hub?x=/hub"), key + ".hub", "is no path of a hub"},
		"hub of an API":        {hub("/a/v4"), key + ".hub", "such as /troubleTicket/v4/hub"},
		"hub of no API":        {hub("/hub"), key + ".hub", "is no path of a hub"},
		"hub outside":          {hub("/../a/v4/hub"), key + ".hub", "is no path of a hub"},
		"hub of version 5":     {hub("/a/v5/hub"), key + ".hub", "of v5, while apiVersion is v4"},
		"query":                {listener(right, `"query":"/eventType eq \"A\" and /event/a/b eq \"c\""`), "", ""},
		"query wrong":          {listener(right, `"query":"/eventType = \"A\""`), key + ".query", "leave it out for all events"},
		"query hostile":        {listener(right, `"query":"`+strings.Repeat("(", 1<<16)+`"`), key + ".query", "cannot be read"},

		"no credentials":   {listener(`"query":""`), key, "every event would be refused"},
		"both credentials": {listener(right, client+`}`), key, "leave one of them out"},
		"user missing":     {basic("", "0123456789abcdef"), account + ".username", "is missing"},
		"user's colon":     {basic("a:b", "0123456789abcdef"), account + ".username", "holds a colon"},
		"user's letters":   {basic("é", "0123456789abcdef"), account + ".username", "printable"},
		"password missing": {basic("u", ""), account + ".password", "--path 'listeners[0].basic.password'"},
		"password short":   {basic("u", "0123456789abcde"), account + ".password", "openssl rand -hex 32"},
		"password's signs": {basic("u", "0123456789abcdef\n"), account + ".password", "printable"},
		"password's type":  {listener(`"basic":{"username":"u","password":1234567890123456}`), account + ".password", "a secret is a text"},

		"token endpoint plain":    {oidc(`"identityUri":"http://i.example/token"`), token + ".identityUri", "is not https"},
		"token endpoint local":    {oidc(`"identityUri":"http://127.0.0.1:8482/token"`), "", ""},
		"token endpoint's user":   {oidc(`"identityUri":"https://u:p@i.example/token"`), token + ".identityUri", "holds a user"},
		"client missing":          {oidc(`"clientId":""`), token + ".clientId", "is missing"},
		"client's secret":         {oidc(`"clientSecret":""`), token + ".clientSecret", "config set --secret --path 'listeners[0].oidc"},
		"keys missing":            {oidc(`"jwksUri":""`), token + ".jwksUri", "is missing"},
		"keys plain":              {oidc(`"jwksUri":"http://127.0.0.1/keys"`), token + ".jwksUri", "by https"},
		"keys plain, in capitals": {oidc(`"jwksUri":"HTTP://127.0.0.1/keys"`), token + ".jwksUri", "by https"},
		"keys of another scheme":  {oidc(`"jwksUri":"ftp://i.example/keys"`), token + ".jwksUri", "by https"},
		"keys' port":              {oidc(`"jwksUri":"https://i.example:99999/keys"`), token + ".jwksUri", "is no address"},
		"no issuer":               {oidc(`"issuers":[]`), token + ".issuers", "tokens for anybody would do"},
		"issuer empty":            {oidc(`"issuers":[""]`), token + ".issuers[0]", "is missing"},
		"issuers many":            {oidc(`"issuers":["1","2","3","4","5","6"]`), token + ".issuers", "OCI compares with 5"},
		"no audience":             {oidc(`"audiences":[]`), token + ".audiences", "tokens for anybody would do"},
		"no claim":                {oidc(`"verifyClaims":{}`), token + ".verifyClaims", "any client to which"},
		"claim to be filled in":   {oidc(`"verifyClaims":{"client_id":["<the client>"]}`), token + ".verifyClaims.client_id[0]", "still the placeholder"},
		"claim empty":             {oidc(`"verifyClaims":{"client_id":[""]}`), token + ".verifyClaims.client_id[0]", "is missing"},
		"claim of a long name":    {oidc(`"verifyClaims":{"https://i.example/id":[""]}`), token + `.verifyClaims["https://i.example/id"][0]`, "is missing"},
		"claim without a name":    {oidc(`"verifyClaims":{"":["c"]}`), token + ".verifyClaims", "no name"},
		"claim without a value":   {oidc(`"verifyClaims":{"client_id":[]}`), token + ".verifyClaims", "client_id"},
		"claims many": {oidc(`"verifyClaims":{"1":["c"],"2":["c"],"3":["c"],"4":["c"],"5":["c"],"6":["c"],"7":["c"],"8":["c"],"9":["c"],"10":["c"],"11":["c"]}`),
			token + ".verifyClaims", "OCI verifies 10"},
		"claim a text": {oidc(`"verifyClaims":{"client_id":"c"}`), token + ".verifyClaims", "cannot be read"},

		"API twice": {one("listeners", `[{"apiName":"a","apiVersion":"v4","apiId":"o-1",`+right+`},
			{"apiName":"A","apiVersion":"v4","apiId":"o-1",`+right+`}]`), "listeners[1].apiName", "whatever the letter case"},
		"accounts too long": {one("listeners", `[{"apiName":"a","apiVersion":"v4","apiId":"o-1","basic":{"username":"`+
			strings.Repeat("u", 25<<10)+`","password":"0123456789abcdef"}}]`), "listeners", "a secret takes 25600"},
	})
}

func TestEventFaults(t *testing.T) {
	config := func(key, value string) map[string]string {
		return map[string]string{"eventToIncident": `{"config":{"` + key + `":"` + value + `"}}`}
	}
	endpoint := func(path string) map[string]string {
		return one("endpoints", `[{"name":"sms-to-incident","path":"`+path+`"}]`)
	}
	and := func(some, more map[string]string) map[string]string {
		all := maps.Clone(some)
		maps.Copy(all, more)
		return all
	}
	none, clientSecret := one("listeners", "[]"), one("cxifClientSecret", "a client's secret")
	noContact := map[string]string{"b2cserviceContactId": "", "alarms": "[]"}
	testFaults(t, map[string]faultTest{
		"application missing":     {one("cxif", `{"username":"u"}`), "cxif.endpoint", "is missing"},
		"application not needed":  {and(none, one("cxif", `{}`)), "", ""},
		"application plain":       {one("cxif", `{"endpoint":"http://cxif.example","username":"u"}`), "cxif.endpoint", "is not https"},
		"application on loopback": {one("cxif", `{"endpoint":"http://[::1]:8482","username":"u"}`), "", ""},
		"application's query":     {one("cxif", `{"endpoint":"https://cxif.example?a=b","username":"u"}`), "cxif.endpoint", "without query"},
		"application's key":       {one("cxif", `{"endpoint":"https://cxif.example","username":"u","user":"u"}`), "cxif.user", "its keys are endpoint, workspace"},
		"workspace":               {one("cxif", `{"endpoint":"https://cxif.example","username":"u","workspace":"02"}`), "", ""},
		"workspace above":         {one("cxif", `{"endpoint":"https://cxif.example","username":"u","workspace":".."}`), "cxif.workspace", "a part of a path"},
		"workspace a path":        {one("cxif", `{"endpoint":"https://cxif.example","username":"u","workspace":"a/b"}`), "cxif.workspace", "a part of a path"},
		"account missing":         {one("cxif", `{"endpoint":"https://cxif.example"}`), "cxif.username", "is missing"},
		"account's colon":         {one("cxif", `{"endpoint":"https://cxif.example","username":"a:b"}`), "cxif.username", "holds a colon"},
		"account's password":      {one("cxifPassword", ""), "cxifPassword", "pulumi config set --secret cxifPassword"},
		"account of both kinds": {one("cxif", `{"endpoint":"https://cxif.example","username":"u","oidcClientCredentials":{}}`),
			"cxif", "leave one of them out"},
		"account's client": {one("cxif", `{"endpoint":"https://cxif.example",
			"oidcClientCredentials":{"identityUri":"https://i.example/token","clientId":"c"}}`), "cxifClientSecret", "is missing"},
		"account's client's key": {and(clientSecret, one("cxif", `{"endpoint":"https://cxif.example",
			"oidcClientCredentials":{"identityUri":"https://i.example/token","clientId":"c","clientSecret":"s"}}`)),
			"cxif.oidcClientCredentials.clientSecret", "its keys are identityUri, clientId, scope"},

		"no contact":           {noContact, "eventToIncident.b2cserviceContactId", "b2cserviceContactId will do, too"},
		"no contact, no need":  {and(noContact, none), "", ""},
		"contact of its own":   {and(noContact, one("eventToIncident", `{"b2cserviceContactId":"7"}`)), "", ""},
		"contact a number":     {and(noContact, one("eventToIncident", `{"b2cserviceContactId":7}`)), "", ""},
		"contact a name":       {one("eventToIncident", `{"b2cserviceContactId":"Ops"}`), "eventToIncident.b2cserviceContactId", "is no contact's id"},
		"contact a list":       {one("eventToIncident", `{"b2cserviceContactId":[1]}`), "eventToIncident.b2cserviceContactId", "cannot be read"},
		"contact nothing":      {one("eventToIncident", `{"b2cserviceContactId":null}`), "", ""},
		"function's memory":    {one("eventToIncident", `{"memoryInMBs":100}`), "eventToIncident.memoryInMBs", "OCI does not offer"},
		"function's key":       {one("eventToIncident", `{"mapping":[]}`), "eventToIncident.mapping", "its keys are config"},
		"function's own key":   {config("event_apis", "{}"), "eventToIncident.config.event_apis", "set by the stack itself"},
		"function's mappings":  {config("event_mappings", "[]"), "eventToIncident.config.event_mappings", "set by the stack itself"},
		"function's key wrong": {config("severity_ERROR", "x"), "eventToIncident.config.severity_ERROR", "is not a setting"},
		"function's region":    {config("default_region", "US"), "", ""},
		"region in words":      {config("default_region", "Germany"), "eventToIncident.config.default_region", "ISO 3166"},
		"region there is not":  {config("default_region", "XX"), "eventToIncident.config.default_region", "ISO 3166"},
		"configuration long":   {config("status_open", strings.Repeat("x", 3000)), "eventToIncident", "OCI takes 4096"},

		"mapping": {one("eventToIncident", `{"mappings":[{"eventTypes":["IndividualCreateEvent"],"subject":"/title"}],
			"statuses":{"held":"Waiting"},"severities":{"urgent":"1 - Most Severe"}}`), "", ""},
		"mapping's key":      {one("eventToIncident", `{"mappings":[{"eventTypes":["A"],"subjct":"/a"}]}`), "eventToIncident.mappings[0]", "subjct"},
		"mapping's path":     {one("eventToIncident", `{"mappings":[{"eventTypes":["A"],"text":"a"}]}`), "eventToIncident.mappings[0].text", "go doc ./shared/tmf"},
		"mappings an object": {one("eventToIncident", `{"mappings":{}}`), "eventToIncident.mappings", "found an object, expected a list"},
		"status no name":     {one("eventToIncident", `{"statuses":{"held":1}}`), "eventToIncident.statuses", `"held"`},
		"severities a list":  {one("eventToIncident", `{"severities":[]}`), "eventToIncident.severities", "found a list"},
		"mappings long": {one("eventToIncident", `{"mappings":[{"eventTypes":["A"],"text":"/`+strings.Repeat("x", 4000)+`"}]}`),
			"eventToIncident", "shorten config, mappings"},

		"endpoint called so":      {one("endpoints", `[{"name":"event-to-incident","path":"/x"}]`), "endpoints[0].name", "is taken"},
		"endpoint below events":   {endpoint("/events/sms"), "endpoints[0].path", "not below /events/"},
		"endpoint of any event":   {endpoint("/events/{any*}"), "endpoints[0].path", "not below /events/"},
		"endpoint beside events":  {endpoint("/events"), "", ""},
		"endpoint with api":       {endpoint("/sms/{api}"), "endpoints[0].path", "another name"},
		"endpoint with api rest":  {endpoint("/sms/{api*}"), "endpoints[0].path", "another name"},
		"endpoint of anything":    {endpoint("/{any*}"), "endpoints[0].path", "not below /events/"},
		"endpoint with parameter": {endpoint("/{a}/troubleTicket"), "endpoints[0].path", "not below /events/"},
		"endpoint with two":       {endpoint("/{a}/{b}/{c*}"), "endpoints[0].path", "not below /events/"},
		"endpoint with three":     {endpoint("/{a}/{b}/{c}"), "", ""},
		"endpoint without events": {and(none, endpoint("/events/{api}")), "", ""},
	})
}

// What secrets stand in the list of listeners must be encrypted, and in no fault, whatever is wrong.
func TestSecretsOfListenersAreInNoFault(t *testing.T) {
	values := settingstest.Load(t, root, "local", passphrase)
	const secret = "S3cret!S3cret!S3cret!"
	for _, listeners := range []string{
		`[{"basic":{"username":"","password":"` + secret + `"}}]`,
		`[{"basic":{"username":"u:","password":"` + secret + `\u0000"}}]`,
		`[{"basic":{"username":"u","password":["` + secret + `"]}}]`,
		`[{"basic":"` + secret + `"}]`,
		`[{"basic":{"username":"u","password":"` + secret + `","more":"` + secret + `"}}]`,
		`["` + secret + `"]`,
		`"` + secret + `"`,
		`[{"oidcClientCredentials":{"clientSecret":"` + secret + `","verifyClaims":"` + secret + `"}}]`,
		`[{"oidcClientCredentials":{"clientSecret":"` + secret + `","identityUri":"https://u:` + secret + `@i.example/"}}]`,
		`[{"oidcClientCredentials":{"identityUri":"https://u:` + secret + `@[i.example/","jwksUri":"http://u:` + secret + `@i.example/"}}]`,
		`[{"oidcClientCredentials":{"identityUri":"https://i.example/?key=` + secret + `","jwksUri":"https://i.example/#` + secret + `"}}]`,
	} {
		s := source(values, map[string]string{"listeners": listeners})
		s.IsSecret = func(key string) bool { return key != "listeners" && values.IsSecret(key) }
		s.File = nil // which would tell of each member
		_, err := settings.Decode(s)
		var faults settings.Faults
		if !errors.As(err, &faults) || strings.Contains(err.Error(), secret) {
			t.Errorf("%s: %v", listeners, err)
		}
	}
}

func TestUnencryptedListenersAreAFault(t *testing.T) {
	values := settingstest.Load(t, root, "local", passphrase)
	s := source(values, nil)
	s.IsSecret = func(key string) bool { return key != "listeners" && values.IsSecret(key) }
	s.File = nil
	_, err := settings.Decode(s)
	if diff := cmp.Diff([]string{"listeners"}, keys(err)); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
	for _, key := range []string{"[0].oidcClientCredentials.clientSecret", "[1].basic.password", "[2].oidcClientCredentials.clientSecret"} {
		if command := "pulumi config set --secret --path 'listeners" + key + "'"; !strings.Contains(err.Error(), command) {
			t.Errorf("%q is not in: %v", command, err)
		}
	}
}

// Without the flow, the function's folder is not needed.
func TestEventFunctionIsNeededByItsFlowOnly(t *testing.T) {
	values := settingstest.Load(t, root, "local", passphrase)
	for listeners, want := range map[string][]string{values.Get("listeners"): {"eventToIncident"}, "[]": {}} {
		s := source(values, one("listeners", listeners))
		s.Functions = []string{"sms-to-incident", "webhook-authorizer", "alarm-to-incident"}
		_, err := settings.Decode(s)
		if diff := cmp.Diff(want, keys(err)); diff != "" {
			t.Errorf("listeners %q (-want +got):\n%s", listeners, diff)
		}
	}
}
