package settings

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
)

// choice is what a configuration key can have.
type choice struct {
	right func(value string) bool
	want  string // what to do about any other value
}

var (
	anything = choice{func(string) bool { return true }, ""}
	named    = choice{func(value string) bool { return value != "" }, "name what there is in B2C Service, or leave it out"}
)

// alarmConfig is what can be chosen of alarm-to-incident, whose manual describes each key. What is wrong here would
// otherwise show when an alarm fires.
var alarmConfig = map[string]choice{
	"severity_CRITICAL": named, "severity_ERROR": named, "severity_WARNING": named, "severity_INFO": named,
	"status_FIRING": named, "status_OK": named,
	"b2cservice_product": named, "b2cservice_category": named, "b2cservice_queue": named,
	"b2cservice_version": anything, "b2cservice_application_context": anything,
	"b2cservice_suppress_rules": {oneOf("true", "false"), "choose true or false"},
	"reopen_within":             {isDuration, "write a duration such as 72h, or 0 to never reopen"},
	"repeat_as":                 {oneOf("thread", "count"), "choose thread or count"},
	"incident_for":              {oneOf("alarm", "resource"), "choose alarm or resource"},
	"dedupe_key_attribute": {regexp.MustCompile(`^[A-Za-z0-9_]+\.[A-Za-z0-9_]+$`).MatchString,
		"name a custom attribute with its package, such as OCI.dedupe_key"},
}

func isDuration(text string) bool {
	length, err := time.ParseDuration(text)
	return err == nil && length >= 0
}

func oneOf(values ...string) func(string) bool {
	return func(value string) bool { return slices.Contains(values, value) }
}

// checkAlarmConfig checks what checkConfig leaves: keys that have a right name, but that the function does not know, and
// values. A typing error must not become a default.
func (c *checker) checkAlarmConfig(key string, config, own map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(config)) {
		if _, taken := own[name]; taken || !configKey.MatchString(name) {
			continue
		}
		if choice, known := alarmConfig[name]; !known {
			c.add(key+"."+name, "is not a setting", "its keys are "+strings.Join(slices.Sorted(maps.Keys(alarmConfig)), ", "))
		} else if value := config[name]; !choice.right(value) {
			c.add(key+"."+name, fmt.Sprintf("is %q", value), choice.want)
		}
	}
}
