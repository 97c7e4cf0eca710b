package main

import (
	"slices"

	"github.com/cxbridge/cxbridge/shared/alarm"
)

// planLate: what came late is told and changes nothing, unless it is the last that is known of what fires.
func (s *settings) planLate(p *plan, st *state, c tracked) {
	at := positionOf(p.Message)
	switch {
	case !p.Type.Firing() && c.Incident == 0:
		p.untold = overText(p.news)
		return
	case p.Type == alarm.Repeat && s.countRepeats && c.Incident != 0:
		p.next.Repeats++
		return
	}
	p.threads = []string{lateText(p.news, latest(st.Newest, c.Newest), st.recovered(c, p.news))}
	if !p.Type.Firing() {
		return
	}
	for _, later := range st.overtaken(at) {
		p.threads = append(p.threads, later.Text)
	}
	begins := !c.Firing && st.mayFire(at)
	if c.Newest == (position{}) && !st.mayFire(at) {
		p.next.Firing = false // it was opened by what failed halfway, and the end did not know of it
	}
	if c.Incident != 0 && !begins {
		return
	}
	p.opens = true
	p.next.Newest = latest(c.Newest, at)
	switch {
	case begins:
		p.begins, p.status = true, s.firing
		p.next.Firing, p.next.Since = true, p.Time.UnixMilli()
		if st.Newest.Type.Firing() { // not silent
			p.next.Resources = merged(nil, p.news)
		}
	case !c.Firing:
		p.first = s.ok
	}
}

// mayFire tells whether something may fire still that fired at a position, and of which nothing newer is known.
func (st *state) mayFire(at position) bool { return st.Cleared.before(at) }

// recovered returns the keys of the resources that a late message names and that do not fire any more.
func (st *state) recovered(c tracked, n news) map[string]bool {
	recovered := map[string]bool{}
	for _, r := range n.resources {
		key := resourceID(r)
		_, fires := c.Resources[key]
		recovered[key] = !fires && !st.mayFire(positionOf(n.Message))
	}
	return recovered
}

// overtaken returns what came before its firing message, which is at a position, and is told with it. What another one that
// failed halfway may have been told with is left to that.
func (s *state) overtaken(at position) []untold {
	var with []untold
	for _, u := range s.Untold {
		claimed := slices.ContainsFunc(s.unfinished(), func(other position) bool { return other != at && other.Type.Firing() && other.before(u.At) })
		if at.before(u.At) && !claimed {
			with = append(with, u)
		}
	}
	return with
}

// unfinishedFiring returns the newest firing message before a position that failed halfway.
func (s *state) unfinishedFiring(at position) (newest position, ok bool) {
	for _, other := range s.unfinished() {
		if other.Type.Firing() && other.before(at) {
			newest, ok = latest(newest, other), true
		}
	}
	return newest, ok
}

// unfinished returns where the messages stand that failed halfway.
func (s *state) unfinished() []position {
	var all []position
	for id := range s.Unfinished {
		var at position
		if at.UnmarshalText([]byte(id)) == nil { // else it was not written here
			all = append(all, at)
		}
	}
	return all
}
