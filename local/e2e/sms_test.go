//go:build engine

package e2e

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// post sends a body to the webhook from a loopback address.
func (s *stack) post(from, contentType string, body []byte) (int, string) {
	s.t.Helper()
	status, text, err := post(s.outputs.SMSWebhookURL, from, contentType, body)
	if err != nil {
		s.t.Fatal(err)
	}
	return status, text
}

func post(url, from, contentType string, body []byte) (int, string, error) {
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}}
	client := &http.Client{
		Timeout:   30 * time.Second,
		Transport: &http.Transport{DisableKeepAlives: true, DialContext: dialer.DialContext},
	}
	answer, err := client.Post(url, contentType, bytes.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return answer.StatusCode, string(text), err
}

// guide is the payload of Oracle's guide.
func (s *stack) guide() []byte {
	s.t.Helper()
	payload, err := os.ReadFile(filepath.Join(s.engine.Checkout.Root, "functions", "sms-to-incident", "testdata", "guide.json"))
	if err != nil {
		s.t.Fatal(err)
	}
	return payload
}

func (s *stack) mustAnswerGuide() {
	s.t.Helper()
	if status, body := s.post("127.0.0.1", "application/json", s.guide()); status != 200 || strings.TrimSpace(body) != `{"message":"success"}` {
		s.t.Fatalf("the guide's SMS was answered %d %s", status, body)
	}
}

// One stack serves all the ways an SMS can go.
func TestSMS(t *testing.T) {
	s := newStack(t, repository(t))
	s.up()
	for _, way := range []struct {
		name string
		run  func(*stack)
	}{
		{"the guide's SMS becomes an incident", (*stack).guideBecomesIncident},
		{"a second SMS finds the contact", (*stack).secondFindsContact},
		{"Twilio's form is taken alike", (*stack).twilioForm},
		{"another address is refused", (*stack).otherAddress},
		{"a killed process is replaced", (*stack).killedProcess},
		{"above the rate", (*stack).aboveRate},
	} {
		t.Run(way.name, func(t *testing.T) {
			part := *s
			part.t = t
			part.forgetCalls()
			way.run(&part)
		})
	}
}

func (s *stack) guideBecomesIncident() {
	s.mustAnswerGuide()
	s.mustHaveCalled(3) // the sender is not known
	i := s.newestIncident()
	if want := "McAvoy or Stewart? These timelines can get so confusing."; i.Subject != want {
		s.t.Errorf("subject = %q, want %q", i.Subject, want)
	}
	if len(i.Threads) != 1 || !strings.Contains(i.Threads[0].Text, `"sid": "SMXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX"`) {
		s.t.Errorf("threads = %+v, want one note with the payload", i.Threads)
	}
	if want := []string{"+15017122661"}; !slices.Equal(i.Contact.Phones, want) {
		s.t.Errorf("the contact's phones are %q, want %q", i.Contact.Phones, want)
	}
}

func (s *stack) secondFindsContact() {
	before := s.newestIncident()
	s.mustAnswerGuide()
	s.mustHaveCalled(2)
	after := s.newestIncident()
	if after.ID == before.ID || after.Contact.ID != before.Contact.ID {
		s.t.Errorf("incident %d of contact %d, after %d of %d", after.ID, after.Contact.ID, before.ID, before.Contact.ID)
	}
}

func (s *stack) twilioForm() {
	form := "MessageSid=SM1&From=%2B15017122661&To=%2B15558675310&Body=My+router+is+blinking+red&NumMedia=0"
	if status, body := s.post("127.0.0.1", "application/x-www-form-urlencoded", []byte(form)); status != 200 {
		s.t.Fatalf("answered %d %s", status, body)
	}
	if i := s.newestIncident(); i.Subject != "My router is blinking red" {
		s.t.Errorf("subject = %q", i.Subject)
	}
}

// The stack local admits 127.0.0.1/32.
func (s *stack) otherAddress() {
	if status, body := s.post("127.0.0.2", "application/json", s.guide()); status != 401 && status != 403 {
		s.t.Errorf("answered %d %s, want 401 or 403", status, body)
	}
	s.mustHaveCalled(0)
}

func (s *stack) killedProcess() {
	s.mustAnswerGuide()
	if s.killProcesses() == 0 {
		s.t.Fatal("no function's process was there to be killed")
	}
	s.mustAnswerGuide()
}

// aboveRate sends at once more than the stack's rate admits from one address, and again
// where this machine was too slow for that. The address is one the functions refuse, so
// that nothing reaches the desk.
func (s *stack) aboveRate() {
	s.waitFor("a request above the rate to be refused", func() bool {
		answers := s.postAtOnce(60, "127.0.0.3")
		if answers[http.StatusOK] != 0 {
			s.t.Fatalf("an address that is not admitted was answered %v", answers)
		}
		return answers[http.StatusTooManyRequests] > 0
	})
	s.mustHaveCalled(0)
}

// postAtOnce posts the guide's SMS so often, and counts the answers by their status.
func (s *stack) postAtOnce(requests int, from string) map[int]int {
	s.t.Helper()
	payload := s.guide()
	answers := make(chan int, requests)
	for range requests {
		go func() {
			status, _, err := post(s.outputs.SMSWebhookURL, from, "application/json", payload)
			if err != nil {
				s.t.Error(err)
			}
			answers <- status
		}()
	}
	count := map[int]int{}
	for range requests {
		count[<-answers]++
	}
	return count
}
