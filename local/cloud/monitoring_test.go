package cloud_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/monitoring"
	"github.com/oracle/oci-go-sdk/v65/ons"

	"github.com/cxbridge/cxbridge/local/cloud/store"
)

func (b *bench) monitoring(t testing.TB) monitoring.MonitoringClient {
	t.Helper()
	client, err := monitoring.NewMonitoringClientWithConfigurationProvider(b.provider)
	point(t, b, &client.BaseClient, err)
	client.Interceptor = func(r *http.Request) error { // signs by the test's clock
		r.Header.Set("Date", b.clock.Now().UTC().Format(http.TimeFormat))
		return nil
	}
	return client
}

// alarm is the least an alarm says.
func alarm(topic, query string) monitoring.CreateAlarmDetails {
	return monitoring.CreateAlarmDetails{
		DisplayName: str("hot"), CompartmentId: str(compartment), MetricCompartmentId: str(compartment), Namespace: str("servers"),
		Query: &query, Severity: monitoring.AlarmSeverityCritical, Destinations: []string{topic}, IsEnabled: common.Bool(true),
	}
}

const hot = "Temperature[1m].max() > 80"

func (b *bench) createAlarm(t testing.TB, details monitoring.CreateAlarmDetails) monitoring.Alarm {
	t.Helper()
	return ok[monitoring.CreateAlarmResponse](t)(b.monitoring(t).CreateAlarm(ctx, monitoring.CreateAlarmRequest{CreateAlarmDetails: details})).Alarm
}

func TestAlarmLives(t *testing.T) {
	b := start(t)
	client, topic := b.monitoring(t), *b.topic(t, "alarms").TopicId
	details := alarm(topic, `Temperature[5m]{server = "A"}.mean() > 80`)
	details.Body, details.NotificationTitle, details.AlarmSummary = str("See {{severity}}"), str("Hot"), str("It is hot")
	details.ResourceGroup, details.PendingDuration, details.RepeatNotificationDuration = str("row-1"), str("PT5M"), str("PT2H")
	details.NotificationVersion, details.EvaluationSlackDuration = str("1.X"), str("PT10M")
	details.Suppression = &monitoring.Suppression{Description: str("works"),
		TimeSuppressFrom: &common.SDKTime{Time: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)}, TimeSuppressUntil: &common.SDKTime{Time: time.Date(2030, 1, 2, 0, 0, 0, 0, time.UTC)}}
	made := b.createAlarm(t, details)
	got := ok[monitoring.GetAlarmResponse](t)(client.GetAlarm(ctx, monitoring.GetAlarmRequest{AlarmId: made.Id})).Alarm
	if diff := cmp.Diff(made, got); diff != "" {
		t.Errorf("the alarm created and the one read (-created +read):\n%s", diff)
	}
	want := monitoring.Alarm{
		Id: made.Id, TimeCreated: made.TimeCreated, TimeUpdated: made.TimeUpdated, LifecycleState: monitoring.AlarmLifecycleStateActive,
		DisplayName: details.DisplayName, CompartmentId: details.CompartmentId, MetricCompartmentId: details.MetricCompartmentId, Namespace: details.Namespace,
		Query: details.Query, Severity: details.Severity, Destinations: details.Destinations, IsEnabled: details.IsEnabled, Body: details.Body,
		NotificationTitle: details.NotificationTitle, AlarmSummary: details.AlarmSummary, ResourceGroup: details.ResourceGroup,
		PendingDuration: details.PendingDuration, RepeatNotificationDuration: details.RepeatNotificationDuration, NotificationVersion: details.NotificationVersion,
		EvaluationSlackDuration: details.EvaluationSlackDuration, Suppression: details.Suppression, MetricCompartmentIdInSubtree: common.Bool(false),
		Resolution: str("1m"), IsNotificationsPerMetricDimensionEnabled: common.Bool(false), MessageFormat: monitoring.AlarmMessageFormatRaw,
		RuleName: str("BASE"), FreeformTags: map[string]string{}, DefinedTags: map[string]map[string]any{},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the alarm asked for and the one made (-want +got):\n%s", diff)
	}

	ok[monitoring.RemoveAlarmSuppressionResponse](t)(client.RemoveAlarmSuppression(ctx, monitoring.RemoveAlarmSuppressionRequest{AlarmId: made.Id}))
	changed := ok[monitoring.UpdateAlarmResponse](t)(client.UpdateAlarm(ctx, monitoring.UpdateAlarmRequest{AlarmId: made.Id,
		UpdateAlarmDetails: monitoring.UpdateAlarmDetails{Severity: monitoring.AlarmSeverityInfo, Query: str(hot)}})).Alarm
	if changed.Suppression != nil || changed.Severity != monitoring.AlarmSeverityInfo || *changed.Query != hot || *changed.Body != *details.Body {
		t.Errorf("after the change: %v", changed)
	}
	list := ok[monitoring.ListAlarmsResponse](t)(client.ListAlarms(ctx, monitoring.ListAlarmsRequest{CompartmentId: str(compartment), DisplayName: str("hot")}))
	if len(list.Items) != 1 || *list.Items[0].Id != *made.Id {
		t.Errorf("%d alarms listed", len(list.Items))
	}
	_, err := client.ChangeAlarmCompartment(ctx, monitoring.ChangeAlarmCompartmentRequest{AlarmId: made.Id,
		ChangeAlarmCompartmentDetails: monitoring.ChangeAlarmCompartmentDetails{CompartmentId: str(tenancy)}})
	refused(t, err, 501, "NotImplemented", "")
	ok[monitoring.DeleteAlarmResponse](t)(client.DeleteAlarm(ctx, monitoring.DeleteAlarmRequest{AlarmId: made.Id}))
	_, err = client.GetAlarm(ctx, monitoring.GetAlarmRequest{AlarmId: made.Id})
	refused(t, err, 404, "NotAuthorizedOrNotFound", *made.Id)
}

