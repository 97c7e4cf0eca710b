package notifications

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestAFunctionGetsTheMessageAsItIs(t *testing.T) {
	inTime(t, func(b *bench) {
		topic := b.topic()
		function, subscription := b.function(topic)
		for _, tt := range []struct{ message, contentType string }{
			{"{\"a\": 1.50}\n", "application/json"},
			{"plain <text>", "text/plain; charset=utf-8"},
		} {
			id := b.publish(topic, tt.message)
			calls := b.rest()
			c := calls[len(calls)-1]
			if c.function != function || string(c.Body) != tt.message {
				t.Errorf("function %s got %q", c.function, c.Body)
			}
			got := map[string]string{}
			for name, values := range c.Header {
				got[name] = values[0]
			}
			unsubscribe := got["X-Oci-Ns-Unsubscribeurl"]
			delete(got, "X-Oci-Ns-Unsubscribeurl")
			want := map[string]string{
				"Content-Type": tt.contentType, "X-Oci-Ns-Messageid": id, "X-Oci-Ns-Topicocid": topic, "X-Oci-Ns-Topicname": "alarms",
				"X-Oci-Ns-Messagetype": "Notification", "X-Oci-Ns-Timestamp": "2000-01-01T00:00:00.000+0000",
				"Fn-Invoke-Type": "sync", "Oci-Subject-Type": "resource", "Oci-Subject-Id": subscription, "Oci-Subject-Tenancy-Id": "tenancy", "Opc-Compartment-Id": "c",
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("headers (-want +got):\n%s", diff)
			}
			if !strings.HasPrefix(unsubscribe, "http://cloud/20181201/subscriptions/"+subscription+"/unsubscription?") {
				t.Errorf("unsubscribe at %s", unsubscribe)
			}
		}
	})
}

func TestLimitsOfPublishing(t *testing.T) {
	inTime(t, func(b *bench) {
		topic := b.topic()
		b.function(topic)
		publish := func(message string) (int, string) {
			status, d := b.send("POST", base+"/topics/"+topic+"/messages", message)
			return status, d.String("code")
		}
		frame := len(`{"body":""}`)
		if status, code := publish(`{"body":"` + strings.Repeat("x", maxMessage-frame+1) + `"}`); status != 413 || code != "PayloadTooLarge" {
			t.Errorf("too large: %d %s", status, code)
		}
		if status, code := publish(`{"body":"` + strings.Repeat("x", maxMessage-frame) + `"}`); status != 200 {
			t.Errorf("as large as may be: %d %s", status, code)
		}
		for i := range 59 {
			if status, code := publish(`{"body":"m"}`); status != 200 {
				t.Fatalf("message %d: %d %s", i+2, status, code)
			}
		}
		if status, code := publish(`{"body":"m"}`); status != 429 || code != "TooManyRequests" {
			t.Errorf("message 61: %d %s", status, code)
		}
		b.publish(topic, "an alarm's") // is not counted
		time.Sleep(time.Minute)
		if status, code := publish(`{"body":"m"}`); status != 200 {
			t.Errorf("a minute later: %d %s", status, code)
		}
		b.Fidelity.PublishPerMinute = 0
		for range 100 {
			publish(`{"body":"m"}`)
		}
		if calls := b.rest(); len(calls) != 162 {
			t.Errorf("%d calls", len(calls))
		}
		if status, code := publish(`{"title":"no body"}`); status != 400 || code != "MissingParameter" {
			t.Errorf("no body: %d %s", status, code)
		}
	})
}

func TestPublishingToNoTopic(t *testing.T) {
	inTime(t, func(b *bench) {
		if _, err := b.Publish(ctx, "ocid1.onstopic.none", "", nil); err == nil || !strings.Contains(err.Error(), "ocid1.onstopic.none") {
			t.Errorf("error %v", err)
		}
		if len(b.metrics) != 0 {
			t.Errorf("metrics %v", b.metrics)
		}
	})
}

func TestOnlyTopicsThereAreHaveALimit(t *testing.T) {
	inTime(t, func(b *bench) {
		topic := b.topic()
		b.Fidelity.PublishPerMinute = 2
		publish := func() (status int) {
			status, _ = b.send("POST", base+"/topics/"+topic+"/messages", `{"body":"m"}`)
			return status
		}
		if got := [3]int{publish(), publish(), publish()}; got != [3]int{200, 200, 429} {
			t.Errorf("a topic: %v", got)
		}
		if status, d := b.send("DELETE", base+"/topics/"+topic, ""); status != 204 {
			t.Fatalf("%d %v", status, d)
		}
		if got := [3]int{publish(), publish(), publish()}; got != [3]int{404, 404, 404} || len(b.limits.limiters) != 0 {
			t.Errorf("deleted: %v, %d limits kept", got, len(b.limits.limiters))
		}
	})
}

