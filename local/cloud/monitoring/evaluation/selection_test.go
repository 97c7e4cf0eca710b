package evaluation

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

var fleet = memory{"m": {
	stream("host=a1 pool=x", "-30s 1"),
	stream("host=a2 pool=x", "-30s 2"),
	stream("host=b1 pool=y", "-30s 4"),
	stream("host=c.1", "-30s 8"),
	stream("host=d1 zone=1", "-5m 16"),
}}

func TestDimensions(t *testing.T) {
	for conditions, want := range map[string]string{
		`{host = "a1"}`:                    "1!",
		`{host = a1, pool = x}`:            "1!",
		`{host = "A1"}`:                    "",
		`{host = "a*"}`:                    "",
		`{host != "a1"}`:                   "14!",
		`{host =~ "a*"}`:                   "3!",
		`{host =~ "*1"}`:                   "13!",
		`{host =~ "*"}`:                    "15!",
		`{host =~ "a1|b1"}`:                "5!",
		`{host =~ "a*|b*"}`:                "7!",
		`{host =~ "a"}`:                    "",
		`{host =~ "c.1"}`:                  "8!",
		`{host =~ "a.*"}`:                  "",
		`{host =~ "(a1"}`:                  "",
		`{host !~ "a*|b*"}`:                "8!",
		`{pool = "x"}`:                     "3!",
		`{pool != "x"}`:                    "12!", // what has no pool is in no excluded one
		`{pool !~ "x|y"}`:                  "8!",
		`{pool =~ "*"}`:                    "7!",
		`{host = "c.1", pool = "x"}`:       "", // in whatever order
		`{pool = "x", host = "c.1"}`:       "",
		`{zone = "1"}`:                     "", // the only stream with a zone is silent just now
		`{zone != "1"}`:                    "15!",
		`{region = "nowhere"}`:             "15!", // no stream has a region, so nothing is filtered
		`{region = "nowhere", pool = "y"}`: "4!",
	} {
		got := ""
		for _, result := range at(t, fleet, `m[1m]`+conditions+`.grouping().sum()`, noon) {
			got += result
		}
		if got != want {
			t.Errorf("%s: sum %q, want %q", conditions, got, want)
		}
	}
}

func TestGrouping(t *testing.T) {
	for query, want := range map[string][]string{
		`m[1m].sum()`:                                  {"host=a1 pool=x 1!", "host=a2 pool=x 2!", "host=b1 pool=y 4!", "host=c.1 8!"},
		`m[1m].groupBy(pool).sum()`:                    {"8!", "pool=x 3!", "pool=y 4!"},
		`m[1m].groupBy(pool, host).max()`:              {"host=a1 pool=x 1!", "host=a2 pool=x 2!", "host=b1 pool=y 4!", "host=c.1 8!"},
		`m[1m].groupBy(region).sum()`:                  {"15!"},
		`m[1m].grouping().mean()`:                      {"3.75!"},
		`m[1m].grouping().percentile(0.5)`:             {"2!"},
		`m[1m].groupBy(pool).sum().grouping().max()`:   {"8!"},
		`m[1m].groupBy(pool).sum().grouping().count()`: {"3!"},
		`m[1m].sum().groupBy(pool).mean()`:             {"8!", "pool=x 1.5!", "pool=y 4!"},
		`m[1m].sum().max()`:                            {"host=a1 pool=x 1!", "host=a2 pool=x 2!", "host=b1 pool=y 4!", "host=c.1 8!"},
	} {
		if diff := cmp.Diff(want, at(t, fleet, query, noon)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", query, diff)
		}
	}
}
