package mql

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// Number is a constant, kept as it was written.
type Number string

// Value is the number; the parser has refused what is too large to be one.
func (n Number) Value() float64 {
	value, _ := strconv.ParseFloat(string(n), 64)
	return value
}

func (n Number) check() error {
	if _, err := strconv.ParseFloat(string(n), 64); err != nil {
		return fmt.Errorf("number %s: it is too large", n)
	}
	return nil
}

// Duration is a number of minutes, hours or days, kept as it was written: 5m, 20h, 3d.
type Duration string

var units = map[byte]time.Duration{'m': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour}

// Length is the duration; the parser has refused what is out of range.
func (d Duration) Length() time.Duration { return time.Duration(d.count()) * units[d.unit()] }

// intervals are those that a query may have (MQL Reference, Interval), and longest is the highest number of each unit.
const intervals = "1m to 60m, 1h to 24h, or 1d"

var longest = map[byte]int{'m': 60, 'h': 24, 'd': 1}

var durationForm = regexp.MustCompile(`^[0-9]+[mhd]$`)

// ParseInterval reads a duration that a query may have as its interval. A resolution is one as well.
func ParseInterval(text string) (Duration, error) {
	if d := Duration(text); durationForm.MatchString(text) && d.spans() {
		return d, nil
	}
	return "", fmt.Errorf("found %q, expected %s", text, intervals)
}

func (d Duration) spans() bool {
	n := d.count()
	return n >= 1 && n <= longest[d.unit()]
}

// Detection is how long absent() reports a stream that has stopped: two hours unless it says otherwise (Customizing the
// Absence Detection Period).
func (s *Statistic) Detection() time.Duration {
	if s.Absence == nil {
		return 2 * time.Hour
	}
	return s.Absence.Length()
}

// count is the number before the unit, or -1 if that is far out of every range: no length overflows.
func (d Duration) count() int {
	count, err := strconv.ParseInt(string(d[:len(d)-1]), 10, 16)
	if err != nil {
		return -1
	}
	return int(count)
}

func (d Duration) unit() byte { return d[len(d)-1] }
