package smoke

import (
	"context"
	"fmt"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/ons"

	"github.com/cxbridge/cxbridge/local/stack/target"
	"github.com/cxbridge/cxbridge/shared/alarm"
)

// publishEvery is how long one message is waited for before it is published again: as
// long as the function cannot be called, Notifications waits longer and longer
// (Notifications: retry of deliveries). The function takes the same message once.
const publishEvery = 30 * time.Second

// message is one of the alarm's, on its way.
type message struct {
	*smoke
	topic     string
	body      []byte
	read      *alarm.Message // the body
	find      find
	published time.Time
}

// alarmFlow has an alarm open an incident, and its end told to it.
func (s *smoke) alarmFlow() (flow, error) {
	topic, err := s.outputs.Text("alarmTopicId")
	if err != nil {
		return flow{}, err
	}
	key, at := s.newKey(), s.now()
	f := flow{name: "alarm", find: s.byKey(s.settings.AlarmToIncident.Config, key)}
	for _, m := range []struct {
		says, sample string
		at           time.Time
	}{
		{"it opens an incident when it fires", "ok-to-firing.json", at.Add(-time.Minute)},
		{"the incident is told when it is over", "firing-to-ok.json", at},
	} {
		body, err := s.samples.Alarm(m.sample, key, "smoke-"+key, m.at)
		if err != nil {
			return flow{}, err
		}
		read, err := alarm.Parse(body)
		if err != nil {
			return flow{}, err
		}
		one := &message{smoke: s, topic: topic, body: body, read: read, find: f.find}
		f.checks = append(f.checks, check{m.says, one.told})
	}
	return f, nil
}

// told publishes the message and looks whether the incident was told of it.
func (m *message) told(ctx context.Context) error {
	if err := m.send(ctx); err != nil {
		return err
	}
	incident, err := m.found(ctx, m.find, "with the key "+m.read.DedupeKey)
	if err != nil {
		return err
	}
	switch told, err := m.site.HasThread(ctx, incident.ID, m.read.Source()); {
	case err != nil:
		return unread(err)
	case !told:
		return fmt.Errorf("the incident %s has no thread of the message %s: %s", incident.LookupName, m.read.Type, m.logs())
	}
	return nil
}

// send publishes the message, unless that was done a short while ago.
func (m *message) send(ctx context.Context) error {
	if m.now().Sub(m.published) < publishEvery {
		return nil
	}
	if err := m.publish(ctx, m.topic, string(m.body)); err != nil {
		return fmt.Errorf("publishing the message %s to %s: %w", m.read.Type, m.topic, err)
	}
	m.published = m.now()
	return nil
}

// notify publishes by Notifications, as the user that the credentials are of.
func (s *smoke) notify(ctx context.Context, topic, text string) error {
	credentials, err := s.Target.Credentials(s.config)
	if err != nil {
		return final(err)
	}
	client, err := ons.NewNotificationDataPlaneClientWithConfigurationProvider(credentials)
	if err != nil {
		return final(err)
	}
	s.Target.Point(&client.BaseClient, "oci_ons.NotificationDataPlaneClient")
	once := common.NoRetryPolicy()
	client.Configuration.RetryPolicy = &once
	_, err = client.PublishMessage(ctx, ons.PublishMessageRequest{TopicId: &topic, MessageDetails: ons.MessageDetails{Body: &text}})
	if answer, is := common.IsServiceError(err); is {
		err = fmt.Errorf("%w: is the topic there, and may the user use ons-topics in its compartment?", target.Brief(err))
		if !settles(answer.GetHTTPStatusCode()) {
			return final(err)
		}
	}
	return err
}
