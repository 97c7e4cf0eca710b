package images_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/cxbridge/cxbridge/infra/images"
)

// bearer is OCIR's way: user and auth token get a token, which is what repositories ask for. (Its address there is
// /20180419/docker/token.)
type bearer struct {
	host   func() string
	logins int
	scopes []string       // of the last one
	until  int            // how many requests a token is good for; 0: all
	used   map[string]int // by token
}

func (b *bearer) gate(w http.ResponseWriter, r *http.Request) bool {
	if r.URL.Path == "/token" {
		if user, password, _ := r.BasicAuth(); user != "ns/user" || password != "right-token" {
			return refuse(w, http.StatusUnauthorized, "UNAUTHORIZED", "unknown user")
		}
		b.logins, b.scopes = b.logins+1, r.URL.Query()["scope"]
		token := fmt.Sprintf("token-%d", b.logins)
		b.used["Bearer "+token] = 0
		fmt.Fprintf(w, `{"token":%q}`, token)
		return true
	}
	token := r.Header.Get("Authorization")
	if used, known := b.used[token]; known && (b.until == 0 || used < b.until) {
		b.used[token]++
		return false
	}
	w.Header().Set("WWW-Authenticate", `Bearer realm="http://`+b.host()+`/token",service="registry",scope=""`)
	return refuse(w, http.StatusUnauthorized, "UNAUTHORIZED", "show a token")
}

func serveBearer(t *testing.T, until int) (*shop, *bearer) {
	b := &bearer{until: until, used: map[string]int{}}
	s := serve(t, b.gate)
	b.host = func() string { return s.host }
	return s, b
}

func TestAllImagesShareALogin(t *testing.T) {
	s, b := serveBearer(t, 0)
	if err := pusher(t).Push(t.Context(), stock(t, s.host)); err != nil {
		t.Fatal(err)
	}
	scopes := strings.Join(b.scopes, " ")
	if b.logins != 1 || !strings.Contains(scopes, "ns/dev/plain:push") || !strings.Contains(scopes, "ns/dev/index:push") {
		t.Errorf("%d logins, the last for %s", b.logins, scopes)
	}
}

func TestATokenMayEndDuringAPush(t *testing.T) {
	s, b := serveBearer(t, 7)
	if err := pusher(t).Push(t.Context(), stock(t, s.host)); err != nil {
		t.Fatal(err)
	}
	if b.logins < 2 {
		t.Errorf("%d logins", b.logins)
	}
}

func TestRefusals(t *testing.T) {
	basic := func(w http.ResponseWriter, r *http.Request) bool {
		if _, password, ok := r.BasicAuth(); ok && password == "right-token" {
			return false
		}
		w.Header().Set("WWW-Authenticate", `Basic realm="registry"`)
		return refuse(w, http.StatusUnauthorized, "UNAUTHORIZED", "wrong")
	}
	never := func(status int, code string) func(http.ResponseWriter, *http.Request) bool {
		return func(w http.ResponseWriter, r *http.Request) bool {
			return r.URL.Path != "/v2/" && refuse(w, status, code, "no")
		}
	}
	for _, tt := range []struct {
		name, user, password string
		gate                 func(http.ResponseWriter, *http.Request) bool
		want                 []string
	}{
		{"wrong auth token", "ns/user", "wrong-token", basic, []string{"registryPassword", "ns/user", "auth token"}},
		{"user without namespace", "user", "wrong-token", basic, []string{"registryUser user", "ns/<user name>"}},
		{"another namespace", "other/user", "wrong-token", basic, []string{"registryUser other/user", "ns/<user name>"}},
		{"may not push", "ns/user", "right-token", never(http.StatusForbidden, "DENIED"), []string{"manage repos", "ns/user"}},
		{"no repository", "ns/user", "right-token", never(http.StatusNotFound, "NAME_UNKNOWN"), []string{"ns/dev/hello", "registryNamespace"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := serve(t, tt.gate)
			p := pusher(t)
			p.User, p.Password = tt.user, tt.password
			p.Backoff = tries(2)
			err := p.Push(t.Context(), map[string]images.Artifact{s.host + "/ns/dev/hello:0123456789ab": randomImage(t)})
			if err == nil {
				t.Fatal("pushed")
			}
			for _, want := range append(tt.want, s.host+"/ns/dev/hello:0123456789ab") {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not name %q", err, want)
				}
			}
		})
	}
}

func TestRefusedCredentialsFailAtOnce(t *testing.T) {
	s, _ := serveBearer(t, 0)
	p := pusher(t)
	p.Password = "wrong-token"
	if err := p.Push(t.Context(), stock(t, s.host)); err == nil {
		t.Error("pushed")
	}
	if got := s.count("GET /token"); got > 2 { // one for each image
		t.Errorf("asked %d times", got)
	}
}

func TestPushWaitsForTheRepository(t *testing.T) {
	for _, status := range []int{http.StatusNotFound, http.StatusForbidden} {
		asked := 0
		s := serve(t, func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path == "/v2/" {
				return false
			}
			asked++
			return asked <= 6 && refuse(w, status, "NAME_UNKNOWN", "not yet")
		})
		artifacts := stock(t, s.host)
		if err := pusher(t).Push(t.Context(), artifacts); err != nil {
			t.Fatal(err)
		}
		for reference, artifact := range artifacts {
			if !s.whole(t, reference, artifact) {
				t.Errorf("%s is not there", reference)
			}
		}
	}
}

// A registry, or a proxy before it, may send back what it was sent.
func TestCredentialsStayOutOfErrorsAndLogs(t *testing.T) {
	header := base64.StdEncoding.EncodeToString([]byte("ns/user:right-token"))
	s := serve(t, func(w http.ResponseWriter, r *http.Request) bool {
		if r.Header.Get("Authorization") == "" {
			w.Header().Set("WWW-Authenticate", `Basic realm="registry"`)
			return refuse(w, http.StatusUnauthorized, "UNAUTHORIZED", "who are you?")
		}
		if r.Method == http.MethodHead { // its answer has no body
			return refuse(w, http.StatusNotFound, "", "")
		}
		_, password, _ := r.BasicAuth()
		return refuse(w, http.StatusBadGateway, "UNKNOWN", r.Header.Get("Authorization")+" is "+password)
	})
	p := pusher(t)
	p.Backoff = tries(2)
	var said []string
	var mutex sync.Mutex
	p.Log = func(text string) {
		mutex.Lock()
		defer mutex.Unlock()
		said = append(said, text)
	}
	err := p.Push(t.Context(), stock(t, s.host))
	if err == nil || len(said) == 0 {
		t.Fatalf("%v, said %q", err, said)
	}
	for _, text := range append(said, fmt.Sprintf("%v %+v", err, err)) {
		if strings.Contains(text, "right-token") || strings.Contains(text, header) {
			t.Errorf("gives the token away: %s", text)
		}
	}
	if !strings.Contains(err.Error(), "[secret]") {
		t.Errorf("the registry sent nothing back: %v", err)
	}
}
