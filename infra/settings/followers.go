package settings

import (
	"cmp"
	"encoding/json"
	"maps"
)

// Followers are the functions whose incidents follow something, alarms or events, by name. The configuration of each is all
// that the settings give it, besides the account that every function gets: what is chosen, and what the stack sets itself.
func (s *Settings) Followers() map[string]Function {
	followers := map[string]Function{}
	if s.HasAlarmFlow() {
		followers[AlarmToIncident] = s.AlarmToIncident.with(s.ownAlarmConfig())
	}
	if s.HasEventFlow() {
		followers[EventToIncident] = s.EventToIncident.with(s.ownEventConfig())
	}
	return followers
}

// with is the function with what the stack sets itself.
func (f Function) with(own map[string]string) Function {
	config := map[string]string{}
	maps.Copy(config, f.Config)
	maps.Copy(config, own)
	f.Config = config
	return f
}

// ownAlarmConfig is what the stack sets itself for alarm-to-incident.
func (s *Settings) ownAlarmConfig() map[string]string {
	return map[string]string{"b2cservice_contact_id": s.B2CService.ContactID}
}

// ownEventConfig is what the stack sets itself for event-to-incident.
func (s *Settings) ownEventConfig() map[string]string {
	type api struct {
		Version string `json:"version"`
	}
	apis := map[string]api{}
	for _, listener := range s.Listeners {
		apis[listener.APIName] = api{listener.APIVersion}
	}
	config := map[string]string{
		"b2cservice_contact_id": cmp.Or(s.EventToIncident.ContactID, s.B2CService.ContactID),
		"event_apis":            jsonText(apis),
	}
	for key, text := range map[string]json.RawMessage{
		"event_mappings":   s.EventToIncident.Mappings,
		"event_statuses":   s.EventToIncident.Statuses,
		"event_severities": s.EventToIncident.Severities,
	} {
		if len(text) > 0 {
			config[key] = string(text)
		}
	}
	return config
}
