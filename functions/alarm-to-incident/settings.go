package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/shared/alarm"
	"github.com/cxbridge/cxbridge/shared/config"
	"github.com/cxbridge/cxbridge/shared/incidents"
)

// settings are what the configuration says; see the package comment.
type settings struct {
	incidents.Settings
	severities   map[alarm.Severity]string // names in B2C Service
	firing, ok   string                    // names of statuses
	countRepeats bool
	perResource  bool
}

// severityNames are the guide's.
var severityNames = map[alarm.Severity]string{
	alarm.Critical: "1 - Most Severe", alarm.Error: "2 - Severe", alarm.Warning: "3 - Normal", alarm.Info: "4 - Low",
}

func newSettings(c *config.Reader) settings {
	s := settings{
		Settings:     incidents.Configured(c),
		severities:   map[alarm.Severity]string{},
		firing:       c.Default("status_FIRING", "Unresolved"),
		ok:           c.Default("status_OK", "Updated"),
		countRepeats: either(c, "repeat_as", "thread", "count"),
		perResource:  either(c, "incident_for", "alarm", "resource"),
	}
	for _, severity := range alarm.Severities() {
		s.severities[severity] = c.Default(severitySetting(severity), severityNames[severity])
	}
	return s
}

func severitySetting(severity alarm.Severity) string { return "severity_" + string(severity) }

// either tells whether key has the second of two values. The first is what it has if it is not set.
func either(c *config.Reader, key, first, second string) bool {
	value := c.Default(key, first)
	if value != first && value != second {
		c.Fault(key, fmt.Sprintf("is %q", value), "set it to "+first+" or "+second)
	}
	return value == second
}

// below returns the names of the severities below one, without those that stand for a graver one too.
func (s *settings) below(severity alarm.Severity) []string {
	var above, below []string
	for _, other := range alarm.Severities() {
		name := s.severities[other]
		switch {
		case !severity.Above(other):
			above = append(above, name)
		case !slices.ContainsFunc(above, func(graver string) bool { return strings.EqualFold(graver, name) }):
			below = append(below, name)
		}
	}
	return below
}