func TestAlarmsThatAreRefused(t *testing.T) {
	b := start(t)
	topic := *b.topic(t, "alarms").TopicId
	at := func(hour int) *common.SDKTime {
		return &common.SDKTime{Time: time.Date(2030, 1, 1, hour, 0, 0, 0, time.UTC)}
	}
	for _, tt := range []struct {
		name    string
		change  func(*monitoring.CreateAlarmDetails)
		status  int
		message string
	}{
		{"not a query", func(a *monitoring.CreateAlarmDetails) { a.Query = str("CPU[1m].mean() >") }, 400, "query"},
		{"no trigger rule", func(a *monitoring.CreateAlarmDetails) { a.Query = str("CPU[1m].mean()") }, 400, "trigger rule"},
		{"pending too short", func(a *monitoring.CreateAlarmDetails) { a.PendingDuration = str("PT30S") }, 400, "pendingDuration"},
		{"pending too long", func(a *monitoring.CreateAlarmDetails) { a.PendingDuration = str("PT61M") }, 400, "pendingDuration"},
		{"repeat too short", func(a *monitoring.CreateAlarmDetails) { a.RepeatNotificationDuration = str("PT0M") }, 400, "repeatNotificationDuration"},
		{"repeat too long", func(a *monitoring.CreateAlarmDetails) { a.RepeatNotificationDuration = str("P31D") }, 400, "repeatNotificationDuration"},
		{"slack too short", func(a *monitoring.CreateAlarmDetails) { a.EvaluationSlackDuration = str("PT2M") }, 400, "evaluationSlackDuration"},
		{"not a duration", func(a *monitoring.CreateAlarmDetails) { a.PendingDuration = str("5m") }, 400, "ISO 8601"},
		{"resolution", func(a *monitoring.CreateAlarmDetails) { a.Resolution = str("5m") }, 400, "resolution"},
		{"namespace", func(a *monitoring.CreateAlarmDetails) { a.Namespace = str("my-servers") }, 400, "namespace"},
		{"resource group", func(a *monitoring.CreateAlarmDetails) { a.ResourceGroup = str("1st") }, 400, "resourceGroup"},
		{"no destination", func(a *monitoring.CreateAlarmDetails) { a.Destinations = []string{} }, 400, "destinations"},
		{"unknown topic", func(a *monitoring.CreateAlarmDetails) { a.Destinations = []string{nowhere} }, 400, nowhere},
		{"two topics", func(a *monitoring.CreateAlarmDetails) { a.Destinations = []string{topic, topic} }, 400, "2 destinations"},
		{"stream", func(a *monitoring.CreateAlarmDetails) { a.Destinations = []string{"ocid1.stream.oc1.iad.x"} }, 501, "streams"},
		{"subtree of a compartment", func(a *monitoring.CreateAlarmDetails) { a.MetricCompartmentIdInSubtree = common.Bool(true) }, 400, "tenancy"},
		{"version", func(a *monitoring.CreateAlarmDetails) { a.NotificationVersion = str("1.5") }, 400, "notificationVersion"},
		{"overrides", func(a *monitoring.CreateAlarmDetails) {
			a.Overrides = []monitoring.AlarmOverride{{RuleName: str("worse"), Severity: monitoring.AlarmSeverityCritical}}
		}, 501, "overrides"},
		{"empty suppression", func(a *monitoring.CreateAlarmDetails) {
			a.Suppression = &monitoring.Suppression{TimeSuppressFrom: at(2), TimeSuppressUntil: at(1)}
		}, 400, "timeSuppressFrom"},
		{"empty title", func(a *monitoring.CreateAlarmDetails) { a.NotificationTitle = str("") }, 400, "notificationTitle"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			details := alarm(topic, hot)
			tt.change(&details)
			_, err := b.monitoring(t).CreateAlarm(ctx, monitoring.CreateAlarmRequest{CreateAlarmDetails: details})
			code := map[int]string{400: "InvalidParameter", 501: "NotImplemented"}[tt.status]
			refused(t, err, tt.status, code, tt.message)
		})
	}
}

// pass lets minutes pass one by one.
func (b *bench) pass(t testing.TB, minutes int) {
	t.Helper()
	for range minutes {
		b.clock.advance(time.Minute)
		if err := b.EvaluateAlarms(ctx); err != nil {
			t.Fatal(err)
		}
	}
}

