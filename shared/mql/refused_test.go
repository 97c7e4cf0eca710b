package mql

import (
	"strings"
	"testing"
)

func TestRefused(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{``, "query is empty: expected metric[interval].statistic()"},
		{" \n", "query is empty"},
		{`a[1m]`, `1:1: metric a: found no statistic`},
		{`a.sum()`, `1:6: unexpected token "(" (expected "[" <duration>`},
		{`a[5].sum()`, `1:3: unexpected token "5" (expected <duration>`},
		{`a[0m].sum()`, "found interval 0m, expected 1m to 60m, 1h to 24h, or 1d"},
		{`a[61m].sum()`, "found interval 61m"},
		{`a[25h].sum()`, "found interval 25h"},
		{`a[2d].sum()`, "found interval 2d"},
		{`a[99999999999m].sum()`, "found interval 99999999999m"},
		{`a[30s].sum()`, `1:3: unexpected token "3" (expected <duration>`},
		{`5xx[1m].sum()`, `unexpected token`},
		{`a[1m].total()`, "1:7: found total(), expected one of avg, count"},
		{`a[1m].Mean()`, "1:7: found Mean(), expected one of avg, count"},
		{`a[1m].mean`, `1:11: unexpected token "<EOF>" (expected "("`},
		{`a[1m].mean(1)`, "found mean(1), expected mean() without an argument"},
		{`a[1m].sum(5m)`, "found sum(5m), expected sum() without an argument"},
		{`a[1m].percentile()`, "found percentile(), expected percentile(p) with p between 0 and 1"},
		{`a[1m].percentile(90)`, "found percentile(90)"},
		{`a[1m].percentile(0)`, "found percentile(0)"},
		{`a[1m].percentile(1.0)`, "found percentile(1.0)"},
		{`a[1m].percentile(5m)`, "found percentile(5m)"},
		{`a[1m].absent(20)`, "found absent(20), expected absent() or a detection period from 1m to 3d"},
		{`a[1m].absent(0m)`, "found absent(0m)"},
		{`a[1m].absent(73h)`, "found absent(73h)"},
		{`a[1m].absent(4321m)`, "found absent(4321m)"},
		{`a[1m].absent(4d)`, "found absent(4d)"},
		{`a[1m].mean().absent()`, "1:14: found absent(), expected it right after a metric"},
		{`(a[1m].mean() > 1).rate()`, "1:20: found rate(), expected it right after a metric"},
		{`a[1m]{}.sum()`, `1:7: unexpected token "}" (expected Dimension`},
		{`a[1m]{x = "1" || y = "2"}.mean()`, `1:15: unexpected token "|" (expected "}")`},
		{`a[1m]{x = "1" && y = "2"}.mean()`, `1:15: unexpected token "&" (expected "}")`},
		{`a[1m]{x == "1"}.mean()`, `1:10: unexpected token "="`},
		{`a[1m]{x = ""}.mean()`, "1:7: dimension x: found no value"},
		{`a[1m]{x =~ b*}.mean()`, `1:12: unexpected token "b*" (expected <quoted>)`},
		{`a[1m]{x = 'b'}.mean()`, `1:11: unexpected token "'"`},
		{`a[1m]{x = "b}.mean()`, `1:11: unexpected token "\""`},
		{`a[1m]{x = "\d"}.mean()`, `1:11: unexpected token "\""`},
		{`a[1m].groupBy().sum()`, `1:15: unexpected token ")" (expected <word>`},
		{`a[1m].grouping(x).sum()`, `1:16: unexpected token "x"`},
		{`a[1m].groupBy(x)`, `unexpected token "<EOF>"`},
		{`a[1m].sum() >`, `1:14: unexpected token "<EOF>" (expected <number>)`},
		{`a[1m].sum() = 1`, `1:13: unexpected token "=" (expected an operator, a predicate`},
		{`a[1m].sum() > b[1m].sum()`, `1:15: unexpected token "b" (expected <number>)`},
		{`a[1m].sum() > 1 > 0`, `1:17: unexpected token ">"`},
		{`a[1m].sum() in (1)`, `1:18: unexpected token ")"`},
		{`a[1m].sum() in (2, 1)`, "in (2, 1): found the higher bound first"},
		{`a[1m].sum() > 1e999`, "number 1e999: it is too large"},
		{`a[1m].sum() IN (1, 2)`, `1:13: unexpected token "IN"`},
		{`5 > 3`, "1:1: found a number alone, expected a query"},
		{`a[1m].sum() > 1 && 1`, "1:20: found a number alone"},
		{`(1 + 2) * a[1m].sum()`, "1:2: found a number alone"},
		{`a[1m].sum() &&`, `1:15: unexpected token "<EOF>"`},
		{`a[1m].sum() + `, `1:15: unexpected token "<EOF>"`},
		{`(a[1m].sum()`, `1:13: unexpected token "<EOF>" (expected ")")`},
		{`(a[1m].sum())[5m].max()`, `1:14: unexpected token "["`},
		{`a[1m].sum() > 0; b`, `1:16: unexpected token ";"`},
		{`${vaultId}[1m].sum()`, `1:1: unexpected token "$"`},
		{strings.Repeat("(", MaxDepth) + `a[1m].sum()` + strings.Repeat(")", MaxDepth), "found parentheses nested deeper than 32"},
		{`a[1m]{x = "))))"}.sum() + ` + strings.Repeat("(", 1000), "found parentheses nested deeper than 32"},
		{"a[1m]{x =~ \"\xff\"}.sum()", "found bytes that are not UTF-8"},
		{strings.Repeat(" ", MaxLength+1), "query of 8193 bytes: the limit is 8192"},
	} {
		query, err := Parse(test.text)
		if err == nil {
			t.Errorf("%s: read as %s, want an error: %s", test.text, query, test.want)
		} else if !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: refused with\n%v, want\n%s", test.text, err, test.want)
		}
	}
}

func TestParseAlarm(t *testing.T) {
	for text, fires := range map[string]bool{
		`CreateSecret[1m].sum() > 0`:                         true,
		`C[1m].absent()`:                                     true,
		`C[1m].groupBy(x).absent(3d)`:                        true,
		`C[1m].mean() not in (1, 2)`:                         true,
		`(C[1m].max() > 80).grouping().sum()`:                true,
		`((C[1m].max() > 80))`:                               true,
		`a[1m].count() > 1 && a[1m].mean()`:                  true,
		`1 - a[1m].absent()`:                                 true,
		`C[1m].sum()`:                                        false,
		`a[1m].sum() || b[1m].sum()`:                         false,
		`(a[1m].sum() + b[1m].sum()).grouping().max() * 100`: false,
		`C[61m].sum() > 0`:                                   false,
	} {
		if _, err := ParseAlarm(text); (err == nil) != fires {
			t.Errorf("%s: error %v, want one: %v", text, err, !fires)
		}
	}
	_, err := ParseAlarm(`C[1m].sum()`)
	if err == nil || !strings.Contains(err.Error(), "found no trigger rule, expected a predicate such as > 0, or absent()") {
		t.Errorf("without a trigger rule: %v", err)
	}
}
