//go:build engine

package e2e

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/ons"
	"golang.org/x/sync/errgroup"

	"github.com/cxbridge/cxbridge/local/cloud/fidelity"
	"github.com/cxbridge/cxbridge/local/daemon"
)

// mostCallers is how many send at the same time at the end.
const mostCallers = 64

// BenchmarkThroughput has callers send SMS through the gateway, and alarms through the topic, each its next one when the last is
// an incident, and reports how many were taken in a second (taken/s) and how many were refused with 429 (refused).
//
// Two limits that OCI has are out of the way: the stack's rateLimit, and the 60 messages that a topic takes in a minute. The
// others hold, of which one shapes the figures: a function has at most 20 instances, each with one message at a time. B2C Service
// answers at once with what it has at hand, or 50 ms later.
func BenchmarkThroughput(b *testing.B) {
	// Functions stay hot between the loads, and a call waits for one as long as it does by default.
	s := newStackOn(b, repository(b), daemon.Behaviour{Assume: []string{"PublishPerMinute=0", "FunctionIdlePeriod=1h",
		"FunctionQueuePeriod=" + fidelity.Defaults().FunctionQueuePeriod.String()}})
	site := newSite(s)
	s.set("rateLimit", "{requestsPerSecond: 1000000, key: CLIENT_IP}")
	s.moveB2CService(site.hostname)
	s.up()
	for _, flow := range []struct {
		name string
		send sender
	}{{"sms", s.smsSender()}, {"alarms", s.alarmSender(site)}} {
		if _, _, err := load(mostCallers, flow.send); err != nil { // starts all instances
			b.Fatal(err)
		}
		for _, delay := range []time.Duration{0, 50 * time.Millisecond} {
			for callers := 1; callers <= mostCallers; callers *= 2 {
				b.Run(fmt.Sprintf("%s/b2c=%dms/callers=%d", flow.name, delay.Milliseconds(), callers), func(b *testing.B) {
					site.delay.Store(int64(delay))
					benchmarkLoad(b, callers, flow.send)
				})
			}
		}
	}
}

// moveB2CService has the functions call another site than the desk.
func (s *stack) moveB2CService(hostname string) {
	s.t.Helper()
	content, err := os.ReadFile(s.config)
	if err != nil {
		s.t.Fatal(err)
	}
	moved := regexp.MustCompile(`(?m)^( *cxbridge:b2cserviceHostname: ).*$`).ReplaceAll(content, []byte("${1}"+hostname))
	if err := os.WriteFile(s.config, moved, 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// A sender sends one message and returns when it is an incident, or when it was refused because there are too many.
type sender func() (refused bool, err error)

// How long a load lasts before it is measured, and how long it is measured.
const (
	warmUp = 300 * time.Millisecond
	window = time.Second
)

func benchmarkLoad(b *testing.B, callers int, send sender) {
	var rate float64
	var refusals int
	for b.Loop() {
		taken, refused, err := load(callers, send)
		if err != nil {
			b.Fatal(err)
		}
		rate += taken
		refusals += refused
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(rate/float64(b.N), "taken/s")
	b.ReportMetric(float64(refusals)/float64(b.N), "refused")
}

// load has callers send for a while, and returns how many messages of a second were taken, and how many were refused in all.
func load(callers int, send sender) (rate float64, refused int, err error) {
	var mu sync.Mutex
	var group errgroup.Group
	began := time.Now()
	for range callers {
		group.Go(func() error {
			own, no, err := sendOnAndOn(began, send)
			mu.Lock()
			defer mu.Unlock()
			rate += own
			refused += no
			return err
		})
	}
	err = group.Wait()
	return rate, refused, err
}

// sendOnAndOn is one caller. Its time is counted from the end of a message to that of another, so that few slow messages are
// not rounded to a window's whole ones.
func sendOnAndOn(began time.Time, send sender) (rate float64, refused int, err error) {
	sendUntil := func(end time.Time) (taken int, err error) {
		for time.Now().Before(end) {
			no, err := send()
			switch {
			case err != nil:
				return taken, err
			case no:
				refused++
			default:
				taken++
			}
		}
		return taken, nil
	}
	if _, err = sendUntil(began.Add(warmUp)); err != nil {
		return 0, refused, err
	}
	from := time.Now()
	taken, err := sendUntil(began.Add(warmUp + window))
	return float64(taken) / time.Since(from).Seconds(), refused, err
}

// newLoadClient keeps a connection for each caller.
func newLoadClient() *http.Client {
	return &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: mostCallers}}
}

// smsSender posts the guide's SMS.
func (s *stack) smsSender() sender {
	s.t.Helper()
	client, payload := newLoadClient(), s.guide()
	return func() (bool, error) {
		answer, err := client.Post(s.outputs.SMSWebhookURL, "application/json", bytes.NewReader(payload))
		if err != nil {
			return false, err
		}
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		if err != nil {
			return false, err
		}
		switch answer.StatusCode {
		case http.StatusOK:
			return false, nil
		case http.StatusTooManyRequests:
			return true, nil
		}
		return false, fmt.Errorf("an SMS was answered %s: %s", answer.Status, text)
	}
}

// alarmSender publishes an alarm that was never there, and waits for the site to have its incident.
func (s *stack) alarmSender(site *site) sender {
	s.t.Helper()
	client, err := ons.NewNotificationDataPlaneClientWithConfigurationProvider(s.user())
	if err != nil {
		s.t.Fatal(err)
	}
	client.Host, client.HTTPClient = s.addresses.Cloud, newLoadClient()
	message := s.message("ok-to-firing.json")
	var sent atomic.Int64
	return func() (bool, error) {
		key := fmt.Sprintf("alarm-%d", sent.Add(1))
		incident := site.expect(key)
		body := strings.ReplaceAll(message, guidesKey, key)
		_, err := client.PublishMessage(context.Background(), ons.PublishMessageRequest{
			TopicId: &s.outputs.AlarmTopicID, MessageDetails: ons.MessageDetails{Body: &body},
		})
		var refusal common.ServiceError
		if errors.As(err, &refusal) && refusal.GetHTTPStatusCode() == http.StatusTooManyRequests {
			return true, nil
		}
		if err != nil {
			return false, err
		}
		select {
		case <-incident:
			return false, nil
		case <-time.After(time.Minute):
			return false, fmt.Errorf("no incident came of the alarm %s in a minute", key)
		}
	}
}
