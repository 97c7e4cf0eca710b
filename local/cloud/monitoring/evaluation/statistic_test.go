package evaluation

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// The window of five minutes before noon holds 4, 1, 1, 1, 10 and 2 of the stream a.
var counted = memory{"m": {
	stream("host=a", "-7m 100", "-5m 4", "-4m 1*3", "-2m 10", "-1s 2", "0s 1000"),
	stream("host=b", "-6m 7", "-5m1s 9"),
	stream("host=c", "-90s 5"),
}}

func TestStatistics(t *testing.T) {
	for query, want := range map[string][]string{
		`m[5m].count()`:          {"host=a 6!", "host=c 1!"},
		`m[5m].sum()`:            {"host=a 19!", "host=c 5!"},
		`m[5m].mean()`:           {"host=a 3.1666666666666665!", "host=c 5!"},
		`m[5m].avg()`:            {"host=a 3.1666666666666665!", "host=c 5!"},
		`m[5m].min()`:            {"host=a 1!", "host=c 5!"},
		`m[5m].max()`:            {"host=a 10!", "host=c 5!"},
		`m[5m].first()`:          {"host=a 4!", "host=c 5!"},
		`m[5m].last()`:           {"host=a 2!", "host=c 5!"},
		`m[5m].percentile(0.5)`:  {"host=a 1!", "host=c 5!"},
		`m[5m].percentile(0.51)`: {"host=a 2!", "host=c 5!"},
		`m[5m].percentile(0.9)`:  {"host=a 10!", "host=c 5!"},
		`m[5m].percentile(.001)`: {"host=a 1!", "host=c 5!"},
		`m[1m].sum()`:            {"host=a 2!"},
		`m[6m].sum()`:            {"host=a 19!", "host=b 16!", "host=c 5!"},
		`other[5m].sum()`:        {},

		// a: from 100, two minutes before the window, to 2; b has no datapoint in the window, c only one at all.
		`m[5m].increment()`:  {"host=a -98!"},
		`m[5m].rate() * 419`: {"host=a -98!"}, // 6 minutes and 59 seconds
		// b: from 7 to 9, both in the window of six minutes; c has one only.
		`m[6m].increment()`: {"host=a -98!", "host=b 2!"},
	} {
		if diff := cmp.Diff(want, at(t, counted, query, noon)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", query, diff)
		}
	}
}

// A change has to start somewhere: at the last datapoint of the interval before, else at the first of this one.
func TestChange(t *testing.T) {
	source := memory{"m": {
		stream("is=known", "-90s 10", "-30s 16"),
		stream("is=old", "-3m 10", "-30s 16"),
		stream("is=new", "-50s 10", "-20s 13"),
		stream("is=twice", "-30s 10", "-30s 11"),
		stream("is=even", "-90s 5", "-30s 5"),
	}}
	for query, want := range map[string][]string{
		`m[1m].increment()`:            {"is=even 0", "is=known 6!", "is=new 3!"},
		`m[1m].rate()`:                 {"is=even 0", "is=known 0.1!", "is=new 0.1!"},
		`m[1m].grouping().increment()`: {"9!"},
		`m[1m].grouping().rate()`:      {"0.2!"},
	} {
		if diff := cmp.Diff(want, at(t, source, query, noon)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", query, diff)
		}
	}
}

// The window begins with a datapoint at its start and ends before one at its end.
func TestWindow(t *testing.T) {
	source := memory{"m": {stream("", "-1m 1", "0s 2", "1m 4")}}
	for offset, want := range map[time.Duration][]string{
		-time.Minute:      {},
		0:                 {"1!"},
		time.Second:       {"2!"},
		time.Minute:       {"2!"},
		2 * time.Minute:   {"4!"},
		121 * time.Second: {},
	} {
		if diff := cmp.Diff(want, at(t, source, `m[1m].sum()`, noon.Add(offset))); diff != "" {
			t.Errorf("window ending %v after noon (-want +got):\n%s", offset, diff)
		}
	}
}

// The documented timeline: present, absent for the detection period, then not known any more.
func TestAbsent(t *testing.T) {
	source := memory{"m": {stream("host=a", "-1m 0"), stream("host=b", "-1m 0", "30m 0")}}
	for _, test := range []struct {
		query string
		end   time.Duration
		want  []string
	}{
		{`m[1m].absent()`, -time.Minute, []string{}},
		{`m[1m].absent()`, 0, []string{"host=a 0", "host=b 0"}},
		{`m[1m].absent()`, time.Second, []string{"host=a 1!", "host=b 1!"}},
		{`m[5m].absent()`, 4 * time.Minute, []string{"host=a 0", "host=b 0"}},
		{`m[5m].absent()`, 5 * time.Minute, []string{"host=a 1!", "host=b 1!"}},
		{`m[1m].absent()`, 31 * time.Minute, []string{"host=a 1!", "host=b 0"}},
		{`m[1m].absent()`, 2 * time.Hour, []string{"host=a 1!", "host=b 1!"}},
		{`m[1m].absent()`, 2*time.Hour + time.Second, []string{"host=b 1!"}},
		{`m[1m].absent()`, 3 * time.Hour, []string{}},
		{`m[1m].absent(20m)`, 20 * time.Minute, []string{"host=a 1!", "host=b 1!"}},
		{`m[1m].absent(20m)`, 21 * time.Minute, []string{}},
		{`m[1m].grouping().absent()`, 31 * time.Minute, []string{"0"}},
		{`m[1m].grouping().absent()`, 32 * time.Minute, []string{"1!"}},
		{`m[1m]{host = "a"}.absent()`, 31 * time.Minute, []string{"host=a 1!"}},
		{`m[1m].absent().grouping().sum()`, time.Minute, []string{"2!"}},
		{`never[1m].absent()`, 0, []string{}},
	} {
		if diff := cmp.Diff(test.want, at(t, source, test.query, noon.Add(test.end))); diff != "" {
			t.Errorf("%s, %v after noon (-want +got):\n%s", test.query, test.end, diff)
		}
	}
}
