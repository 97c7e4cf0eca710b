package main

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"

	"github.com/cxbridge/cxbridge/shared/alarm"
)

// plainKey is a dedupeKey that can stand in a query of B2C Service as it is, and is no longer than a hash. Monitoring's are
// UUIDs.
var plainKey = regexp.MustCompile(`^[A-Za-z0-9._:-]{1,64}$`)

// alarmKey is what the incident of a whole alarm has in its custom attribute.
func alarmKey(m *alarm.Message) string {
	if plainKey.MatchString(m.DedupeKey) {
		return m.DedupeKey
	}
	return hash(m.DedupeKey)
}

// resourceKey is what the incident of one resource has in its custom attribute.
func resourceKey(m *alarm.Message, r alarm.Resource) string {
	return alarmKey(m) + ":" + resourceID(r)
}

// resourceID is what stands for a resource where its own id is too long.
func resourceID(r alarm.Resource) string { return hash(r.ID)[:12] }

// rowKey is the key of the alarm's row in the ledger.
func rowKey(m *alarm.Message) string { return "alarm/" + alarmKey(m) }

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
