package webhook

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/cxbridge/cxbridge/shared/logging"
	"github.com/google/go-cmp/cmp"
)

func TestClientAddress(t *testing.T) {
	tests := []struct {
		name   string
		header http.Header
		want   string // "" means refused
	}{
		{"one entry", http.Header{"X-Forwarded-For": {"203.0.113.7"}}, "203.0.113.7"},
		{"the gateway's is the last entry", http.Header{"X-Forwarded-For": {"10.0.0.1, 203.0.113.7"}}, "203.0.113.7"},
		{"the gateway's is the last line", http.Header{"X-Forwarded-For": {"10.0.0.1", "203.0.113.7"}}, "203.0.113.7"},
		{"before X-Real-Ip", http.Header{"X-Forwarded-For": {"203.0.113.7"}, "X-Real-Ip": {"10.0.0.1"}}, "203.0.113.7"},
		{"only X-Real-Ip", http.Header{"X-Real-Ip": {"203.0.113.7"}}, "203.0.113.7"},
		{"with a port", http.Header{"X-Forwarded-For": {"203.0.113.7:4711"}}, "203.0.113.7"},
		{"IPv6", http.Header{"X-Forwarded-For": {"2001:db8::1"}}, "2001:db8::1"},
		{"IPv6 with a port", http.Header{"X-Forwarded-For": {"[2001:db8::1]:4711"}}, "2001:db8::1"},
		{"IPv4 in IPv6", http.Header{"X-Forwarded-For": {"::ffff:203.0.113.7"}}, "203.0.113.7"},
		{"zone", http.Header{"X-Forwarded-For": {"fe80::1%eth0"}}, "fe80::1"},
		{"neither", http.Header{}, ""},
		{"last entry empty", http.Header{"X-Forwarded-For": {"203.0.113.7,"}}, ""},
		{"not an address", http.Header{"X-Forwarded-For": {"unknown"}, "X-Real-Ip": {"203.0.113.7"}}, ""},
		{"a client that poses as the gateway", http.Header{"X-Forwarded-For": {"203.0.113.7"},
			"Fn-Http-H-Fn-Http-H-X-Forwarded-For": {"203.0.113.7"}}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := ClientAddress(test.header)
			if test.want == "" {
				if err == nil {
					t.Fatalf("ClientAddress = %v, want an error", got)
				}
				return
			}
			if err != nil || got.String() != test.want {
				t.Errorf("ClientAddress = %v, %v; want %s", got, err, test.want)
			}
		})
	}
}

func TestParseNetworks(t *testing.T) {
	networks, err := ParseNetworks(" 203.0.113.9/24, 2001:db8::/32 ,")
	if err != nil {
		t.Fatal(err)
	}
	want := Networks{netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("2001:db8::/32")}
	if diff := cmp.Diff(want, networks, cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
	if _, err := ParseNetworks("203.0.113.7, 10.0.0.0/8, nonsense"); err == nil ||
		!strings.Contains(err.Error(), `"203.0.113.7"`) || !strings.Contains(err.Error(), `"nonsense"`) {
		t.Errorf("error = %v, want both bad entries named", err)
	}
	if networks, err := ParseNetworks(""); err != nil || len(networks) != 0 {
		t.Errorf("empty text gives %v, %v", networks, err)
	}
	for _, text := range []string{",", " , ,", "::ffff:203.0.113.0/120"} {
		if networks, err := ParseNetworks(text); err == nil {
			t.Errorf("%q gives %v, which looks as if nothing had been demanded or admits nobody", text, networks)
		}
	}
}

func TestNetworksContain(t *testing.T) {
	networks, err := ParseNetworks("203.0.113.0/24,2001:db8::/32")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{
		"203.0.113.255": true, "203.0.114.0": false, "2001:db8:1::1": true, "2001:db9::1": false,
		"::ffff:203.0.113.1": true, "": false, "nonsense": false, "203.0.113.1, 203.0.113.2": false,
	} {
		if got := networks.ContainsText(text); got != want {
			t.Errorf("ContainsText(%q) = %v", text, got)
		}
	}
	if Networks(nil).ContainsText("203.0.113.1") {
		t.Error("no networks admit somebody")
	}
}

func TestSameSecret(t *testing.T) {
	tests := []struct {
		given, wanted string
		want          bool
	}{
		{"open sesame", "open sesame", true},
		{"open sesam", "open sesame", false},
		{"", "open sesame", false},
		{"", "", false},
		{"anything", "", false},
	}
	for _, test := range tests {
		if got := SameSecret(test.given, test.wanted); got != test.want {
			t.Errorf("SameSecret(%q, %q) = %v", test.given, test.wanted, got)
		}
	}
}

func TestReadBody(t *testing.T) {
	tests := []struct {
		name   string
		body   io.Reader
		status int // 0 means accepted
	}{
		{"at the limit", strings.NewReader("12345678"), 0},
		{"over the limit", strings.NewReader("123456789"), http.StatusRequestEntityTooLarge},
		{"empty", strings.NewReader(""), http.StatusBadRequest},
		{"breaks off", io.MultiReader(strings.NewReader("12"), iotest.ErrReader(io.ErrUnexpectedEOF)), http.StatusBadRequest},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			body, refusal := ReadBody(httptest.NewRecorder(), httptest.NewRequest("POST", "/", test.body), 8)
			switch {
			case refusal != nil && refusal.Status != test.status:
				t.Errorf("status = %d, want %d", refusal.Status, test.status)
			case refusal == nil && (test.status != 0 || string(body) != "12345678"):
				t.Errorf("ReadBody = %q, want status %d", body, test.status)
			}
		})
	}
}

