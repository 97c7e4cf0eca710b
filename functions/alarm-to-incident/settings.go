package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/shared/alarm"
	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/config"
)

// settings are what the configuration says; see the package comment.
type settings struct {
	contact      int64
	severities   map[alarm.Severity]string // names in B2C Service
	firing, ok   string                    // names of statuses
	product      string                    // names; "" for none
	category     string
	queue        string
	attribute    b2c.Attribute
	reopenWithin time.Duration
	countRepeats bool
	perResource  bool
}

// severityNames are the guide's.
var severityNames = map[alarm.Severity]string{
	alarm.Critical: "1 - Most Severe", alarm.Error: "2 - Severe", alarm.Warning: "3 - Normal", alarm.Info: "4 - Low",
}

func newSettings(c *config.Reader) settings {
	s := settings{
		contact:      contact(c),
		severities:   map[alarm.Severity]string{},
		firing:       c.Default("status_FIRING", "Unresolved"),
		ok:           c.Default("status_OK", "Updated"),
		product:      c.Get("b2cservice_product"),
		category:     c.Get("b2cservice_category"),
		queue:        c.Get("b2cservice_queue"),
		reopenWithin: duration(c, "reopen_within", "72h"),
		countRepeats: either(c, "repeat_as", "thread", "count"),
		perResource:  either(c, "incident_for", "alarm", "resource"),
	}
	for _, severity := range alarm.Severities() {
		s.severities[severity] = c.Default(severitySetting(severity), severityNames[severity])
	}
	attribute, err := b2c.ParseAttribute(c.Default("dedupe_key_attribute", "OCI.dedupe_key"))
	if err != nil {
		c.Fault("dedupe_key_attribute", "cannot be used", err.Error())
	}
	s.attribute = attribute
	return s
}

func severitySetting(severity alarm.Severity) string { return "severity_" + string(severity) }

func contact(c *config.Reader) int64 {
	value := c.Required("b2cservice_contact_id", "set it to the id of the contact that alarms' incidents belong to")
	id, err := strconv.ParseInt(value, 10, 64)
	if value != "" && (err != nil || id <= 0) {
		c.Fault("b2cservice_contact_id", fmt.Sprintf("is %q, which is no id", value), "set it to a contact's id, such as 1234")
	}
	return id
}

func duration(c *config.Reader, key, fallback string) time.Duration {
	value := c.Default(key, fallback)
	d, err := time.ParseDuration(value)
	if err != nil || d < 0 {
		c.Fault(key, fmt.Sprintf("is %q, which is no duration", value), "set it to hours or minutes, such as 72h or 90m, or to 0")
	}
	return d
}

// either tells whether key has the second of two values. The first is what it has if it is not set.
func either(c *config.Reader, key, first, second string) bool {
	value := c.Default(key, first)
	if value != first && value != second {
		c.Fault(key, fmt.Sprintf("is %q", value), "set it to "+first+" or "+second)
	}
	return value == second
}

// rises tells whether severity is above present, both names in B2C Service. A name that is in none of the settings was chosen
// by somebody who knows why, and nothing is above it.
func (s *settings) rises(severity, present string) bool {
	rank := func(name string) int {
		for i, known := range alarm.Severities() {
			if strings.EqualFold(s.severities[known], name) {
				return i
			}
		}
		return -1
	}
	mine, its := rank(severity), rank(present)
	return mine >= 0 && its >= 0 && mine < its
}
