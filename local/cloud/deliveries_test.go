package cloud_test

import (
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/functions"
	"github.com/oracle/oci-go-sdk/v65/ons"

	"github.com/cxbridge/cxbridge/local/cloud"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

func (b *bench) publish(t testing.TB, topic ons.NotificationTopic, message string) ons.PublishMessageResponse {
	t.Helper()
	return ok[ons.PublishMessageResponse](t)(b.messages(t).PublishMessage(ctx, ons.PublishMessageRequest{TopicId: topic.TopicId,
		MessageDetails: ons.MessageDetails{Title: str("title"), Body: &message}}))
}

// subscribed is a function that a topic's messages go to, and whose log is kept.
func (n *net) subscribed(t testing.TB) (functions.Function, ons.NotificationTopic) {
	t.Helper()
	application, f := n.function(t, nil)
	n.serviceLog(t, n.logGroup(t, "logs"), "invoke", "functions", "invoke", *application.Id)
	topic := n.topic(t, "alarms")
	ok[ons.CreateSubscriptionResponse](t)(n.subscribe(t, topic, "ORACLE_FUNCTIONS", *f.Id))
	return f, topic
}

// lines are what functions have written.
func (b *bench) lines(t testing.TB) (lines []string) {
	t.Helper()
	for _, e := range ok[[]store.LogEntry](t)(b.Logs(ctx, cloud.LogFilter{})) {
		lines = append(lines, e.Doc.Object("data").String("message"))
	}
	return lines
}

func TestPublishedMessageReachesAFunction(t *testing.T) {
	n := newNet(t, start(t))
	_, topic := n.subscribed(t)
	message := n.publish(t, topic, "log-headers")
	if *message.MessageId == "" || message.TimeStamp == nil {
		t.Errorf("published %v", message.PublishResult)
	}
	eventually(t, "the function was called", func() bool { return len(n.lines(t)) > 0 })
	var got http.Header
	if err := json.Unmarshal([]byte(n.lines(t)[0]), &got); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"X-Oci-Ns-Messageid": *message.MessageId, "X-Oci-Ns-Topicocid": *topic.TopicId, "X-Oci-Ns-Topicname": "alarms", "Fn-Intent": "",
		"Content-Type": "text/plain; charset=utf-8"} {
		if got.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, got.Get(name), want)
		}
	}
	if link, err := url.Parse(got.Get("X-Oci-Ns-Unsubscribeurl")); err != nil || !strings.HasPrefix(link.String(), n.URL()) {
		t.Errorf("unsubscribe at %v, error %v", link, err)
	}
	_, err := n.messages(t).PublishMessage(ctx, ons.PublishMessageRequest{TopicId: topic.TopicId, MessageDetails: ons.MessageDetails{Body: str(`{"default":"x"}`)},
		MessageType: ons.PublishMessageMessageTypeJson})
	refused(t, err, 501, "NotImplemented", "messageType JSON")
	_, err = n.messages(t).PublishMessage(ctx, ons.PublishMessageRequest{TopicId: str(nowhere), MessageDetails: ons.MessageDetails{Body: str("x")}})
	refused(t, err, 404, "NotAuthorizedOrNotFound", nowhere)
}

// waits lets deliveries wait for as long as the test wants.
type waits chan wait

type wait struct {
	d     time.Duration
	after func()
}

func (w waits) timer(d time.Duration, f func()) func() {
	w <- wait{d, f}
	return func() {}
}

func TestFunctionThatFailsIsCalledAgainUntilThePolicyEnds(t *testing.T) {
	w := make(waits, 1)
	n := newNet(t, start(t, func(o *cloud.Options) { o.Timer = w.timer }))
	n.clock.stop()
	_, topic := n.subscribed(t)
	list := ok[ons.ListSubscriptionsResponse](t)(n.messages(t).ListSubscriptions(ctx, ons.ListSubscriptionsRequest{CompartmentId: str(compartment)}))
	ok[ons.UpdateSubscriptionResponse](t)(n.messages(t).UpdateSubscription(ctx, ons.UpdateSubscriptionRequest{SubscriptionId: list.Items[0].Id,
		UpdateSubscriptionDetails: ons.UpdateSubscriptionDetails{DeliveryPolicy: &ons.DeliveryPolicy{
			BackoffRetryPolicy: &ons.BackoffRetryPolicy{MaxRetryDuration: common.Int(90_000), PolicyType: ons.BackoffRetryPolicyPolicyTypeExponential}}}}))
	n.publish(t, topic, "fail once more")
	next := <-w // after two attempts
	if next.d != time.Minute {
		t.Errorf("the third attempt is to be made after %v", next.d)
	}
	n.clock.advance(next.d)
	next.after()
	want := []string{"once more", "once more", "once more"}
	eventually(t, "the function was called three times", func() bool { return cmp.Diff(want, n.lines(t)) == "" })
	n.publish(t, topic, "log done")
	eventually(t, "another message came through", func() bool { return cmp.Diff(append(want, "done"), n.lines(t)) == "" })
}

func TestDeliveriesGoOnAfterARestart(t *testing.T) {
	w := make(waits, 1)
	n := newNet(t, start(t, func(o *cloud.Options) { o.Timer = w.timer }))
	_, topic := n.subscribed(t)
	n.publish(t, topic, "fail again")
	<-w // after two attempts
	n.clock.advance(time.Minute)
	n.restart(t)
	want := []string{"again", "again", "again"}
	eventually(t, "the function was called a third time", func() bool { return cmp.Diff(want, n.lines(t)) == "" })
}

