package demo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/local/deskreader"
)

// sendSMS posts the guide's payload to the URL that the stack gives out.
func (d *Demo) sendSMS(ctx context.Context) error {
	out, err := d.Engine.Command(ctx, "stack", "output", "smsWebhookUrl", "-s", "local").Output()
	if err != nil {
		return fmt.Errorf("asking the stack for smsWebhookUrl: %w", err)
	}
	url := strings.TrimSpace(string(out))
	payload, err := os.ReadFile(d.payloadPath())
	if err != nil {
		return err
	}
	newest, err := d.reader().Newest(ctx)
	if err != nil && !errors.Is(err, deskreader.ErrNoIncident) {
		return err
	}
	if newest != nil {
		d.before = newest.ID
	}
	status, body, took, err := d.post(ctx, url, payload)
	if err != nil {
		return fmt.Errorf("POST %s: %w", url, err)
	}
	d.say("POST %s", url)
	d.say("%d %s in %s", status, strings.TrimSpace(body), took.Round(time.Millisecond))
	if status != http.StatusOK {
		return fmt.Errorf("the gateway answered %d, want 200: scripts/local logs shows what the function said", status)
	}
	return nil
}

func (d *Demo) post(ctx context.Context, url string, payload []byte) (status int, body string, took time.Duration, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(payload))
	if err != nil {
		return 0, "", 0, err
	}
	request.Header.Set("Content-Type", "application/json")
	began := d.Now()
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, "", 0, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return answer.StatusCode, string(text), d.Now().Sub(began), err
}
