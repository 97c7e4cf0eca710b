package main

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"

	"github.com/cxbridge/cxbridge/shared/config"
	"github.com/cxbridge/cxbridge/shared/incidents"
	"github.com/cxbridge/cxbridge/shared/phone"
	"github.com/cxbridge/cxbridge/shared/tmf"
)

// settings are what the configuration says; see the package comment.
type settings struct {
	incidents.Settings
	apis   map[string]int // the HTTP status by which an event was taken, by API
	events *tmf.Settings
	open   string // name of a status
	phones *phone.Reader
}

func newSettings(c *config.Reader) settings {
	s := settings{
		Settings: incidents.Configured(c),
		apis:     apis(c),
		open:     c.Default("status_open", "Unresolved"),
	}
	var err error
	if s.events, err = tmf.ParseSettings(c.Get("event_mappings"), c.Get("event_statuses"), c.Get("event_severities")); err != nil {
		c.Fault("event_mappings, event_statuses and event_severities", "cannot be used", err.Error())
	}
	if s.phones, err = phone.NewReader(c.Default("default_region", "US")); err != nil {
		c.Fault("default_region", "cannot be used", err.Error())
	}
	return s
}

var (
	apiName    = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)
	apiVersion = regexp.MustCompile(`^v([1-9][0-9]{0,2})$`)
)

// apis returns by which HTTP status each API's events are taken: 201 up to version 4, and 204 from version 5 on (TM Forum's
// TMF621, TMF622 and TMF678: operations of listeners).
func apis(c *config.Reader) map[string]int {
	const remedy = `set it to the APIs by the last part of their URLs, such as {"troubleTicket": {"version": "v4"}}`
	var versions map[string]struct{ Version string }
	text := c.Required("event_apis", remedy)
	if text == "" {
		return nil
	}
	if err := config.DecodeJSON(text, &versions); err != nil {
		c.Fault("event_apis", "cannot be read: "+err.Error(), remedy)
		return nil
	}
	if len(versions) == 0 {
		c.Fault("event_apis", "names no API", remedy)
	}
	taken := map[string]int{}
	for name, api := range versions {
		number := apiVersion.FindStringSubmatch(api.Version)
		if !apiName.MatchString(name) || number == nil {
			c.Fault("event_apis", fmt.Sprintf("has version %q of %q", api.Version, name), remedy)
			continue
		}
		taken[name] = http.StatusCreated
		if version, _ := strconv.Atoi(number[1]); version >= 5 {
			taken[name] = http.StatusNoContent
		}
	}
	return taken
}
