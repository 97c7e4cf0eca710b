package mql

import (
	"strings"
	"testing"
)

// canonical are queries, mostly of the forms that OCI's documentation shows, and how they are printed.
var canonical = map[string]string{
	`CreateSecret[1m]{vaultId="ocid1.vault.oc1..x"}.sum()>0`:                          `CreateSecret[1m]{vaultId = "ocid1.vault.oc1..x"}.sum() > 0`,
	`CpuUtilization [1m].mean ( )`:                                                    `CpuUtilization[1m].mean()`,
	`CpuUtilization[1m]{faultDomain = FAULT-DOMAIN-1}.mean()`:                         `CpuUtilization[1m]{faultDomain = "FAULT-DOMAIN-1"}.mean()`,
	`CpuUtilization[1m]{availabilityDomain="cumS:PHX-AD-1"}.absent(20h)`:              `CpuUtilization[1m]{availabilityDomain = "cumS:PHX-AD-1"}.absent(20h)`,
	`IopsRead[60m]{a=b,c != "d"}.grouping().max()`:                                    `IopsRead[60m]{a = "b", c != "d"}.grouping().max()`,
	`C[1m]{shape =~ "VM*|BM*", pool!~"test*"}.groupBy(ad,poolId).mean()`:              `C[1m]{shape =~ "VM*|BM*", pool !~ "test*"}.groupBy(ad, poolId).mean()`,
	`C[24h].groupBy( a/b ).percentile(.999) > 85`:                                     `C[24h].groupBy(a/b).percentile(.999) > 85`,
	`C[1d].mean() in(60,80)`:                                                          `C[1d].mean() in (60, 80)`,
	`C[1m].mean() not  in (-1.5, 1e3)`:                                                `C[1m].mean() not in (-1.5, 1e3)`,
	`C[1m].groupBy(a).mean().grouping().max()`:                                        `C[1m].groupBy(a).mean().grouping().max()`,
	"(C[1m].max()\n> 80).grouping().sum()":                                            `(C[1m].max() > 80).grouping().sum()`,
	`100-C[1m].mean()`:                                                                `100 - C[1m].mean()`,
	`C[1m].sum() -5 == -5`:                                                            `C[1m].sum() - 5 == -5`,
	`a.b-c_d$[1m].sum()*100/(e[1m].sum()+f[1m].sum())%7>=5`:                           `a.b-c_d$[1m].sum() * 100 / (e[1m].sum() + f[1m].sum()) % 7 >= 5`,
	`E[1m].count()>1&&E[1m].mean()>0.5||F[1m].absent()`:                               `E[1m].count() > 1 && E[1m].mean() > 0.5 || F[1m].absent()`,
	`in[1m].last() in (1, 1)`:                                                         `in[1m].last() in (1, 1)`,
	`C[1m]{name = "say \"a\\b\", (twice)"}.first() != 0`:                              `C[1m]{name = "say \"a\\b\", (twice)"}.first() != 0`,
	`C[1m]{mean.sum-1 = "x", in="é"}.increment() < 1`:                                 `C[1m]{mean.sum-1 = "x", in = "é"}.increment() < 1`,
	`C[1m].rate() <= 0.1`:                                                             `C[1m].rate() <= 0.1`,
	`((C[1m].avg() > 1))`:                                                             `((C[1m].avg() > 1))`,
	`C[1m]{d = "` + strings.Repeat(`)`, 100) + `"}.min()`:                             `C[1m]{d = "` + strings.Repeat(`)`, 100) + `"}.min()`,
	strings.Repeat(`(`, MaxDepth-1) + `C[1m].sum()` + strings.Repeat(`)`, MaxDepth-1): strings.Repeat(`(`, MaxDepth-1) + `C[1m].sum()` + strings.Repeat(`)`, MaxDepth-1),
}

func TestParse(t *testing.T) {
	for text, want := range canonical {
		query, err := Parse(text)
		if err != nil {
			t.Error(err)
			continue
		}
		if got := query.String(); got != want {
			t.Errorf("%s: printed as\n%s, want\n%s", text, got, want)
		}
		again, err := Parse(want)
		if err != nil {
			t.Errorf("what was printed is refused: %v", err)
		} else if !equal(query, again) {
			t.Errorf("%s: printing changed it", text)
		}
	}
}

// The tree, not only the text: what binds tighter is further down.
func TestPrecedence(t *testing.T) {
	for text, want := range map[string]string{
		`a[1m].sum() + b[1m].sum() * 2 - c[1m].sum()`:                         `((a + (b * 2)) - c)`,
		`a[1m].sum() / b[1m].sum() / c[1m].sum() % 3`:                         `(((a / b) / c) % 3)`,
		`(a[1m].sum() - 1) * -2`:                                              `((a - 1) * -2)`,
		`a[1m].sum() > 1 || b[1m].sum() > 2 && c[1m].sum() + 1 > 3`:           `(a > 1 or (b > 2 and (c + 1) > 3))`,
		`(a[1m].sum() > 1 || b[1m].sum() > 2) && c[1m].sum() not in (3, 4.5)`: `((a > 1 or b > 2) and c not in (3, 4.5))`,
	} {
		query, err := Parse(text)
		if err != nil {
			t.Error(err)
		} else if got := outline(query); got != want {
			t.Errorf("%s: read as %s, want %s", text, got, want)
		}
	}
}

// outline puts parentheses around every operation and leaves everything of a metric but its name.
func outline(q *Query) string {
	return nest(q.Any, " or ", func(j *Join) string {
		return nest(j.All, " and ", func(m *Member) string {
			text := outlineSum(m.Value)
			if m.Predicate != nil {
				text += " " + m.Predicate.String()
			}
			return text
		})
	})
}

func outlineSum(s *Sum) string {
	text := outlineProduct(s.First)
	for _, addend := range s.Rest {
		text = "(" + text + " " + addend.Operator + " " + outlineProduct(addend.Product) + ")"
	}
	return text
}

func outlineProduct(p *Product) string {
	text := outlineFactor(p.First)
	for _, multiplier := range p.Rest {
		text = "(" + text + " " + multiplier.Operator + " " + outlineFactor(multiplier.Factor) + ")"
	}
	return text
}

func outlineFactor(f *Factor) string {
	switch {
	case f.Number != nil:
		return string(*f.Number)
	case f.Nested != nil:
		return outline(f.Nested)
	default:
		return f.Selection.Metric
	}
}

func nest[T any](items []T, separator string, print func(T) string) string {
	if len(items) == 1 {
		return print(items[0])
	}
	return "(" + list(items, separator, print) + ")"
}
