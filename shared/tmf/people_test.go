package tmf_test

import (
	"strings"
	"testing"
)

// TestContacts: whose numbers and addresses count.
func TestContacts(t *testing.T) {
	const (
		agent    = `{"role":"agent","contactMedium":[{"emailAddress":"agent@example.com"}]}`
		customer = `{"role":"customer","contactMedium":{"emailAddress":"customer@example.com"}}`
		silent   = `{"role":"customer","name":"nobody"}`
		former   = `{"emailAddress":"former@example.com","validFor":{"endDateTime":"2025-03-04T09:15:25Z"}}`
		present  = `{"emailAddress":"present@example.com","validFor":{"startDateTime":"2025-03-01","endDateTime":"2025-03-04T09:15:27Z"}}`
	)
	tests := map[string]string{
		`"contactMedium":[` + former + `,` + present + `]`:                                                                              "present@example.com",
		`"relatedParty":[{"role":"customer","contactMedium":` + former + `},` + agent + `]`:                                             "agent@example.com",
		`"relatedParty":[` + agent + `,` + customer + `]`:                                                                               "customer@example.com",
		`"relatedParty":[` + silent + `,` + agent + `]`:                                                                                 "agent@example.com",
		`"relatedParty":[` + agent + `],"notificationContact":"note@example.com"`:                                                       "note@example.com",
		`"relatedParty":[` + customer + `],"notificationContact":"note@example.com"`:                                                    "customer@example.com",
		`"relatedParty":` + customer:                                                                                                    "customer@example.com",
		`"relatedParty":[7,"x",null,[[]]]`:                                                                                              "",
		`"relatedParty":[{"role":"customer","emailAddress":"direct@example.com"}]`:                                                      "direct@example.com",
		`"relatedParty":[{"role":"buyer","partyOrPartyRole":{"engagedParty":{"emailAddress":"engaged@example.com"}}}]`:                  "engaged@example.com",
		`"contactMedium":[{"characteristic":{"emailAddress":"own@example.com"}},{"characteristic":{"emailAddress":"own@example.com"}}]`: "own@example.com",
	}
	for members, want := range tests {
		e, err := settings(t).Entity("a", parse(t, `{"eventType":"ProductOrderCreateEvent","eventTime":"2025-03-04T09:15:26Z","event":{"productOrder":{"id":"1",`+members+`}}}`))
		if err != nil || strings.Join(e.Emails, " ") != want || e.Phones != nil {
			t.Errorf("%s: %+v, %v", members, e, err)
		}
	}
}
