package daemon

import (
	"strings"
	"testing"
)

// What no local cloud can do is refused before a running one is stopped for it.
func TestBehaviourIsCheckedBeforeItIsTaken(t *testing.T) {
	for _, tt := range []struct {
		behaviour Behaviour
		fault     string
	}{
		{Behaviour{}, ""},
		{Behaviour{Assume: []string{"HomeRegion=us-phoenix-1", "VaultLimit=1"}, AlarmSpeed: MaxAlarmSpeed}, ""},
		{Behaviour{AlarmSpeed: MaxAlarmSpeed + 1}, "241 times"},
		{Behaviour{Assume: []string{"VaultLimit"}}, "name=value"},
		{Behaviour{Assume: []string{"VaultLimit=-1"}}, "VaultLimit"},
		{Behaviour{Assume: []string{"HomeRegion=atlantis"}}, "HomeRegion"},
	} {
		err := tt.behaviour.check()
		if (err == nil) != (tt.fault == "") || err != nil && !strings.Contains(err.Error(), tt.fault) {
			t.Errorf("%+v: error %v, want %q", tt.behaviour, err, tt.fault)
		}
	}
}
