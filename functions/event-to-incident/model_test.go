package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"testing"

	"github.com/cxbridge/cxbridge/shared/ledger/ledgertest"
)

var (
	modelLives = flag.Uint64("model.lives", 12, "how many lives of tickets TestModel makes up for each kind of trouble")
	modelSeed  = flag.Uint64("model.seed", 1, "the seed of the first one, and of storms")
)

// model is the random life of one ticket.
type model struct {
	*patient
	random   *rand.Rand
	disorder bool // events overtake each other
	faults   bool // calls fail, and processes die
	life     []sent
}

// TestModel makes up lives of tickets, delivers each event one to three times, and compares what becomes of them with what the
// life says.
func TestModel(t *testing.T) {
	for name, kind := range map[string]model{
		"in order": {}, "in disorder": {disorder: true}, "with faults": {faults: true}, "in disorder, with faults": {disorder: true, faults: true},
	} {
		for seed := *modelSeed; seed < *modelSeed+*modelLives; seed++ {
			t.Run(fmt.Sprintf("%s/%d", name, seed), func(t *testing.T) {
				m := kind
				m.patient = newPatient(t, map[string]string{"event_statuses": `{"held":"Waiting","pending":"Waiting"}`})
				m.random = rand.New(rand.NewPCG(seed, 0))
				m.live()
				m.deliverAll()
				m.check()
			})
		}
	}
}

// live makes up three to ten events.
func (m *model) live() {
	minute := 0
	add := func(kind, state string) {
		severity := []string{"", "", "Minor", "Major", "Critical"}[m.random.IntN(5)]
		m.life = append(m.life, sent{kind: kind, minute: minute, state: state, severity: severity})
		minute += 1 + m.random.IntN(3)
	}
	add("Create", "acknowledged")
	for range 1 + m.random.IntN(8) {
		switch m.random.IntN(6) {
		case 0, 1:
			add("AttributeValueChange", "")
		case 2, 3:
			add("StatusChange", []string{"held", "inProgress", "pending", "closed", "acknowledged"}[m.random.IntN(5)])
		case 4:
			add("Resolved", "resolved")
		case 5:
			add("InformationRequired", "inProgress")
		}
	}
	if m.random.IntN(4) == 0 {
		add("Delete", "")
	}
	if m.random.IntN(3) == 0 {
		m.life = m.life[1:] // it began before anybody listened
	}
}

// deliverAll delivers each event one to three times, and again what is not taken. In the end there are no more faults.
func (m *model) deliverAll() {
	var queue []string
	for _, event := range m.life {
		for range 1 + m.random.IntN(3) {
			queue = append(queue, event.String())
		}
	}
	if m.disorder {
		m.random.Shuffle(len(queue), func(i, j int) { queue[i], queue[j] = queue[j], queue[i] })
	}
	m.SufferAtRandom(m.random, m.faults)
	m.DeliverAll(m.random, m.disorder, queue, m.taken)
	m.Recover()
}

// taken delivers an event, some time after the last one.
func (m *model) taken(body string) bool {
	m.Pass(minutes(m.random.IntN(3)))
	if m.faults && m.random.IntN(6) == 0 {
		m.Table.Fail(ledgertest.Fault{Commit: m.random.IntN(2) == 0, Status: []int{0, http.StatusServiceUnavailable}[m.random.IntN(2)]})
	}
	m.Count = 0
	status := m.deliver(body)
	if !m.faults && m.Count > 2 {
		m.T.Errorf("%d calls of B2C Service for one event", m.Count)
	}
	died := m.Revive()
	return status == http.StatusCreated && !died
}

// check compares what is at the desk with what the life says.
func (m *model) check() {
	m.T.Helper()
	status, severity, over := "Unresolved", "", false
	for _, event := range m.life {
		switch {
		case event.kind == "Delete", event.state == "resolved", event.state == "closed":
			status, over = "Solved", true
		case event.state == "held", event.state == "pending":
			status, over = "Waiting", false
		case event.state == "acknowledged", event.state != "" && over:
			status, over = "Unresolved", false
		}
		if named := map[string]string{"Minor": "3 - Normal", "Major": "2 - Severe", "Critical": "1 - Most Severe"}[event.severity]; named != "" {
			severity = named
		}
	}
	m.expectOnce(m.life, status)
	if got := m.Incidents()[0].Severity; got != severity {
		m.T.Errorf("severity is %q, want %q\n%s", got, severity, &m.Log)
	}
}
