package logging

import (
	"context"
	"crypto/rand"
	"log/slog"
	"sync"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// Source is whose log an entry belongs to.
type Source struct{ Service, Category, Resource string }

// Entry is what a service has to say.
type Entry struct {
	Source  Source
	Name    string // of the resource, for people
	Type    string // com.oraclecloud.…
	Subject string
	Time    time.Time
	Data    any // JSON
}

// backlog is how many entries may wait; a service that is faster than the disk waits then.
const backlog = 4096

// Plane is the logging service.
type Plane struct {
	engine  *resource.Engine
	log     *slog.Logger
	entries chan work
	done    chan struct{}

	closing sync.RWMutex // written by Close, so that nothing is sent after it
	closed  bool

	targets    map[Source][]target // of the writer alone
	generation uint64
}

// work is an entry to keep, or, with flushed, a question when all before are kept.
type work struct {
	entry   Entry
	flushed chan<- struct{}
}

type target struct{ log, group, compartment string }

// Register adds logging's kinds and routes and starts to keep entries.
func Register(e *resource.Engine, log *slog.Logger) *Plane {
	p := &Plane{engine: e, log: log, entries: make(chan work, backlog), done: make(chan struct{})}
	register(e)
	p.registerSearch()
	go p.write()
	return p
}

// Write keeps an entry, sooner or later.
func (p *Plane) Write(e Entry) { p.send(work{entry: e}) }

// Flush waits until what was written before is kept.
func (p *Plane) Flush() {
	flushed := make(chan struct{})
	if p.send(work{flushed: flushed}) {
		<-flushed
	}
}

// Close keeps what waits and stops.
func (p *Plane) Close() {
	p.closing.Lock()
	if !p.closed {
		p.closed = true
		close(p.entries)
	}
	p.closing.Unlock()
	<-p.done
}

func (p *Plane) send(w work) bool {
	p.closing.RLock()
	defer p.closing.RUnlock()
	if !p.closed {
		p.entries <- w
	}
	return !p.closed
}

func (p *Plane) write() {
	defer close(p.done)
	for w := range p.entries {
		batch := []work{w}
		for len(p.entries) > 0 && len(batch) < 256 {
			batch = append(batch, <-p.entries)
		}
		if err := p.keep(batch); err != nil {
			p.log.Error("log entries are lost", "entries", len(batch), "error", err)
		}
		for _, w := range batch {
			if w.flushed != nil {
				close(w.flushed)
			}
		}
	}
}

func (p *Plane) keep(batch []work) error {
	if err := p.refresh(); err != nil {
		return err
	}
	var rows []store.LogEntry
	for _, w := range batch {
		for _, t := range p.targets[w.entry.Source] {
			rows = append(rows, store.LogEntry{Log: t.log, LogGroup: t.group, Time: w.entry.Time, Doc: p.document(w.entry, t)})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return p.engine.Store.Update(context.Background(), func(tx *store.Tx) error { return tx.AppendLogs(rows) })
}

// document is an entry as the logging service shows it (OCI Logging: Viewing Log Data).
func (p *Plane) document(e Entry, t target) store.Document {
	now := resource.Time(p.engine.Clock())
	return store.Document{
		"data": e.Data, "id": rand.Text(), "specversion": "1.0", "source": e.Name, "subject": e.Subject,
		"time": resource.Time(e.Time), "type": e.Type,
		"oracle": map[string]any{"compartmentid": t.compartment, "ingestedtime": now, "loggroupid": t.group, "logid": t.log, "tenantid": p.engine.Tenancy},
	}
}

// refresh learns which logs there are, if anything has changed, and forgets what is
// older than their retention.
func (p *Plane) refresh() error {
	generation := p.engine.Store.Generation()
	if p.targets != nil && generation == p.generation {
		return nil
	}
	targets := map[Source][]target{}
	err := p.engine.Change(context.Background(), nil, func(op *resource.Op) error {
		logs, err := op.Find(store.Query{Kind: "log"})
		if err != nil {
			return err
		}
		for _, r := range logs {
			days, _ := r.Doc.Int("retentionDuration")
			if err := op.ForgetLogs(r.ID, op.Now.AddDate(0, 0, -int(days))); err != nil {
				return err
			}
			s := r.Doc.Object("configuration").Object("source")
			if r.Doc.Bool("isEnabled") && s != nil {
				source := Source{s.String("service"), s.String("category"), s.String("resource")}
				targets[source] = append(targets[source], target{r.ID, r.Doc.String("logGroupId"), r.Compartment})
			}
		}
		return nil
	})
	if err == nil {
		p.targets, p.generation = targets, generation
	}
	return err
}
