//go:build engine

package e2e

import (
	"context"
	"io"
	"net/http"
	"regexp"
	"strings"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/ons"
	"github.com/oracle/oci-go-sdk/v65/vault"

	"github.com/cxbridge/cxbridge/local/cloud/store"
	"github.com/cxbridge/cxbridge/local/daemon"
)

// user signs as the local cloud's user, whom the shell of scripts/local env has too.
func (s *stack) user() common.ConfigurationProvider {
	s.t.Helper()
	user, err := common.ConfigurationProviderFromFile(s.engine.OCIConfigFile, "")
	if err != nil {
		s.t.Fatal(err)
	}
	return user
}

// publish sends a message to the alarms' topic, as anybody may who has the right.
func (s *stack) publish(message string) {
	s.t.Helper()
	client, err := ons.NewNotificationDataPlaneClientWithConfigurationProvider(s.user())
	if err != nil {
		s.t.Fatal(err)
	}
	client.Host = s.addresses.Cloud
	_, err = client.PublishMessage(context.Background(), ons.PublishMessageRequest{
		TopicId: &s.outputs.AlarmTopicID, MessageDetails: ons.MessageDetails{Body: &message},
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// createSecret makes a secret in the stack's vault.
func (s *stack) createSecret(name string) {
	s.t.Helper()
	client, err := vault.NewVaultsClientWithConfigurationProvider(s.user())
	if err != nil {
		s.t.Fatal(err)
	}
	client.Host = s.addresses.Cloud
	_, err = client.CreateSecret(context.Background(), vault.CreateSecretRequest{CreateSecretDetails: vault.CreateSecretDetails{
		CompartmentId: common.String(daemon.Compartment), SecretName: &name, VaultId: &s.outputs.VaultID, KeyId: &s.outputs.KeyID,
		SecretContent: vault.Base64SecretContentDetails{Content: common.String("ZTJl")},
	}})
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *stack) emails() []store.Email {
	s.t.Helper()
	mails, err := s.daemon.Cloud.Emails(context.Background())
	if err != nil {
		s.t.Fatal(err)
	}
	return mails
}

var link = regexp.MustCompile(`http://\S+`)

// confirmEmails follows the links that the operators were sent.
func (s *stack) confirmEmails() {
	s.t.Helper()
	confirmed := 0
	for _, mail := range s.emails() {
		if strings.Contains(mail.Subject, "Confirmation") {
			s.call(http.MethodGet, link.FindString(mail.Body), "")
			confirmed++
		}
	}
	if confirmed == 0 {
		s.t.Fatalf("no mail asks for a confirmation: %+v", s.emails())
	}
}

// planFault has the desk fail as described, see package control.
func (s *stack) planFault(fault string) {
	s.t.Helper()
	s.call(http.MethodPost, s.addresses.Desk+"/desk/faults", fault)
}

// call is one that must succeed.
func (s *stack) call(method, url, body string) {
	s.t.Helper()
	request, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	request.SetBasicAuth(s.addresses.DeskUser, s.addresses.DeskPassword)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	if text, err := io.ReadAll(answer.Body); err != nil || answer.StatusCode >= 300 {
		s.t.Fatalf("%s %s: %s, %s, %v", method, url, answer.Status, text, err)
	}
}
