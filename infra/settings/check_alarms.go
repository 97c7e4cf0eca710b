package settings

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/cxbridge/cxbridge/infra/names"
	"github.com/cxbridge/cxbridge/shared/mql"
	"github.com/sosodev/duration"
)

// Limits of alarms, in characters (Monitoring: CreateAlarmDetails; limits page).
const (
	maxAlarmName = 255
	maxTitle     = 255
	maxBody      = 1000
	maxQuery     = 4000
)

var (
	severities      = []string{"CRITICAL", "ERROR", "WARNING", "INFO"}
	metricNamespace = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)
	resourceGroup   = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9._$-]*$`)
)

func (c *checker) checkAlarms() {
	taken := map[string]string{}
	for i, alarm := range c.Alarms {
		key := fmt.Sprintf("alarms[%d]", i)
		slug := names.Slug(alarm.DisplayName)
		if other := taken[slug]; slug != "" && other != "" {
			c.add(key+".displayName", fmt.Sprintf("is %q, which is too much like %q", alarm.DisplayName, other),
				"let it differ in its letters or digits")
		}
		taken[slug] = alarm.DisplayName
		c.checkAlarm(key, alarm)
		c.checkQuery(key+".query", alarm)
		c.duration(key+".pendingDuration", alarm.PendingDuration, "PT1M", "PT1H")
		if alarm.RepeatNotificationDuration != "" {
			c.duration(key+".repeatNotificationDuration", alarm.RepeatNotificationDuration, "PT1M", "P30D")
		}
		c.duration(key+".evaluationSlackDuration", alarm.EvaluationSlackDuration, "PT3M", "PT2H")
		if alarm.Suppression != nil {
			c.checkSuppression(key+".suppression", *alarm.Suppression)
		}
	}
}

func (c *checker) checkAlarm(key string, alarm Alarm) {
	if names.Slug(alarm.DisplayName) == "" {
		c.add(key+".displayName", problem(alarm.DisplayName, "has neither letter nor digit"), "say what is wrong when it fires")
	}
	c.shortEnough(key+".displayName", alarm.DisplayName, maxAlarmName)
	c.shortEnough(key+".notificationTitle", alarm.NotificationTitle, maxTitle)
	c.shortEnough(key+".body", alarm.Body, maxBody)
	if !metricNamespace.MatchString(alarm.Namespace) {
		c.add(key+".namespace", problem(alarm.Namespace, "is not letters, digits and underscores, a letter first"),
			"name the metric's namespace, such as oci_secrets")
	}
	if !slices.Contains(severities, alarm.Severity) {
		c.add(key+".severity", problem(alarm.Severity, "is no severity"), "choose of "+strings.Join(severities, ", "))
	}
	if alarm.ResourceGroup != "" && !resourceGroup.MatchString(alarm.ResourceGroup) {
		c.add(key+".resourceGroup", problem(alarm.ResourceGroup, "is not letters, digits and . _ - $, a letter first"),
			"name the resource group that the metric is posted with, or leave it out")
	}
	if alarm.MetricCompartmentID != c.CompartmentID { // which is checked already
		c.ocid(key+".metricCompartmentId", alarm.MetricCompartmentID, ", or leave it out for the stack's", "compartment", "tenancy")
	}
	if alarm.MetricCompartmentIDInSubtree && alarm.MetricCompartmentID != c.TenancyID {
		c.add(key+".metricCompartmentIdInSubtree", "is true, which OCI allows for the whole tenancy only",
			"set metricCompartmentId to the tenancy's OCID, or leave this out")
	}
}

// checkQuery holds a query against Monitoring's language, with an OCID where the vault's will be.
func (c *checker) checkQuery(key string, alarm Alarm) {
	query := alarm.QueryFor(anyOCID)
	c.shortEnough(key, query, maxQuery)
	if strings.Contains(query, "${") {
		c.add(key, "has a ${…} that is not "+vaultVariable, "write out what is meant; only the stack's vault has a variable")
		return
	}
	if _, err := mql.ParseAlarm(query); err != nil {
		c.add(key, "cannot be read: "+err.Error(), `write it like CreateSecret[1m]{vaultId = "${vaultId}"}.sum() > 0`)
	}
}

// duration checks an ISO 8601 duration.
func (c *checker) duration(key, text, shortest, longest string) {
	remedy := fmt.Sprintf("write an ISO 8601 duration from %s to %s", shortest, longest)
	if length, ok := isoDuration(text); !ok {
		c.add(key, problem(text, "is no ISO 8601 duration"), remedy)
	} else if length%time.Minute != 0 { // alarms are evaluated every minute
		c.add(key, problem(text, "is not whole minutes"), remedy)
	} else if least, _ := isoDuration(shortest); length < least {
		c.add(key, problem(text, "is shorter than OCI offers"), remedy)
	} else if most, _ := isoDuration(longest); length > most {
		c.add(key, problem(text, "is longer than OCI offers"), remedy)
	}
}

// isoDuration reads an ISO 8601 duration. The parser forgives missing and repeated parts and fractions of hours, which
// OCI does not.
func isoDuration(text string) (time.Duration, bool) {
	parsed, err := duration.Parse(text)
	if err != nil || parsed.String() != text || strings.Contains(text, ".") {
		return 0, false
	}
	return parsed.ToTimeDuration(), true
}

func (c *checker) checkSuppression(key string, s Suppression) {
	from, fromOK := c.time(key+".timeSuppressFrom", s.TimeSuppressFrom)
	until, untilOK := c.time(key+".timeSuppressUntil", s.TimeSuppressUntil)
	if fromOK && untilOK && !until.After(from) {
		c.add(key+".timeSuppressUntil", fmt.Sprintf("is %s, which is not after timeSuppressFrom", s.TimeSuppressUntil),
			"set it to when messages are wanted again")
	}
}

// time checks a time as OCI writes it.
func (c *checker) time(key, text string) (time.Time, bool) {
	parsed, err := time.Parse(time.RFC3339, text)
	if err != nil {
		c.add(key, problem(text, "is no RFC 3339 time"), "write it like 2026-02-01T01:02:29Z")
	}
	return parsed, err == nil
}

func (c *checker) shortEnough(key, text string, longest int) {
	if length := utf8.RuneCountInString(text); length > longest {
		c.add(key, fmt.Sprintf("has %d characters; OCI takes %d", length, longest), "shorten it")
	}
}
