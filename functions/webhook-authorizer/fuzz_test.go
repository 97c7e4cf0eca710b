package main

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/cxbridge/cxbridge/shared/webhook"
)

func FuzzParseRequest(f *testing.F) {
	f.Add([]byte(`{"type":"USER_DEFINED","data":{"secret_header":["a","b"],"secret_query":"c","client_address":"127.0.0.1"}}`))
	f.Add([]byte(`{"type":"USER_DEFINED","data":{"secret_header":null,"client_address":[]}}`))
	f.Add([]byte(`{"type":"USER_DEFINED","data":{"listener_troubleTicket":"gateway.example.com","authorization":"Basic YTpi"}}`))
	f.Add([]byte(`{"type":"USER_DEFINED","data":{"listener_troubleTicket":"gateway.example.com"}}`))
	f.Add([]byte(`{"type":"USER_DEFINED","data":{"listener_troubleTicket":null,"secret_header":[]}}`))
	f.Add([]byte(`{"type":"USER_DEFINED","data":{"authorization":[],"client_address":"127.0.0.1"}}`))
	f.Add([]byte(`{"type":"USER_DEFINED","data":{"endpoint":"gateway.example.com","secret_query":"a"}}`))
	f.Add([]byte(`{"type":"TOKEN","token":"a"}`))
	networks, err := webhook.ParseNetworks("127.0.0.1/32")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		request, err := parseRequest(body)
		if err != nil {
			return
		}
		if request.API != "" && (request.Endpoint || request.SecretHeader != nil || request.SecretQuery != nil) {
			t.Errorf("%q is a listener's with a secret or an endpoint's mark", body)
		}
		if request.API == "" && request.Authorization != nil {
			t.Errorf("%q is an endpoint's with an account", body)
		}
		var sent struct{ Data map[string]any }
		if err := json.Unmarshal(body, &sent); err != nil {
			t.Fatal(err)
		}
		for name := range sent.Data {
			known := slices.Contains([]string{"endpoint", "authorization", "secret_header", "secret_query", "client_address"}, name)
			if !known && (request.API == "" || name != listenerPrefix+request.API) {
				t.Errorf("%q is of %q", body, request.API)
			}
		}
		if request.has("") {
			t.Errorf("%q holds the empty secret", body)
		}
		if !request.from(networks) && len(request.ClientAddress) == 0 {
			t.Errorf("%q is from outside without an address", body)
		}
	})
}

// FuzzParseBasic: whatever is read of a header is what a client would have written in it.
func FuzzParseBasic(f *testing.F) {
	for _, seed := range []string{"Basic YTpi", "bASIC  YTpiOmM=", "Basic YTpi\n", "Basic OjpjOg==", "Basic", "Bearer YTpi", "Basic YTpiYQ", "Basic w7w6w7w="} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		pair, err := parseBasic(values{header})
		if err != nil {
			if pair.User+pair.Password != "" {
				t.Errorf("%q: %v, %v", header, pair, err)
			}
			return
		}
		if strings.Contains(pair.User, ":") || !utf8.ValidString(pair.User+pair.Password) {
			t.Errorf("%q becomes %q", header, pair)
		}
		written := base64.StdEncoding.EncodeToString([]byte(pair.User + ":" + pair.Password))
		if rest := header[len("Basic"):]; strings.TrimLeft(rest, " ") != written || rest == written {
			t.Errorf("%q becomes %q", header, pair)
		}
	})
}
