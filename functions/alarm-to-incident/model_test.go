package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"testing"

	"github.com/cxbridge/cxbridge/shared/ledger/ledgertest"
)

var (
	modelLives = flag.Uint64("model.lives", 8, "how many lives of alarms TestModel makes up for each kind of settings and trouble")
	modelSeed  = flag.Uint64("model.seed", 1, "the seed of the first one, and of storms")
)

// model is the random life of one alarm.
type model struct {
	*patient
	random      *rand.Rand
	perResource bool
	counts      bool // repeats
	disorder    bool // messages overtake each other
	faults      bool // calls fail, and processes die
	life        []sent
}

// TestModel makes up lives of alarms, and compares what becomes of them with what the life says.
func TestModel(t *testing.T) {
	for name, kind := range map[string]model{
		"threads":                             {},
		"threads, in disorder":                {disorder: true},
		"threads, with faults":                {faults: true},
		"threads, in disorder, with faults":   {disorder: true, faults: true},
		"counts, in disorder, with faults":    {counts: true, disorder: true, faults: true},
		"resources, in disorder":              {perResource: true, disorder: true},
		"resources, with faults":              {perResource: true, faults: true},
		"resources, in disorder, with faults": {perResource: true, disorder: true, faults: true},
	} {
		for seed := *modelSeed; seed < *modelSeed+*modelLives; seed++ {
			t.Run(fmt.Sprintf("%s/%d", name, seed), func(t *testing.T) {
				settings := map[string]string{}
				if kind.counts {
					settings["repeat_as"] = "count"
				}
				if kind.perResource {
					settings["incident_for"] = "resource"
				}
				m := kind
				m.patient, m.random = newPatient(t, settings), rand.New(rand.NewPCG(seed, 0))
				m.live()
				m.deliverAll()
				m.check()
			})
		}
	}
}

// live makes up one to three times that the alarm fires; the last one may go on.
func (m *model) live() {
	minute := 0
	add := func(kind string, servers ...string) {
		m.life = append(m.life, sent{kind: kind, minute: minute, servers: servers})
		minute += 1 + m.random.IntN(3)
	}
	for range 1 + m.random.IntN(3) {
		add("OK_TO_FIRING", m.some()...)
		for range m.random.IntN(4) {
			add("REPEAT", m.some()...)
		}
		// Which of the silent resources had recovered before a RESET is not learned from lists that come after it.
		if m.random.IntN(3) == 0 && !(m.perResource && m.disorder) {
			add("RESET")
		} else {
			add("FIRING_TO_OK")
		}
	}
	if m.random.IntN(3) == 0 {
		m.life = m.life[:len(m.life)-1]
	}
}

// some are one to three servers.
func (m *model) some() []string {
	some := []string{"A", "B", "C"}
	m.random.Shuffle(3, func(i, j int) { some[i], some[j] = some[j], some[i] })
	return slices.Sorted(slices.Values(some[:1+m.random.IntN(3)]))
}

// deliverAll delivers each message one to three times, and again what is not taken. In the end there are no more faults.
func (m *model) deliverAll() {
	var queue []string
	for _, message := range m.life {
		for range 1 + m.random.IntN(3) {
			queue = append(queue, message.String())
		}
	}
	if m.disorder {
		reach := 1 + m.random.IntN(len(queue))
		for i := range queue {
			j := min(i+m.random.IntN(reach), len(queue)-1)
			queue[i], queue[j] = queue[j], queue[i]
		}
	}
	m.SufferAtRandom(m.random, m.faults)
	m.DeliverAll(m.random, m.disorder, queue, m.taken)
	m.Recover()
}

// taken delivers a message, some time after the last one.
func (m *model) taken(body string) bool {
	m.Pass(minutes(m.random.IntN(3)))
	if m.faults && m.random.IntN(6) == 0 {
		m.Table.Fail(ledgertest.Fault{Commit: m.random.IntN(2) == 0, Status: []int{0, http.StatusServiceUnavailable}[m.random.IntN(2)]})
	}
	m.Count = 0
	status, _ := m.deliver(body)
	if !m.faults && !m.perResource && m.Count > 2 {
		m.T.Errorf("%d calls of B2C Service for one message", m.Count)
	}
	died := m.Revive()
	return status == http.StatusOK && !died
}
