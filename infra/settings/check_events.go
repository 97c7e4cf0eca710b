package settings

import (
	"fmt"
	"maps"
	"regexp"
	"strings"

	"github.com/cxbridge/cxbridge/shared/tmf"
)

// checkEventFlow checks what turns events into incidents.
func (c *checker) checkEventFlow() {
	const key = "eventToIncident"
	c.checkSizing(key, c.EventToIncident.Sizing)
	own := c.ownConfig()
	maps.Copy(own, map[string]string{
		"ledger_table_ocid": anyOCID, "event_mappings": "", "event_statuses": "", "event_severities": "",
	})
	maps.Copy(own, c.ownEventConfig())
	c.checkConfig(key+".config", c.EventToIncident.Config, own)
	c.checkConfigSize(key, "shorten config, mappings, statuses, severities or allowedClientCidrs, or have fewer listeners", c.EventToIncident.Config, own)
	c.checkChoices(key+".config", c.EventToIncident.Config, own, eventConfig)
	c.checkMappings()
	if !c.HasEventFlow() && !c.isUnread("listeners") {
		return
	}
	c.checkFolder(key, EventToIncident)
	c.checkEventContact(key + ".b2cserviceContactId")
	c.checkCxif()
	c.checkListeners()
	c.checkEventPaths()
}

// checkMappings checks what events become, as the function will read it.
func (c *checker) checkMappings() {
	e := c.EventToIncident
	_, err := tmf.ParseSettings(string(e.Mappings), string(e.Statuses), string(e.Severities))
	if err == nil {
		return
	}
	for fault := range strings.SplitSeq(err.Error(), "\n") {
		key, problem, _ := strings.Cut(fault, ": ")
		c.add("eventToIncident."+key, problem, "write it as go doc ./shared/tmf describes")
	}
}

func (c *checker) checkEventContact(key string) {
	remedy := set(key, "<id>") + ", the number in the contact's REST address"
	if contact := c.EventToIncident.ContactID; contact != "" && !contactID.MatchString(contact) {
		c.add(key, problem(contact, "is no contact's id"), remedy)
	} else if contact == "" && c.B2CService.ContactID == "" {
		c.add(key, "is missing, though there are listeners; an event of someone whom B2C Service does not know needs a contact",
			remedy+"; b2cserviceContactId will do, too")
	}
}

// eventPath is an endpoint's path that an event's address can fit, too. Which of two such routes the gateway takes is not
// documented.
var eventPath = regexp.MustCompile(`^/(events/|\{\w+\*\}$|\{\w+\}/[^/]+(/\{\w+\*\})?$)`)

// checkEventPaths keeps endpoints off the events' path. The gateway tells listeners by the parameter api, and takes
// whoever has none for a caller of the endpoints.
func (c *checker) checkEventPaths() {
	for i, endpoint := range c.Endpoints {
		key := fmt.Sprintf("endpoints[%d].path", i)
		if eventPath.MatchString(endpoint.Path) {
			c.add(key, fmt.Sprintf("is %q, which is where listeners' events arrive", endpoint.Path),
				"choose a path that is not below /events/, whatever its parameters are")
		}
		for part := range strings.SplitSeq(endpoint.Path, "/") {
			if part == "{api}" || part == "{api*}" {
				c.add(key, fmt.Sprintf("has the parameter %s, by which the gateway tells listeners", part), "give the parameter another name")
			}
		}
	}
}
