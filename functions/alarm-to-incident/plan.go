package main

import (
	"cmp"
	"maps"
	"slices"

	"github.com/cxbridge/cxbridge/shared/alarm"
	"github.com/cxbridge/cxbridge/shared/plain"
)

// plan is what news mean for an incident, as far as that can be said without seeing it in B2C Service.
type plan struct {
	news
	next    tracked  // what is known of the incident afterwards
	threads []string // to be added
	opens   bool     // a new incident is created if there is none
	begins  bool     // it begins to fire: a closed incident is opened again or succeeded by a new one
	status  string   // to be given to the incident if nobody else changed it; "" to leave it
	first   string   // status of a new incident
	rises   bool     // the severity is above the last message's
	untold  string   // to be remembered in the ledger, for a late message to tell
}

// silent tells whether B2C Service is not concerned at all.
func (p *plan) silent() bool { return len(p.threads) == 0 }

// plan decides what news mean for an incident that stands in the ledger as c.
func (s *settings) plan(st *state, c tracked, n news) plan {
	p := plan{news: n, next: c, first: s.firing}
	p.next.About = cmp.Or(plain.ShortName(n.about), c.About)
	if st.late(n.Message, &c) {
		s.planLate(&p, st, c)
		return p
	}
	p.next.Newest = positionOf(n.Message)
	switch {
	case n.cleared() && c.Firing:
		s.planOK(&p, c)
	case n.Type == alarm.Reset && c.Firing:
		p.threads = []string{resetText(n, c)}
		p.next.Resources, p.next.Repeats = nil, 0
	case !n.Type.Firing():
		p.untold = overText(n)
	default:
		s.planFiring(&p, st, c)
	}
	return p
}

// planFiring: the first message that says so may be lost or late, so that a repeat begins as well.
func (s *settings) planFiring(p *plan, st *state, c tracked) {
	p.begins = p.Type == alarm.OKToFiring || !c.Firing
	p.rises = p.Severity.Above(st.Severity)
	p.next.Firing, p.next.Resources = true, merged(c.Resources, p.news)
	if !c.Firing {
		p.next.Since = p.Time.UnixMilli()
	}
	appeared, dropped := added(c.Resources, p.next.Resources), added(p.next.Resources, c.Resources)
	if s.countRepeats && !p.begins && !p.rises && len(appeared)+len(dropped) == 0 {
		p.next.Repeats++
		return
	}
	p.opens, p.next.Repeats = true, 0
	if p.begins {
		p.status = s.firing
	}
	for _, key := range dropped {
		p.threads = append(p.threads, clearText(p.news, c.Resources[key]))
	}
	p.threads = append(p.threads, firingText(p.news, p.next.Since, appeared, c))
}

// planOK: what fired until now is told one by one. For a single one, the message's own thread says it.
func (s *settings) planOK(p *plan, c tracked) {
	p.status = s.ok
	if keys := byName(c.Resources); len(keys) > 1 {
		for _, key := range keys {
			p.threads = append(p.threads, clearText(p.news, c.Resources[key]))
		}
	}
	p.threads = append(p.threads, okText(p.news, c))
	p.next.Firing, p.next.Resources, p.next.Repeats = false, nil, 0
}

// merged returns the resources that fire after news: those it names, and as it may not name all, also those that fired before.
func merged(before map[string]firing, n news) map[string]firing {
	after := map[string]firing{}
	if !n.complete {
		maps.Copy(after, before)
	}
	for _, r := range n.resources {
		key := resourceID(r)
		if known, ok := before[key]; ok {
			after[key] = known
		} else if len(after) < maxResources {
			after[key] = firing{plain.ShortName(r.Name), n.Time.UnixMilli()}
		}
	}
	return after
}

// added returns the keys that are in after and not in before, in the order of their names.
func added(before, after map[string]firing) []string {
	return slices.DeleteFunc(byName(after), func(key string) bool { _, known := before[key]; return known })
}

func byName(resources map[string]firing) []string {
	return slices.SortedFunc(maps.Keys(resources), func(a, b string) int {
		return cmp.Or(cmp.Compare(resources[a].Name, resources[b].Name), cmp.Compare(a, b))
	})
}
