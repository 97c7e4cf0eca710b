package settings

import (
	"fmt"
	"maps"
	"net/mail"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// checkAlarmFlow checks what turns alarms into incidents.
func (c *checker) checkAlarmFlow() {
	contact := c.B2CService.ContactID
	remedy := set("b2cserviceContactId", "<id>") + ", the number in the contact's REST address"
	if id, err := strconv.ParseInt(contact, 10, 64); contact != "" && (err != nil || id < 1) {
		c.add("b2cserviceContactId", problem(contact, "is no contact's id"), remedy)
	}
	if contact == "" && len(c.Alarms) > 0 {
		c.add("b2cserviceContactId", "is missing, though there are alarms; an incident belongs to a contact",
			remedy+", or leave the alarms out: pulumi config rm alarms")
	}
	c.checkAlarms()
	if c.HasAlarmFlow() {
		c.checkFolder("alarmToIncident", AlarmToIncident)
	}
	c.checkSizing("alarmToIncident", c.AlarmToIncident.Sizing)
	own := c.ownConfig()
	own["b2cservice_contact_id"] = contact
	own["ledger_table_ocid"] = anyOCID
	c.checkConfig("alarmToIncident.config", c.AlarmToIncident.Config, own)
	c.checkMapping("alarmToIncident.config", c.AlarmToIncident.Config)
}

// choices are the values that some of the configuration keys of alarm-to-incident can have.
var choices = map[string]struct {
	right func(value string) bool
	want  string
}{
	"reopen_within": {isDuration, "write a duration such as 72h, or 0 to never reopen"},
	"repeat_as":     {oneOf("thread", "count"), "choose thread or count"},
	"incident_for":  {oneOf("alarm", "resource"), "choose alarm or resource"},
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

// mapped are the parts of an alarm's message that have a name in B2C Service each: severity_CRITICAL and so on.
var mapped = map[string][]string{"severity_": severities, "status_": {"FIRING", "OK"}}

// checkMapping checks what alarm-to-incident would otherwise fall over when an alarm fires.
func (c *checker) checkMapping(key string, config map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(config)) {
		value := config[name]
		if choice, known := choices[name]; known && !choice.right(value) {
			c.add(key+"."+name, fmt.Sprintf("is %q", value), choice.want)
		}
		for prefix, suffixes := range mapped {
			suffix, found := strings.CutPrefix(name, prefix)
			if !found {
				continue
			}
			if !slices.Contains(suffixes, suffix) {
				c.add(key+"."+name, "is not a setting", "choose "+prefix+strings.Join(suffixes, ", "+prefix))
			} else if value == "" {
				c.add(key+"."+name, "is empty", "name a value of the menu in B2C Service, or leave it out")
			}
		}
	}
}

// checkOperators checks who is told when the stack itself fails.
func (c *checker) checkOperators() {
	seen := map[string]bool{}
	for i, text := range c.OperatorEmails {
		key := fmt.Sprintf("operatorEmails[%d]", i)
		if address, err := mail.ParseAddress(text); err != nil || address.Address != text {
			c.add(key, problem(text, "is no e-mail address alone"), set("--path '"+key+"'", "operators@example.com"))
		} else if folded := strings.ToLower(text); seen[folded] {
			c.add(key, "repeats "+text, "pulumi config rm --path '"+key+"'")
		} else {
			seen[folded] = true
		}
	}
}
