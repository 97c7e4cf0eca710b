package settings

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/shared/phone"
)

// choice is what a configuration key can have.
type choice struct {
	right func(value string) bool
	want  string // what to do about any other value
}

var (
	named = choice{func(value string) bool { return value != "" }, "name what there is in B2C Service, or leave it out"}
)

// incidentConfig is what can be chosen of every function whose incidents follow something's life; alarmConfig and
// eventConfig are what can be chosen of one. The functions' manuals describe each key. What is wrong here would otherwise
// show when the first message comes.
var (
	incidentConfig = map[string]choice{
		"b2cservice_product": named, "b2cservice_category": named, "b2cservice_queue": named,
		"b2cservice_version": named,
		// B2C Service REST API: custom headers.
		"b2cservice_application_context": {func(value string) bool { return len(value) >= 1 && len(value) <= 40 }, "write 1 to 40 characters"},
		"b2cservice_suppress_rules":      {oneOf("true", "false"), "choose true or false"},
		"reopen_within":                  {isDuration, "write a duration such as 72h, or 0 to never reopen"},
		"dedupe_key_attribute": {regexp.MustCompile(`^[A-Za-z0-9_]+\.[A-Za-z0-9_]+$`).MatchString,
			"name a custom attribute with its package, such as OCI.dedupe_key"},
	}
	alarmConfig = and(incidentConfig, map[string]choice{
		"severity_CRITICAL": named, "severity_ERROR": named, "severity_WARNING": named, "severity_INFO": named,
		"status_FIRING": named, "status_OK": named,
		"repeat_as":    {oneOf("thread", "count"), "choose thread or count"},
		"incident_for": {oneOf("alarm", "resource"), "choose alarm or resource"},
	})
	eventConfig = and(incidentConfig, map[string]choice{
		"status_open":    named,
		"default_region": {isCountry, "write the ISO 3166 code of a country with telephone numbers, such as US"},
	})
)

// and joins choices.
func and(some, more map[string]choice) map[string]choice {
	all := maps.Clone(some)
	maps.Copy(all, more)
	return all
}

func isDuration(text string) bool {
	length, err := time.ParseDuration(text)
	return err == nil && length >= 0
}

func isCountry(text string) bool {
	_, err := phone.NewReader(text)
	return err == nil
}

func oneOf(values ...string) func(string) bool {
	return func(value string) bool { return slices.Contains(values, value) }
}

// checkChoices checks what checkConfig leaves: keys that have a right name, but that the function does not know, and
// values. A typing error must not become a default.
func (c *checker) checkChoices(key string, config, own map[string]string, choices map[string]choice) {
	for _, name := range slices.Sorted(maps.Keys(config)) {
		if _, taken := own[name]; taken || !configKey.MatchString(name) {
			continue
		}
		if choice, known := choices[name]; !known {
			c.add(key+"."+name, "is not a setting", "its keys are "+strings.Join(slices.Sorted(maps.Keys(choices)), ", "))
		} else if value := config[name]; !choice.right(value) {
			c.add(key+"."+name, fmt.Sprintf("is %q", value), choice.want)
		}
	}
}
