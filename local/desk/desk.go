package desk

import (
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/cxbridge/cxbridge/local/desk/basic"
	"github.com/cxbridge/cxbridge/local/desk/cxif"
	"github.com/cxbridge/cxbridge/local/desk/fidelity"
	"github.com/cxbridge/cxbridge/local/desk/site"
	"github.com/cxbridge/cxbridge/local/desk/store"
)

// Fidelity are the assumptions, switchable; see package fidelity.
type Fidelity = fidelity.Switches

// Memory is the path of a database that is not kept.
const Memory = store.Memory

// Options say what desk is wanted. Path, User and Password are required.
type Options struct {
	Path     string // of the database, made if it is not there; Memory for one that ends with the desk
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

	Clients    []cxif.Client                                 // of the identity provider beside the application of CX Industries
	HTTPClient *http.Client                                  // what events are delivered with; trusts what the system trusts if nil
	Timer      func(d time.Duration, f func()) (stop func()) // runs f after d, unless it is stopped before; time.AfterFunc if nil
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
	cxif    *cxif.Application
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
	d := &Desk{store: records, closing: make(chan struct{})}
	if err := d.open(o); err != nil {
		records.Close()
		return nil, fmt.Errorf("opening the desk: %w", err)
	}
	return d, nil
}

// open puts a desk together from what is kept.
func (d *Desk) open(o Options) error {
	key, err := d.store.Setting("access token key", newKey)
	if err != nil {
		return err
	}
	account := basic.NewAccount(o.User, o.Password)
	d.site = site.New(site.Options{
		Store: d.store, Menus: o.Menus, CustomFields: o.CustomFields, Fidelity: *o.Fidelity, Clock: o.Clock,
	})
	if err := d.begin(o.FirstContact); err != nil {
		return err
	}
	d.cxif, err = cxif.New(cxif.Options{
		Store: d.store, Account: account, Clients: o.Clients, Client: o.HTTPClient, Timer: o.Timer,
		Clock: o.Clock, Fidelity: *o.Fidelity, MaxBody: o.MaxBody, Logger: o.Logger,
	})
	if err != nil {
		return err
	}
	d.handler = d.routes(o, account, key)
	return nil
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
	if o.HTTPClient == nil {
		o.HTTPClient = &http.Client{}
	}
	if o.Timer == nil {
		o.Timer = func(d time.Duration, f func()) func() {
			timer := time.AfterFunc(d, f)
			return func() { timer.Stop() }
		}
	}
}

func newKey() ([]byte, error) {
	key := make([]byte, 32)
	_, err := rand.Read(key)
	return key, err
}

// Handler serves the whole desk. It can be served on several listeners at once.
func (d *Desk) Handler() http.Handler { return d.handler }

// Close ends the calls that hang and the deliveries that are under way, and closes
// the file. The servers should be told to shut down after it has begun: they wait for
// calls that are under way.
func (d *Desk) Close() error {
	d.once.Do(func() {
		close(d.closing)
		d.cxif.Close()
		d.closed = d.store.Close()
	})
	return d.closed
}