func TestSubscriptionsMayNeedAPolicy(t *testing.T) {
	w := make(waits, 1)
	n := newNet(t, start(t, func(o *cloud.Options) {
		o.Timer = w.timer
		o.Fidelity.SubscriptionsNeedPolicy = true
	}))
	f, topic := n.subscribed(t)
	n.publish(t, topic, "log allowed")
	next := <-w
	if lines := n.lines(t); len(lines) != 0 {
		t.Errorf("without a policy: %v", lines)
	}
	n.policy(t, "subscriptions", "Allow any-user to use fn-invocation in compartment id "+compartment+
		" where all {request.principal.type = 'onssubscription', target.function.id = '"+*f.Id+"'}")
	next.after()
	eventually(t, "the function was called", func() bool { return cmp.Diff([]string{"allowed"}, n.lines(t)) == "" })
}

func TestMailsAreConfirmedAndRead(t *testing.T) {
	b := start(t)
	topic, client := b.topic(t, "operators"), b.messages(t)
	s := ok[ons.CreateSubscriptionResponse](t)(b.subscribe(t, topic, "EMAIL", "operator@example.com"))
	if s.LifecycleState != ons.SubscriptionLifecycleStatePending {
		t.Errorf("created %v", s.Subscription)
	}
	ok[ons.ResendSubscriptionConfirmationResponse](t)(client.ResendSubscriptionConfirmation(ctx, ons.ResendSubscriptionConfirmationRequest{Id: s.Id}))
	mails := ok[[]store.Email](t)(b.Emails(ctx))
	if len(mails) != 2 || mails[0].Body != mails[1].Body {
		t.Fatalf("mails %v, want the one to confirm twice", mails)
	}
	lines := strings.Split(strings.TrimSpace(mails[0].Body), "\n")
	link := ok[*url.URL](t)(url.Parse(lines[len(lines)-1]))
	token, protocol := link.Query().Get("token"), link.Query().Get("protocol")
	_, err := client.GetConfirmSubscription(ctx, ons.GetConfirmSubscriptionRequest{Id: s.Id, Token: str("guessed"), Protocol: &protocol})
	refused(t, err, 404, "NotAuthorizedOrNotFound", *s.Id)
	confirmed := ok[ons.GetConfirmSubscriptionResponse](t)(client.GetConfirmSubscription(ctx, ons.GetConfirmSubscriptionRequest{Id: s.Id, Token: &token, Protocol: &protocol}))
	if *confirmed.TopicName != "operators" || *confirmed.SubscriptionId != *s.Id || *confirmed.Endpoint != "operator@example.com" {
		t.Errorf("confirmed %v", confirmed.ConfirmationResult)
	}
	if r := get(t, link.String(), ""); r.status != 200 {
		t.Errorf("the mail's own link: %d %s", r.status, r.body)
	}
	got := ok[ons.GetSubscriptionResponse](t)(client.GetSubscription(ctx, ons.GetSubscriptionRequest{SubscriptionId: s.Id}))
	if got.LifecycleState != ons.SubscriptionLifecycleStateActive {
		t.Errorf("confirmed, but %s", got.LifecycleState)
	}
	_, err = client.ResendSubscriptionConfirmation(ctx, ons.ResendSubscriptionConfirmationRequest{Id: s.Id})
	refused(t, err, 409, "IncorrectState", *s.Id)

	b.publish(t, topic, "the gateway <answers> 5xx")
	eventually(t, "the message was mailed", func() bool { return len(ok[[]store.Email](t)(b.Emails(ctx))) == 3 })
	var listed []store.Email
	if err := json.Unmarshal([]byte(get(t, b.URL()+"/cxbridge/emails", "application/json").body), &listed); err != nil || listed[0].Subject != "title" || listed[0].To != "operator@example.com" {
		t.Errorf("listed %v, error %v", listed, err)
	}
	page := get(t, b.URL()+"/cxbridge/emails", "text/html").body
	links := regexp.MustCompile(`<a href="([^"]+)">`).FindAllStringSubmatch(page, -1)
	if !contains(page, "the gateway &lt;answers&gt; 5xx") || len(links) != 3 {
		t.Fatalf("page %s", page)
	}
	if r := get(t, html.UnescapeString(links[len(links)-1][1]), ""); r.status != 200 {
		t.Errorf("the page's link to confirm: %d %s", r.status, r.body)
	}
	value := ok[ons.GetUnsubscriptionResponse](t)(client.GetUnsubscription(ctx, ons.GetUnsubscriptionRequest{Id: s.Id, Token: &token, Protocol: &protocol})).Value
	if !contains(*value, "operator@example.com") {
		t.Errorf("unsubscribed: %s", *value)
	}
	_, err = client.GetSubscription(ctx, ons.GetSubscriptionRequest{SubscriptionId: s.Id})
	refused(t, err, 404, "NotAuthorizedOrNotFound", *s.Id)
}

type page struct {
	status int
	body   string
}

// get reads a page as a person's browser does, without a signature.
func get(t testing.TB, url, accept string) page {
	t.Helper()
	r, err := http.NewRequest("GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", accept)
	response, body := send(t, r)
	return page{response.StatusCode, body}
}
