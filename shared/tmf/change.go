package tmf

import (
	"slices"
	"strings"
)

// Change says what happened to an entity.
type Change string

// The changes, in the order in which they can follow each other.
const (
	Created             Change = "created"
	Changed             Change = "changed" // or an event whose type says nothing else
	InformationRequired Change = "information required"
	StateChanged        Change = "state changed"
	Resolved            Change = "resolved"
	Deleted             Change = "deleted"
)

// Rank orders events of one entity that have the same time; of a lower rank is what comes first.
func (c Change) Rank() int {
	return slices.Index([]Change{Created, Changed, InformationRequired, StateChanged, Resolved, Deleted}, c)
}

// changes are how names of event types end, in lower case. TMF621 says StatusChange where TMF622 and TMF678 say StateChange, and
// publishers mix them up.
var changes = []struct {
	suffix string
	change Change
}{
	{"createevent", Created},
	{"attributevaluechangeevent", Changed},
	{"informationrequiredevent", InformationRequired},
	{"statechangeevent", StateChanged},
	{"statuschangeevent", StateChanged},
	{"resolvedevent", Resolved},
	{"deleteevent", Deleted},
	{"errormessageevent", Changed}, // these three: TMF622 version 5
	{"jeopardyalertevent", Changed},
	{"milestoneevent", Changed},
}

// typePrefix may stand before an event type (CX Industries Implementation Guide: "Set Up Listeners for Events").
const typePrefix = "/event/"

// typeName returns an event type in the form in which types are compared.
func typeName(eventType string) string {
	name := strings.TrimPrefix(strings.ToLower(eventType), typePrefix)
	if entity, ok := strings.CutSuffix(name, "statuschangeevent"); ok {
		return entity + "statechangeevent"
	}
	return name
}

// split divides a type's name into the entity's kind and the change.
func split(name string) (kind string, change Change) {
	for _, c := range changes {
		if kind, ok := strings.CutSuffix(name, c.suffix); ok && kind != "" {
			return kind, c.change
		}
	}
	return name, Changed
}
