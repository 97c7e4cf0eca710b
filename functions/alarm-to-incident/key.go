package main

import (
	"github.com/cxbridge/cxbridge/shared/alarm"
	"github.com/cxbridge/cxbridge/shared/plain"
)

// alarmKey is what the incident of a whole alarm has in its custom attribute. Monitoring's dedupeKeys are UUIDs.
func alarmKey(m *alarm.Message) string { return plain.Key(m.DedupeKey) }

// resourceKey is what the incident of one resource has in its custom attribute.
func resourceKey(m *alarm.Message, r alarm.Resource) string {
	return alarmKey(m) + ":" + resourceID(r)
}

// resourceID is what stands for a resource where its own id is too long.
func resourceID(r alarm.Resource) string { return plain.Hash(r.ID)[:12] }

// rowKey is the key of the alarm's row in the ledger.
func rowKey(m *alarm.Message) string { return "alarm/" + alarmKey(m) }