func TestMetrics(t *testing.T) {
	inTime(t, func(b *bench) {
		topic := b.topic()
		_, subscription := b.function(topic)
		fail := true
		b.answer = func(call) error {
			if fail {
				fail = false
				return errors.New("no")
			}
			return nil
		}
		b.publish(topic, "m") // fails first, then is delivered
		b.rest()
		b.publish(topic, "m")
		b.rest()
		with := func(more ...string) map[string]string {
			d := map[string]string{"resourceId": topic, "topicDisplayName": "alarms", "region": "us-ashburn-1"}
			for i := 0; i < len(more); i += 2 {
				d[more[i]] = more[i+1]
			}
			return d
		}
		want := []Metric{
			{"PublishedMessagesCount", "c", with()},
			{"FailedMessagesCount", "c", with("endpointType", "ORACLE_FUNCTIONS", "subscriptionId", subscription)},
			{"PublishedMessagesCount", "c", with()},
			{"DeliveredMessagesCount", "c", with("endpointType", "ORACLE_FUNCTIONS")},
		}
		if diff := cmp.Diff(want, b.metrics); diff != "" {
			t.Errorf("metrics (-want +got):\n%s", diff)
		}
	})
}

func TestMails(t *testing.T) {
	alarm, err := os.ReadFile("testdata/alarm.json")
	if err != nil {
		t.Fatal(err)
	}
	inTime(t, func(b *bench) {
		topic := b.topic()
		subscription := b.subscribe(topic, protocolEmail, "operator@example.com")
		b.publish(topic, "too early")
		b.rest()
		mails, err := b.Emails(ctx)
		if err != nil || len(mails) != 1 || !strings.Contains(mails[0].Body, "topic: alarms") {
			t.Fatalf("mails %v, error %v; want the one to confirm", mails, err)
		}
		follow(t, b, mails[0].Body)
		b.publish(topic, string(alarm))
		b.rest()
		b.publish(topic, "hello")
		b.rest()
		if mails, err = b.Emails(ctx); err != nil || len(mails) != 3 {
			t.Fatalf("mails %v, error %v", mails, err)
		}
		text, _, _ := strings.Cut(mails[1].Body, "\n\n--\n")
		want, err := os.ReadFile("testdata/alarm.txt")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), text); diff != "" || mails[1].Subject != "INFO OK_TO_FIRING: Test Alert" {
			t.Errorf("subject %q, text (-want +got):\n%s", mails[1].Subject, diff)
		}
		if m := mails[2]; m.To != "operator@example.com" || m.Subject != "title" || !strings.HasPrefix(m.Body, "hello\n") {
			t.Errorf("mail %v", m)
		}
		follow(t, b, mails[2].Body)
		if status, d := b.send("GET", base+"/subscriptions/"+subscription, ""); status != 404 {
			t.Errorf("unsubscribed: %d %v", status, d)
		}
	})
}

// follow follows the link that a mail ends with.
func follow(t *testing.T, b *bench, body string) {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(body), "\n")
	if status, d := b.send("GET", lines[len(lines)-1], ""); status != 200 {
		t.Fatalf("%s: %d %v", lines[len(lines)-1], status, d)
	}
}

func TestLinksNeedTheirToken(t *testing.T) {
	inTime(t, func(b *bench) {
		id := b.subscribe(b.topic(), protocolEmail, "operator@example.com")
		mails, err := b.Emails(ctx)
		if err != nil {
			t.Fatal(err)
		}
		_, token, _ := strings.Cut(strings.TrimSpace(mails[0].Body), "token=")
		for _, query := range []string{"", "?protocol=EMAIL", "?protocol=EMAIL&token=", "?protocol=EMAIL&token=x", "?protocol=SMS&token=" + token} {
			for _, what := range []string{"/confirmation", "/unsubscription"} {
				if status, d := b.send("GET", base+"/subscriptions/"+id+what+query, ""); status != 404 {
					t.Errorf("%s%s: %d %v", what, query, status, d)
				}
			}
		}
	})
}