func TestGuard(t *testing.T) {
	allowed, err := ParseNetworks("127.0.0.1/32")
	if err != nil {
		t.Fatal(err)
	}
	log := logging.New(io.Discard)
	from := func(address string) http.Header { return http.Header{"X-Forwarded-For": {address}} }
	tests := []struct {
		name   string
		guard  Guard
		header http.Header
		status int
	}{
		{"inside", Guard{Configured: true, Allowed: allowed, Log: log}, from("127.0.0.1"), http.StatusTeapot},
		{"outside", Guard{Configured: true, Allowed: allowed, Log: log}, from("127.0.0.2"), http.StatusForbidden},
		{"unknown", Guard{Configured: true, Allowed: allowed, Log: log}, http.Header{}, http.StatusForbidden},
		{"only a secret demanded", Guard{Configured: true, Log: log}, from("127.0.0.2"), http.StatusTeapot},
		{"nothing demanded", Guard{Log: log}, from("127.0.0.1"), http.StatusForbidden},
	}
	teapot := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusTeapot) })
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			recorder := httptest.NewRecorder()
			request := httptest.NewRequest("POST", "/", nil)
			request.Header = test.header
			test.guard.Protect(teapot).ServeHTTP(recorder, request)
			if recorder.Code != test.status {
				t.Errorf("status = %d, want %d", recorder.Code, test.status)
			}
			if test.status == http.StatusForbidden && !json.Valid(recorder.Body.Bytes()) {
				t.Errorf("the refusal is not JSON: %s", recorder.Body)
			}
		})
	}
}

func TestAnswer(t *testing.T) {
	recorder := httptest.NewRecorder()
	Answer(recorder, http.StatusOK, map[string]string{"message": "success"})
	if recorder.Code != 200 || recorder.Body.String() != `{"message":"success"}` || recorder.Header().Get("Content-Type") != "application/json" {
		t.Errorf("answer = %d %s %v", recorder.Code, recorder.Body, recorder.Header())
	}
}

func FuzzClientAddress(f *testing.F) {
	f.Add("10.0.0.1, 203.0.113.7", "203.0.113.7")
	f.Add("[2001:db8::1]:4711", "")
	f.Add(",", "::ffff:1.2.3.4")
	f.Fuzz(func(t *testing.T, forwarded, real string) {
		address, err := ClientAddress(http.Header{"X-Forwarded-For": {forwarded}, "X-Real-Ip": {real}})
		if err == nil && (!address.IsValid() || address.Is4In6() || address.Zone() != "") {
			t.Errorf("address %v of %q", address, forwarded)
		}
	})
}

func FuzzParseNetworks(f *testing.F) {
	f.Add("203.0.113.0/24, 2001:db8::/32")
	f.Add("0.0.0.0/0,,nonsense")
	f.Fuzz(func(t *testing.T, text string) {
		networks, err := ParseNetworks(text)
		if err != nil {
			return
		}
		for _, network := range networks {
			if !networks.ContainsText(network.Addr().String()) {
				t.Errorf("%v is not in its own network, of %q", network, text)
			}
		}
	})
}
