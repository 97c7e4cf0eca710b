package settings

import (
	"maps"
	"regexp"
)

// contactID is a number as B2C Service writes ids.
var contactID = regexp.MustCompile(`^[1-9][0-9]{0,17}$`)

// checkAlarmFlow checks what turns alarms into incidents.
func (c *checker) checkAlarmFlow() {
	contact := c.B2CService.ContactID
	remedy := set("b2cserviceContactId", "<id>") + ", the number in the contact's REST address, or do without alarms: " +
		"pulumi config rm b2cserviceContactId; pulumi config rm alarms"
	if contact != "" && !contactID.MatchString(contact) {
		c.add("b2cserviceContactId", problem(contact, "is no contact's id"), remedy)
	}
	if contact == "" && len(c.Alarms) > 0 {
		c.add("b2cserviceContactId", "is missing, though there are alarms; an incident belongs to a contact", remedy)
	}
	c.checkAlarms()
	if c.HasAlarmFlow() {
		c.checkFolder("alarmToIncident", AlarmToIncident)
	}
	c.checkSizing("alarmToIncident", c.AlarmToIncident.Sizing)
	own := c.ownConfig()
	maps.Copy(own, c.ownAlarmConfig())
	own["ledger_table_ocid"] = anyOCID
	c.checkConfig("alarmToIncident.config", c.AlarmToIncident.Config, own)
	c.checkConfigSize("alarmToIncident.config", shorten, c.AlarmToIncident.Config, own)
	c.checkChoices("alarmToIncident.config", c.AlarmToIncident.Config, own, alarmConfig)
}
