package desk

import (
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/cxbridge/cxbridge/local/desk/basic"
	"github.com/cxbridge/cxbridge/local/desk/connect"
	"github.com/cxbridge/cxbridge/local/desk/control"
	"github.com/cxbridge/cxbridge/local/desk/fidelity"
	"github.com/cxbridge/cxbridge/local/desk/page"
	"github.com/cxbridge/cxbridge/local/desk/site"
	"github.com/cxbridge/cxbridge/local/desk/store"
)

// Fidelity are the assumptions, switchable; see package fidelity.
type Fidelity = fidelity.Switches

// Options say what desk is wanted. Path, User and Password are required.
type Options struct {
	Path     string // of the database, made if it is not there
	User     string
	Password string

	Clock        func() time.Time // time.Now if nil
	Fidelity     *Fidelity        // fidelity.Defaults if nil
	Menus        site.Menus       // in place of the default menus that they name: products, queues …
	CustomFields []string         // c.name or Package.attribute, for when Fidelity.AnyCustomAttribute is off
	FirstContact string           // of a new desk, which gets the id 1: whose incidents are those that no person sent; none if empty
	MaxBody      int64            // the largest request body in bytes; 1 MiB if 0
	Example      string           // the command that the page of an empty desk shows; DefaultExample if empty
	Logger       *slog.Logger     // failures of the desk itself; none if nil
}

// DefaultExample sends an SMS to the local gateway's first deployment.
const DefaultExample = `curl -X POST http://127.0.0.1:8481/webhooks/sms-to-incident \
  -H 'Content-Type: application/json' \
  -H "X-Webhook-Secret: $WEBHOOK_SECRET" \
  -d '{"sid": "SM1", "from": "+15017122661", "to": "+15558675310", "body": "My line is down."}'`

const defaultMaxBody = 1 << 20

// Desk is an open desk.
type Desk struct {
	store   *store.Store
	site    *site.Site
	handler http.Handler
	closing chan struct{}
	once    sync.Once
	closed  error
}

// New opens a desk.
func New(o Options) (*Desk, error) {
	if o.Path == "" || o.User == "" || o.Password == "" {
		return nil, errors.New("opening the desk: Path, User and Password are required")
	}
	o.fill()
	records, err := store.Open(o.Path)
	if err != nil {
		return nil, fmt.Errorf("opening the desk: %w", err)
	}
	key, err := records.Setting("access token key", newKey)
	if err != nil {
		records.Close()
		return nil, fmt.Errorf("opening the desk: %w", err)
	}
	d := &Desk{store: records, closing: make(chan struct{})}
	d.site = site.New(site.Options{
		Store: records, Menus: o.Menus, CustomFields: o.CustomFields, Fidelity: *o.Fidelity, Clock: o.Clock,
	})
	if err := d.begin(o.FirstContact); err != nil {
		records.Close()
		return nil, fmt.Errorf("opening the desk: %w", err)
	}
	d.handler = d.routes(o, key)
	return d, nil
}

// begin makes the first contact of a desk that never had one.
func (d *Desk) begin(contact string) error {
	if contact == "" || d.store.Last(site.Contacts) > 0 {
		return nil
	}
	_, err := d.site.Create(site.Contacts, map[string]any{"name": map[string]any{"last": contact}}, nil)
	return err
}

// fill sets what was left empty.
func (o *Options) fill() {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Fidelity == nil {
		defaults := fidelity.Defaults()
		o.Fidelity = &defaults
	}
	if o.MaxBody == 0 {
		o.MaxBody = defaultMaxBody
	}
	if o.Example == "" {
		o.Example = DefaultExample
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
}

func newKey() []byte {
	key := make([]byte, 32)
	rand.Read(key) // never fails
	return key
}

// routes puts the parts of the desk in their places.
func (d *Desk) routes(o Options, key []byte) http.Handler {
	account := basic.NewAccount(o.User, o.Password)
	plan, journal := &control.Plan{}, &control.Journal{}
	api := (&control.API{Plan: plan, Journal: journal, Account: account}).Handler()
	rest := connect.New(connect.Options{
		Site: d.site, Account: account, Fidelity: *o.Fidelity, TokenKey: key, MaxBody: o.MaxBody, Logger: o.Logger,
	})
	pages := &page.Pages{Site: d.site, Account: account, Example: o.Example, Logger: o.Logger}

	mux := http.NewServeMux()
	mux.Handle("/", pages.Handler())
	mux.Handle("/desk/faults", api)
	mux.Handle("/desk/requests", api)
	mux.HandleFunc("GET /desk/health", func(w http.ResponseWriter, r *http.Request) {
		control.Write(w, http.StatusOK, map[string]any{
			"status": "ok", "contacts": d.store.Count(site.Contacts), "incidents": d.store.Count(site.Incidents),
		})
	})
	mux.HandleFunc("GET /desk/fidelity", func(w http.ResponseWriter, r *http.Request) {
		control.Write(w, http.StatusOK, map[string]any{"switches": *o.Fidelity, "list": fidelity.List()})
	})
	middleware := &control.Middleware{Next: rest, Plan: plan, Journal: journal, Clock: o.Clock, Closing: d.closing}
	return restFirst(middleware, mux)
}

// restFirst sends REST calls on without a ServeMux, which would answer paths
// with double slashes or dots by redirecting.
func restFirst(rest, others http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/services/") {
			rest.ServeHTTP(w, r)
			return
		}
		others.ServeHTTP(w, r)
	})
}

// Handler serves the whole desk. It can be served on several listeners at once.
func (d *Desk) Handler() http.Handler { return d.handler }

// Close ends the calls that hang and closes the file. The servers should be
// told to shut down after it has begun: they wait for calls that are under way.
func (d *Desk) Close() error {
	d.once.Do(func() {
		close(d.closing)
		d.closed = d.store.Close()
	})
	return d.closed
}
