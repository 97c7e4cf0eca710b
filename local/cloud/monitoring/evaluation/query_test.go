package evaluation

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

var load = memory{
	"cpu":    {stream("host=a", "-30s 60"), stream("host=b", "-30s 80"), stream("host=c", "-30s 90")},
	"memory": {stream("host=a", "-30s 10"), stream("host=b", "-30s 50"), stream("host=d", "-30s 99")},
	"zero":   {stream("", "-30s 0")},
}

func TestPredicates(t *testing.T) {
	for predicate, want := range map[string][]string{
		`> 80`:            {"host=a 60", "host=b 80", "host=c 90!"},
		`>= 80`:           {"host=a 60", "host=b 80!", "host=c 90!"},
		`< 80`:            {"host=a 60!", "host=b 80", "host=c 90"},
		`<= 80`:           {"host=a 60!", "host=b 80!", "host=c 90"},
		`== 80`:           {"host=a 60", "host=b 80!", "host=c 90"},
		`!= 80`:           {"host=a 60!", "host=b 80", "host=c 90!"},
		`in (60, 80)`:     {"host=a 60!", "host=b 80!", "host=c 90"},
		`in (61, 79)`:     {"host=a 60", "host=b 80", "host=c 90"},
		`not in (60, 80)`: {"host=a 60!", "host=b 80!", "host=c 90!"}, // "inclusive of the two specified values"
		`not in (50, 80)`: {"host=a 60", "host=b 80!", "host=c 90!"},
		`> -1e3`:          {"host=a 60!", "host=b 80!", "host=c 90!"},
		`- 80`:            {"host=a -20!", "host=b 0", "host=c 10!"}, // no predicate: not zero is true
	} {
		if diff := cmp.Diff(want, at(t, load, `cpu[1m].mean() `+predicate, noon)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", predicate, diff)
		}
	}
}

func TestArithmetic(t *testing.T) {
	for query, want := range map[string][]string{
		`100 - cpu[1m].mean()`:                                  {"host=a 40!", "host=b 20!", "host=c 10!"},
		`cpu[1m].mean() / memory[1m].mean()`:                    {"host=a 6!", "host=b 1.6!"},
		`cpu[1m].mean() % 50 * 2 + 1`:                           {"host=a 21!", "host=b 61!", "host=c 81!"},
		`(cpu[1m].mean() + memory[1m].mean()) * 2 > 200`:        {"host=a 140", "host=b 260!"},
		`cpu[1m].mean() * 100 / cpu[1m].grouping().sum() >= 35`: {"host=a 26.08695652173913", "host=b 34.78260869565217", "host=c 39.130434782608695!"},
		`100 / cpu[1m].grouping().max() * cpu[1m].mean() / 10`:  {"host=a 6.666666666666667!", "host=b 8.88888888888889!", "host=c 10!"},
		`cpu[1m].mean() / zero[1m].sum()`:                       {},
		`cpu[1m].mean() % zero[1m].sum()`:                       {},
		`cpu[1m].mean() - unknown[1m].sum()`:                    {},
		`1e308 * cpu[1m].mean()`:                                {},
		`1 - 2 - cpu[1m]{host = "a"}.mean()`:                    {"host=a -61!"},
	} {
		if diff := cmp.Diff(want, at(t, load, query, noon)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", query, diff)
		}
	}
}

func TestJoins(t *testing.T) {
	for query, want := range map[string][]string{
		// c and d are known to one side only.
		`cpu[1m].mean() > 70 && memory[1m].mean() > 20`: {"host=a 60", "host=b 80!", "host=c 90", "host=d 99"},
		`cpu[1m].mean() > 85 || memory[1m].mean() > 20`: {"host=a 60", "host=b 50!", "host=c 90!", "host=d 99!"},
		// What grouping() leaves goes with every stream.
		`cpu[1m].mean() > 70 && cpu[1m].grouping().count() == 3`:                {"host=a 60", "host=b 80!", "host=c 90!"},
		`cpu[1m].grouping().count() == 4 || cpu[1m].mean() > 70`:                {"host=a 3", "host=b 80!", "host=c 90!"},
		`cpu[1m].mean() > 85 || cpu[1m].mean() > 0 && memory[1m].mean() > 40`:   {"host=a 60", "host=b 80!", "host=c 90!", "host=d 99"},
		`(cpu[1m].mean() > 85 || cpu[1m].mean() > 0) && memory[1m].mean() > 40`: {"host=a 60", "host=b 80!", "host=c 90", "host=d 99"},
		`cpu[1m].mean() > 70 && unknown[1m].sum() > 0`:                          {"host=a 60", "host=b 80", "host=c 90"},
		`cpu[1m].mean() > 70 || unknown[1m].sum() > 0`:                          {"host=a 60", "host=b 80!", "host=c 90!"},
		`cpu[1m]{host = "b"}.count() >= 1 && cpu[1m]{host = "b"}.mean() > 0.5`:  {"host=b 1!"},
	} {
		if diff := cmp.Diff(want, at(t, load, query, noon)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", query, diff)
		}
	}
}

// Of a nested condition what is true is kept, as 1.
func TestNested(t *testing.T) {
	for query, want := range map[string][]string{
		`(cpu[1m].max() > 70).grouping().sum()`:                          {"2!"},
		`(cpu[1m].max() > 70).grouping().count() >= 3`:                   {"2"},
		`(cpu[1m].max() > 95).grouping().sum()`:                          {},
		`(cpu[1m].max() > 70).groupBy(host).sum()`:                       {"host=b 1!", "host=c 1!"},
		`(cpu[1m].max() - 50).grouping().sum()`:                          {"80!"},
		`(cpu[1m].max() > 70 && memory[1m].max() > 20).grouping().sum()`: {"1!"},
		`(cpu[1m].max() > 70) + (cpu[1m].max() > 85)`:                    {"host=c 2!"},
		`((cpu[1m].max() > 70))`:                                         {"host=a 60", "host=b 80!", "host=c 90!"},
		`((cpu[1m].max() > 70)).grouping().sum()`:                        {"2!"},
		`((cpu[1m].max() > 70).grouping().sum() + 1) * 2`:                {"6!"},
	} {
		if diff := cmp.Diff(want, at(t, load, query, noon)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", query, diff)
		}
	}
}