// mailed makes a topic that is read by mail.
func (b *bench) mailed(t testing.TB, name string) string {
	t.Helper()
	topic := b.topic(t, name)
	ok[ons.CreateSubscriptionResponse](t)(b.subscribe(t, topic, "EMAIL", "somebody@example.com"))
	mails := ok[[]store.Email](t)(b.Emails(ctx))
	link := regexp.MustCompile(`http\S+`).FindString(mails[len(mails)-1].Body)
	if status, body := call(t, "GET", link, ""); status != 200 {
		t.Fatalf("confirming: %d %s", status, body)
	}
	return *topic.TopicId
}

// alarmMails are the alarms' messages that came by mail.
func (b *bench) alarmMails(t testing.TB) []store.Email {
	t.Helper()
	var list []store.Email
	for _, mail := range ok[[]store.Email](t)(b.Emails(ctx)) {
		if messageType.MatchString(mail.Body) {
			list = append(list, mail)
		}
	}
	return list
}

var messageType = regexp.MustCompile(`OK_TO_FIRING|FIRING_TO_OK|REPEAT|RESET`)

// said are the types of the alarms' messages so far.
func (b *bench) said(t testing.TB) string {
	t.Helper()
	var words []string
	for _, mail := range b.alarmMails(t) {
		words = append(words, messageType.FindString(mail.Body))
	}
	return strings.Join(words, " ")
}

func TestAlarmFiresAndTellsItsTopic(t *testing.T) {
	b := start(t)
	b.clock.stop()
	client, topic := b.monitoring(t), b.mailed(t, "alarms")
	details := alarm(topic, hot)
	details.NotificationVersion, details.IsNotificationsPerMetricDimensionEnabled = str("1.X"), common.Bool(true)
	id := b.createAlarm(t, details).Id
	b.clock.advance(time.Minute)
	b.post(t, "A", 90)
	b.pass(t, 4)
	eventually(t, "the alarm fires", func() bool { return b.said(t) == "OK_TO_FIRING" })
	if mail := b.alarmMails(t)[0]; !contains(mail.Body, *id) {
		t.Errorf("message %v", mail)
	}
	states := ok[monitoring.ListAlarmsStatusResponse](t)(client.ListAlarmsStatus(ctx, monitoring.ListAlarmsStatusRequest{CompartmentId: str(compartment), Status: "FIRING"}))
	if len(states.Items) != 1 || *states.Items[0].Id != *id || states.Items[0].Status != "FIRING" || !contains(*states.Items[0].AlarmSummary, "FIRING") {
		t.Errorf("status %v", states.Items)
	}
	streams := ok[monitoring.RetrieveDimensionStatesResponse](t)(client.RetrieveDimensionStates(ctx, monitoring.RetrieveDimensionStatesRequest{AlarmId: id,
		RetrieveDimensionStatesDetails: monitoring.RetrieveDimensionStatesDetails{DimensionFilters: map[string]string{"server": "A"}}}))
	if len(streams.Items) != 1 || streams.Items[0].Status != "FIRING" || *streams.AlarmId != *id {
		t.Errorf("streams %v", streams.Items)
	}
	b.restart(t)
	b.post(t, "A", 20)
	b.pass(t, 5)
	eventually(t, "the alarm is OK", func() bool { return b.said(t) == "OK_TO_FIRING FIRING_TO_OK" })
	history := ok[monitoring.GetAlarmHistoryResponse](t)(b.monitoring(t).GetAlarmHistory(ctx, monitoring.GetAlarmHistoryRequest{AlarmId: id,
		AlarmHistorytype: monitoring.GetAlarmHistoryAlarmHistorytypeStateTransitionHistory}))
	if len(history.Entries) != 2 || *history.Entries[1].Summary != "State transitioned from OK to Firing" || history.Entries[1].TimestampTriggered == nil {
		t.Errorf("history %v", history.Entries)
	}
}

// The guide's alarm: a secret is created in the vault.
func TestCreatingASecretFiresAnAlarm(t *testing.T) {
	b := start(t)
	b.clock.stop()
	v := newSafe(t, b)
	topic := b.mailed(t, "alarms")
	details := alarm(topic, `CreateSecret[1m]{vaultId = "`+*v.vaultID+`"}.sum() > 0`)
	details.Namespace = str("oci_secrets")
	b.createAlarm(t, details)
	b.clock.advance(time.Minute)
	v.secret(t, "first", "hidden")
	b.pass(t, 8)
	eventually(t, "the alarm fires and is OK", func() bool { return len(b.alarmMails(t)) == 2 })
	// Messages may overtake each other.
	mails := map[string]store.Email{}
	for _, mail := range b.alarmMails(t) {
		mails[messageType.FindString(mail.Body)] = mail
	}
	if mail := mails["OK_TO_FIRING"]; len(mails) != 2 || !contains(mail.Body, "first") || !contains(mail.Body, *v.vaultID) {
		t.Errorf("messages %v", mails)
	}
}
