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
	if err := m.publish(ctx); err != nil {
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

// publish does so unless it was done a short while ago.
func (m *message) publish(ctx context.Context) (err error) {
	if m.now().Sub(m.published) < publishEvery {
		return nil
	}
	if m.body, err = m.samples.Alarm(m.sample, m.key, "smoke-"+m.key, m.at); err != nil {
		return final(err)
	}
	topic, err := m.outputs.Text("alarmTopicId")
	if err != nil {
		return final(err)
	}
	client, err := m.topics()
	if err != nil {
		return final(err)
	}
	text := string(m.body)
	_, err = client.PublishMessage(ctx, ons.PublishMessageRequest{TopicId: &topic, MessageDetails: ons.MessageDetails{Body: &text}})
	if err != nil {
		err = fmt.Errorf("publishing the message %s to %s: %w: the user needs the permission to use ons-topics in the compartment", m.sample, topic, target.Brief(err))
	} else {
		m.published = m.now()
	}
	return err
}

// topics is the client of Notifications. It does not try again by itself.
func (s *smoke) topics() (ons.NotificationDataPlaneClient, error) {
	credentials, err := s.Target.Credentials(s.config)
	if err != nil {
		return ons.NotificationDataPlaneClient{}, err
	}
	client, err := ons.NewNotificationDataPlaneClientWithConfigurationProvider(credentials)
	if err != nil {
		return client, err
	}
	s.Target.Point(&client.BaseClient, "oci_ons.NotificationDataPlaneClient")
	once := common.NoRetryPolicy()
	client.Configuration.RetryPolicy = &once
	return client, nil
}
