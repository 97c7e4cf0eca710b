package daemon

import (
	"net/http"

	"github.com/cxbridge/cxbridge/local/checkout"
	"github.com/cxbridge/cxbridge/local/deskreader"
)

// Who may sign in at the desk. Both are public: the desk listens on loopback
// addresses only. stacks/Pulumi.local.yaml holds the same.
const (
	DeskUser     = "cxbridge"
	DeskPassword = "local-desk-password"
)

// AlarmContact is contact 1 of a new desk, whose incidents are those of the
// alarms. stacks/Pulumi.local.yaml has its id.
const AlarmContact = "Oracle Cloud Monitoring"

// Compartment is the OCID of the compartment that the local stacks live in.
const Compartment = "ocid1.compartment.oc1..cxbridgelocal"

// Addresses are where everything local is.
type Addresses struct {
	Cloud        string `json:"cloud"`
	Gateway      string `json:"gateway"`
	Registry     string `json:"registry"`
	Desk         string `json:"desk"`
	DeskHTTPS    string `json:"deskHttps"`
	DeskUser     string `json:"deskUser"`
	DeskPassword string `json:"deskPassword"`
}

// URLs are the addresses that belong to ports.
func URLs(ports checkout.Ports) Addresses {
	return Addresses{
		Cloud:        checkout.URL(ports.Cloud),
		Gateway:      checkout.URL(ports.Gateway),
		Registry:     checkout.URL(ports.Cloud),
		Desk:         checkout.URL(ports.Desk),
		DeskHTTPS:    "https://" + checkout.Address(ports.DeskHTTPS),
		DeskUser:     DeskUser,
		DeskPassword: DeskPassword,
	}
}

// Reader reads from the desk.
func (a Addresses) Reader() deskreader.Reader {
	return deskreader.Reader{URL: a.Desk, User: a.DeskUser, Password: a.DeskPassword, Client: http.DefaultClient}
}
