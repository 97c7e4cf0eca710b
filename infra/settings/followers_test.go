package settings_test

import (
	"testing"

	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/infra/settings/settingstest"
	"github.com/google/go-cmp/cmp"
)

// A follower's configuration is what is chosen for it with what it gets of the other settings, and its size.
func TestFollowers(t *testing.T) {
	values := settingstest.Load(t, root, "local", passphrase)
	s, err := settings.Decode(source(values, map[string]string{
		"b2cserviceContactId": "7",
		"alarmToIncident":     `{"memoryInMBs": 512, "config": {"reopen_within": "1h"}}`,
		"eventToIncident":     `{"b2cserviceContactId": "8", "statuses": {"resolved": "Solved"}}`,
		"listeners": `[{"apiName": "troubleTicket", "apiVersion": "v4", "apiId": "orcl-621",
			"basic": {"username": "listener", "password": "a password of the listener"}}]`,
	}))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]settings.Function{
		settings.AlarmToIncident: {
			Config: map[string]string{"b2cservice_contact_id": "7", "reopen_within": "1h"},
			Sizing: settings.Sizing{MemoryInMBs: 512, TimeoutInSeconds: 60},
		},
		settings.EventToIncident: {
			Config: map[string]string{
				"b2cservice_contact_id": "8", "event_apis": `{"troubleTicket":{"version":"v4"}}`,
				"event_statuses": `{"resolved":"Solved"}`,
			},
			Sizing: settings.Sizing{MemoryInMBs: 256, TimeoutInSeconds: 60},
		},
	}
	if diff := cmp.Diff(want, s.Followers()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestNoFollowers(t *testing.T) {
	values := settingstest.Load(t, root, "local", passphrase)
	s, err := settings.Decode(source(values, map[string]string{
		"b2cserviceContactId": "", "alarms": "", "listeners": "", "cxif": "",
	}))
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Followers(); len(got) != 0 {
		t.Errorf("followers of nothing: %v", got)
	}
}
