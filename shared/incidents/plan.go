package incidents

import "time"

// Known is what is known of an incident from the messages before. It is made to be embedded in what a ledger keeps.
type Known struct {
	Incident int64  `json:"incident,omitempty,string"` // its id; 0 if there is none. A text, as numbers in the ledger are floating point
	Status   string `json:"status,omitempty"`          // which it was last given here; "" if that is not known
}

// Plan is what a message means for an incident, as far as that can be said without seeing it in B2C Service.
type Plan struct {
	Key      string    // of what the incident follows, as package plain makes them
	At       time.Time // of the message
	Known    Known
	Subject  string   // of a new incident
	Threads  []string // to be added
	Opens    bool     // a new incident is created if there is none
	Begins   bool     // what it follows comes alive: a closed incident is opened again or succeeded by a new one
	Status   Change
	Severity Change
}

// Change is what becomes of a menu.
type Change struct {
	First Entry    // of a new incident
	To    Entry    // the one it is to have
	From  []string // the names that may be replaced. All others were chosen by somebody who knows why
}

// Entry is a menu's entry, and the setting that names it. No name leaves the menu as it is.
type Entry struct{ Setting, Name string }
