package evaluation

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Counterparts where the sides have different dimensions. The fleet's c.1 is in no pool, so that groupBy(pool) leaves a
// group without dimensions beside the pools.
func TestCounterparts(t *testing.T) {
	for query, want := range map[string][]string{
		`m[1m].groupBy(pool).sum() * 100`:                                   {"800!", "pool=x 300!", "pool=y 400!"},
		`100 - m[1m].groupBy(pool).sum()`:                                   {"92!", "pool=x 97!", "pool=y 96!"},
		`m[1m].groupBy(pool).sum() / m[1m].grouping().max()`:                {"1!", "pool=x 0.375!", "pool=y 0.5!"},
		`m[1m].sum() - m[1m]{pool =~ "*"}.groupBy(pool).sum()`:              {"host=a1 pool=x -2!", "host=a2 pool=x -1!", "host=b1 pool=y 0"},
		`m[1m].groupBy(pool).sum() - m[1m].sum()`:                           {"host=a1 pool=x 2!", "host=a2 pool=x 1!", "host=b1 pool=y 0", "host=c.1 0"},
		`m[1m].groupBy(pool).sum() - m[1m]{pool = "x"}.groupBy(pool).sum()`: {"pool=x 0"},
		`m[1m].groupBy(host).sum() + m[1m].groupBy(pool).sum()`:             {"host=a1 9!", "host=a2 10!", "host=b1 12!", "host=c.1 16!"},
		`m[1m].groupBy(pool).sum() > 3 && m[1m]{pool = "x"}.sum() > 1`:      {"8", "host=a1 pool=x 3", "host=a2 pool=x 3", "pool=y 4"},
		`m[1m].groupBy(pool).sum() > 3 || m[1m]{pool = "x"}.sum() > 1`:      {"8!", "host=a1 pool=x 3", "host=a2 pool=x 2!", "pool=y 4!"},
	} {
		if diff := cmp.Diff(want, at(t, fleet, query, noon)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", query, diff)
		}
	}
}
