package tmf_test

import (
	"strings"
	"testing"
)

// TestMappedContacts: what the settings' paths may lead to.
func TestMappedContacts(t *testing.T) {
	for reach, want := range map[string]string{
		`{"mobile":"+49 151 23456789","mail":["b@example.com","a@example.com"]}`:                                                                 "+49 151 23456789 b@example.com a@example.com",
		`{"mobile":[{"mediumType":"phone","characteristic":{"phoneNumber":"1"}},{"@type":"EmailContactMedium","emailAddress":"a@example.com"}]}`: "1 a@example.com",
		`{"mail":{"partyOrPartyRole":{"contactMedium":[{"phoneNumber":"1"},{"preferred":true,"phoneNumber":"2"}]}}}`:                             "2 1",
		`{"mobile":{"fax":"1"},"mail":[null,[],true]}`:                                                                                           "",
	} {
		e, err := settings(t).Entity("a", parse(t, `{"eventType":"IndividualDeleteEvent","event":{"individual":{"id":"1","phoneNumber":"9","reach":`+reach+`}}}`))
		if err != nil || strings.Join(append(e.Phones, e.Emails...), " ") != want {
			t.Errorf("%s: %+v, %v", reach, e, err)
		}
	}
}

// TestContacts: whose numbers and addresses count.
func TestContacts(t *testing.T) {
	const (
		agent    = `{"role":"salesAgent","contactMedium":[{"emailAddress":"agent@example.com"}]}`
		reporter = `{"role":"reporter","contactMedium":[{"emailAddress":"reporter@example.com"}]}`
		customer = `{"role":"customer","contactMedium":{"emailAddress":"customer@example.com"}}`
		silent   = `{"role":"customer","name":"nobody"}`
		former   = `{"emailAddress":"former@example.com","validFor":{"endDateTime":"2025-03-04T09:15:25Z"}}`
		present  = `{"emailAddress":"present@example.com","validFor":{"startDateTime":"2025-03-01","endDateTime":"2025-03-04T09:15:27Z"}}`
	)
	tests := map[string]string{
		`"contactMedium":[` + former + `,` + present + `]`:                                                                              "present@example.com",
		`"relatedParty":[{"role":"customer","contactMedium":` + former + `},` + reporter + `]`:                                          "reporter@example.com",
		`"relatedParty":[` + agent + `,` + customer + `]`:                                                                               "customer@example.com",
		`"relatedParty":[` + silent + `,` + reporter + `]`:                                                                              "reporter@example.com",
		`"relatedParty":[` + silent + `,` + agent + `]`:                                                                                 "",
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
