package smoke

import (
	"context"
	"fmt"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/ons"

	"github.com/cxbridge/cxbridge/local/stack/target"
	"github.com/cxbridge/cxbridge/shared/alarm"
	"github.com/cxbridge/cxbridge/shared/b2c"
)

// publishEvery is how long one message is waited for before it is published again: as
// long as the function cannot be called, Notifications waits longer and longer
// (Notifications: retry of deliveries). The function takes the same message once.
const publishEvery = 30 * time.Second

// message is one of the alarm's, on its way.
type message struct {
	*smoke
	key, sample string
	at          time.Time
	body        []byte
	published   time.Time
}

// alarmFlow has an alarm open an incident, and its end told to it.
func (s *smoke) alarmFlow() flow {
	key, at := s.newKey(), s.now()
	fires := &message{smoke: s, key: key, sample: "ok-to-firing.json", at: at}
	ends := &message{smoke: s, key: key, sample: "firing-to-ok.json", at: at.Add(time.Minute)}
	return flow{"alarm", []check{
		{"it opens an incident when it fires", func(ctx context.Context) (string, error) {
			incident, err := fires.told(ctx)
			if err != nil {
				return "", err
			}
			return incident.LookupName, nil
		}},
		{"the incident is told when it is over", func(ctx context.Context) (string, error) {
			_, err := ends.told(ctx)
			return "", err
		}},
	}}
}

// told publishes the message and finds the incident that was told of it.
func (m *message) told(ctx context.Context) (*b2c.IncidentState, error) {
	if err := m.send(ctx); err != nil {
		return nil, err
	}
	incident, err := m.byKey(ctx, m.settings.AlarmToIncident.Config, m.key)
	if err != nil {
		return nil, err
	}
	read, err := alarm.Parse(m.body)
	if err != nil {
		return nil, final(err)
	}
	switch told, err := m.site.HasThread(ctx, incident.ID, read.Source()); {
	case err != nil:
		return nil, unread(err)
	case !told:
		return nil, fmt.Errorf("the incident %s has no thread of the message %s: %s", incident.LookupName, read.Type, m.logs())
	}
	return incident, nil
}

// send publishes the message, unless that was done a short while ago.
func (m *message) send(ctx context.Context) (err error) {
	if m.now().Sub(m.published) < publishEvery {
		return nil
	}
	topic, err := m.outputs.Text("alarmTopicId")
	if err != nil {
		return final(err)
	}
	if m.body, err = m.samples.Alarm(m.sample, m.key, "smoke-"+m.key, m.at); err != nil {
		return final(err)
	}
	if err := m.publish(ctx, topic, string(m.body)); err != nil {
		return fmt.Errorf("publishing the message %s to %s: %w", m.sample, topic, err)
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
