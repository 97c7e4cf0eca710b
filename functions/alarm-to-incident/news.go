package main

import (
	"maps"
	"slices"

	"github.com/cxbridge/cxbridge/shared/alarm"
)

// news is what a message says to one incident.
type news struct {
	*alarm.Message
	key       string           // of the incident
	about     string           // the resource's name, if the incident is for one; "" if it is for the alarm
	resources []alarm.Resource // of the incident's that fire
	complete  bool             // no others of the incident's fire
	gone      bool             // the incident's resource is not named any more, so it has recovered
}

// cleared tells whether what the incident is for has recovered.
func (n news) cleared() bool { return n.gone || n.Type == alarm.FiringToOK }

// newsOf returns what a message says to the incidents of its alarm, one at least. They do not depend on each other.
func (s *settings) newsOf(m *alarm.Message, st *state) []news {
	switch {
	case m.Type.Firing() && s.perResource && len(m.Resources) > 0:
		return append(named(m), gone(m, st)...)
	case m.Type.Firing():
		return []news{{Message: m, key: alarmKey(m), resources: m.Resources, complete: m.Complete}}
	}
	// That it is over concerns whatever fires.
	var all []news
	for _, key := range st.firing() {
		all = append(all, news{Message: m, key: key, about: st.Cases[key].About})
	}
	if len(all) == 0 {
		all = []news{{Message: m, key: alarmKey(m)}}
	}
	return all
}

// named are the news for the resources that a message names.
func named(m *alarm.Message) []news {
	var all []news
	for _, r := range m.Resources {
		all = append(all, news{Message: m, key: resourceKey(m, r), about: r.Name, resources: []alarm.Resource{r}, complete: true})
	}
	return all
}

// gone are the news for the resources that fired until a message does not name them any more. One that did not name all that
// fires, or that came late, says nothing about them, and of those that are silent since a RESET nothing is known.
func gone(m *alarm.Message, st *state) []news {
	if !m.Complete {
		return nil
	}
	var all []news
	for _, key := range st.firing() {
		c := st.Cases[key]
		still := slices.ContainsFunc(m.Resources, func(r alarm.Resource) bool { return resourceKey(m, r) == key })
		if known := c.About != "" && len(c.Resources) > 0; known && !still && !st.late(m, c) {
			all = append(all, news{Message: m, key: key, about: c.About, gone: true})
		}
	}
	return all
}

// firing returns the keys of the incidents whose alarm or resource fires.
func (st *state) firing() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(st.Cases)), func(key string) bool { return !st.Cases[key].Firing })
}

// late tells whether the alarm, or the incident alone, was told something newer.
func (st *state) late(m *alarm.Message, c *tracked) bool {
	return positionOf(m).before(latest(st.Newest, c.Newest))
}
