package notifications

import (
	"fmt"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/shared/alarm"
)

// alarmSubject and alarmText are an alarm's message for people.
func alarmSubject(m *alarm.Message) string {
	return fmt.Sprintf("%s %s: %s", m.Severity, m.Type, m.Title)
}

func alarmText(m *alarm.Message) string {
	var b strings.Builder
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%-10s%s\n", name, value)
		}
	}
	if m.Body != "" {
		fmt.Fprintf(&b, "%s\n\n", m.Body)
	}
	line("Alarm", m.Title)
	line("Type", string(m.Type))
	line("Severity", string(m.Severity))
	line("Time", m.Time.UTC().Format(time.RFC1123))
	for _, r := range m.Resources {
		line("Resource", strings.Join(append([]string{r.Name}, r.Values...), ", "))
	}
	for _, a := range m.Alarms {
		line("Summary", a.Summary)
		line("Query", a.Query)
		line("Alarm ID", a.ID)
		line("Link", a.URL)
	}
	return b.String()
}
