package cxif

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/cxbridge/cxbridge/local/desk/basic"
	"github.com/cxbridge/cxbridge/local/desk/cxif/delivery"
	"github.com/cxbridge/cxbridge/local/desk/cxif/hub"
	"github.com/cxbridge/cxbridge/local/desk/cxif/oauth"
	"github.com/cxbridge/cxbridge/local/desk/cxif/registration"
	"github.com/cxbridge/cxbridge/local/desk/fidelity"
	"github.com/cxbridge/cxbridge/local/desk/store"
)

// Client is who may ask the identity provider for tokens.
type Client = oauth.Client

// AdminClient is the id of the client whose tokens may do what the account may.
const AdminClient = "cxif-admin"

// Options say what application is wanted. All but Clients are required.
type Options struct {
	Store    *store.Store
	Account  basic.Account
	Clients  []Client
	Client   *http.Client                                  // for deliveries and their tokens
	Timer    func(d time.Duration, f func()) (stop func()) // runs f after d, unless it is stopped before
	Clock    func() time.Time
	Fidelity fidelity.Switches
	MaxBody  int64 // bytes
	Logger   *slog.Logger
}

// Application is a simulated application.
type Application struct {
	account       basic.Account
	identity      *oauth.Server
	book          *registration.Book
	registrations *registration.Handler
	hubs          *hub.Handler
	deliveries    *delivery.Dispatcher
	maxBody       int64
	logger        *slog.Logger
}

// New is an application; it goes on with the deliveries that wait.
func New(o Options) (*Application, error) {
	book := &registration.Book{Store: o.Store, Fidelity: o.Fidelity}
	a := &Application{
		account:       o.Account,
		identity:      oauth.New(o.Clients, o.Store, o.Clock),
		book:          book,
		registrations: &registration.Handler{Book: book, MaxBody: o.MaxBody, Logger: o.Logger},
		hubs:          &hub.Handler{Book: book, MaxBody: o.MaxBody, Logger: o.Logger},
		deliveries: delivery.New(delivery.Options{
			Store: o.Store, Book: book, Client: o.Client, Clock: o.Clock, Timer: o.Timer, Fidelity: o.Fidelity, Logger: o.Logger,
		}),
		maxBody: o.MaxBody,
		logger:  o.Logger,
	}
	return a, a.deliveries.Resume()
}

// Close ends the deliveries that are under way; they go on when the store is used again.
func (a *Application) Close() { a.deliveries.Close() }

// Registrations are the listeners of all workspaces, in the order they were registered.
func (a *Application) Registrations() ([]*registration.Entry, error) { return a.book.All() }

// Deliveries are the latest, in the order of their publication.
func (a *Application) Deliveries() ([]delivery.Delivery, error) { return a.deliveries.List() }
