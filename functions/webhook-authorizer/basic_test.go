package main

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/shared/credentials"
)

// basic is the header of an account.
func basic(account string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(account))
}

func TestParseBasic(t *testing.T) {
	tests := []struct {
		name   string
		header values
		want   string // user and password around a bar; "" for refused
	}{
		{"plain", values{"Basic YWxhZGRpbjpvcGVuc2VzYW1l"}, "aladdin|opensesame"},
		{"any case, several blanks", values{"bAsIc   YWxhZGRpbjpvcGVuc2VzYW1l"}, "aladdin|opensesame"},
		{"colons in the password", values{basic("a:b:c:")}, "a|b:c:"},
		{"UTF-8", values{basic("jürgen:größe €")}, "jürgen|größe €"},
		{"all of base64's signs", values{basic("a:???>>>~~~")}, "a|???>>>~~~"},
		{"no password", values{basic("a:")}, "a|"},
		{"no user", values{basic(":b")}, "|b"},
		{"at the limit", values{basic("a:" + strings.Repeat("x", 6136))}, "a|" + strings.Repeat("x", 6136)},

		{"none", nil, ""},
		{"an empty one", values{""}, ""},
		{"two", values{basic("a:b"), basic("a:b")}, ""},
		{"two in one", values{basic("a:b") + ", " + basic("a:b")}, ""},
		{"over the limit", values{basic("a:" + strings.Repeat("x", 6137))}, ""},
		{"another scheme", values{"Bearer YTpi"}, ""},
		{"a scheme that looks like it", values{"Ba\u017fic YTpi"}, ""},
		{"no scheme", values{"YTpi"}, ""},
		{"no credentials", values{"Basic"}, ""},
		{"empty credentials", values{"Basic "}, ""},
		{"not separated", values{"BasicYTpi"}, ""},
		{"separated by a tab", values{"Basic\tYTpi"}, ""},
		{"a blank before", values{" Basic YTpi"}, ""},
		{"a blank behind", values{"Basic YTpi "}, ""},
		{"a parameter behind", values{"Basic YTpi,realm=x"}, ""},
		{"a line break within", values{"Basic YT\r\npi"}, ""},
		{"no base64", values{"Basic a:b"}, ""},
		{"base64 for URLs", values{"Basic YTo_Pz8-Pj5-fn4="}, ""},
		{"without padding", values{"Basic YTpiYg"}, ""},
		{"too much padding", values{"Basic YTpi===="}, ""},
		{"bits left over", values{"Basic YTpiYh=="}, ""},
		{"no colon", values{basic("ab")}, ""},
		{"not UTF-8", values{basic("a:\xff")}, ""},
		{"a control character", values{basic("a:b\x00")}, ""},
		{"a line break", values{basic("a\n:b")}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			pair, err := parseBasic(test.header)
			if test.want == "" {
				if err == nil || pair != (credentials.Pair{}) {
					t.Errorf("%q was read from %q", pair, test.header)
				}
				return
			}
			if got := pair.User + "|" + pair.Password; err != nil || got != test.want {
				t.Errorf("%q, %v; want %q", got, err, test.want)
			}
		})
	}
}
