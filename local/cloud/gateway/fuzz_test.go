package gateway

import (
	"strings"
	"testing"
	"time"
)

func FuzzPattern(f *testing.F) {
	f.Add("/a/{b}/{c*}", "/a/1/2/3")
	f.Add("/", "/")
	f.Add("/{x*}", "/../x")
	f.Fuzz(func(t *testing.T, pattern, path string) {
		values, ok := parsePattern(pattern).match(path)
		if !ok {
			return
		}
		for name, value := range values {
			for _, part := range strings.Split(value, "/") {
				if part == ".." || part == "." {
					t.Fatalf("%s on %s: %s is %q", pattern, path, name, value)
				}
			}
		}
		// What matched can be put together again from the pattern and the values.
		var rebuilt strings.Builder
		parameters := 0
		for _, s := range parsePattern(pattern) {
			rebuilt.WriteByte('/')
			if s.kind == literal {
				rebuilt.WriteString(s.text)
				continue
			}
			parameters++
			rebuilt.WriteString(values[s.text])
		}
		distinct := len(values) == parameters
		if distinct && strings.TrimSuffix(rebuilt.String(), "/") != strings.TrimSuffix(path, "/") {
			t.Fatalf("%s on %s gives %v, which is %s", pattern, path, values, rebuilt.String())
		}
	})
}

func FuzzExpand(f *testing.F) {
	f.Add("a ${request.headers[x]} b", "value")
	f.Add("${${request.host}}", "${request.host}")
	f.Add("${", "")
	f.Fuzz(func(t *testing.T, template, value string) {
		got := expand(template, func(string) string { return value })
		if !strings.Contains(template, "${") && got != template {
			t.Fatalf("%q became %q without a variable", template, got)
		}
		// A value that looks like a variable must come through as it is.
		marked := expand(template, func(string) string { return "\x00" })
		if strings.ReplaceAll(marked, "\x00", value) != got && !strings.Contains(template, "\x00") {
			t.Fatalf("%q with %q became %q", template, value, got)
		}
	})
}

func FuzzVerdict(f *testing.F) {
	for _, s := range []string{`{"active":true,"scope":"a b","expiresAt":"2026-01-02T03:04:05Z","context":{"a":1}}`, `{}`, `null`, `{"scope":[1]}`, `[`} {
		f.Add([]byte(s))
	}
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	f.Fuzz(func(t *testing.T, body []byte) {
		v, err := parseVerdict(body)
		if err != nil {
			if v.active {
				t.Fatal("an unreadable answer lets callers in")
			}
			return
		}
		if until := v.cachedUntil(now); until.Before(now.Add(minimalCaching)) || until.After(now.Add(maximalCaching)) {
			t.Fatalf("cached until %v", until)
		}
		for _, value := range v.context {
			text(value)
		}
	})
}

func FuzzQuery(f *testing.F) {
	f.Add("a=1&b=%20&&c", "x", "a b&c")
	f.Fuzz(func(t *testing.T, raw, name, value string) {
		q := parseQuery(raw).with(name, value)
		if got := parseQuery(q.String()); len(got) != len(q) {
			t.Fatalf("%q has %d parameters, want %d", q.String(), len(got), len(q))
		}
	})
}

// Whatever is sent as a token, only what the key has signed lets a caller in, and
// then the caller's context is what was signed.
func FuzzToken(f *testing.F) {
	genuine := good(f)
	parts := strings.Split(genuine, ".")
	for _, seed := range []string{genuine, parts[0] + "." + parts[1] + ".", "eyJhbGciOiJub25lIn0.e30.", "..", "a.b.c", `{"payload":"","signatures":[]}`} {
		f.Add("Bearer " + seed)
	}
	f.Add("Basic eDp5")
	p := newIDP(f)
	b := newBench(f, tokens(tokenPolicy(header, p.jwks(expecting))))
	f.Fuzz(func(t *testing.T, authorization string) {
		w := b.get("/v1/echo", "Authorization", authorization)
		sent := strings.Fields(authorization)
		switch {
		case len(authorization) > maxHead:
			wantStatus(t, w, 431)
		case len(sent) == 2 && strings.EqualFold(sent[0], "Bearer") && sent[1] == genuine:
			wantStatus(t, w, 200)
		case w.Code == 200 && (len(sent) != 2 || !strings.HasPrefix(sent[1], parts[0]+"."+parts[1]+".") || w.Header().Get("X-Sub") != "client"):
			t.Fatalf("%q is let in", authorization)
		case w.Code != 200 && w.Code != 401 && w.Code != 431:
			t.Fatalf("%q is answered %d", authorization, w.Code)
		}
	})
}
