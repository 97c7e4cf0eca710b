package nosql

import (
	"fmt"
	"time"
)

const day = 24 * time.Hour

// ttl is a time to live; a Count of 0 is for ever.
type ttl struct {
	Count int
	Unit  string // DAYS or HOURS
}

func days(count int) ttl { return ttl{count, "DAYS"} }

func (t ttl) String() string { return fmt.Sprintf("%d %s", t.Count, t.Unit) }

func (t ttl) unit() time.Duration {
	if t.Unit == "HOURS" {
		return time.Hour
	}
	return day
}

// days are the full days of it, which is all that the API shows.
func (t ttl) days() int { return int(time.Duration(t.Count) * t.unit() / day) }

// end is when a row ends that was put now; zero is never. It is counted from the next
// full hour or day in UTC (Oracle NoSQL: com.sleepycat.je.dbi.TTL).
func (t ttl) end(now time.Time) time.Time {
	if t.Count == 0 {
		return time.Time{}
	}
	start := now.UTC().Truncate(t.unit())
	if start.Before(now) {
		start = start.Add(t.unit())
	}
	return start.Add(time.Duration(t.Count) * t.unit())
}
