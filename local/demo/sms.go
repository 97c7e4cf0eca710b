package demo

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"time"
)

// sendSMS posts the guide's payload to the URL that the stack gives out.
func (d *Demo) sendSMS(ctx context.Context) error {
	url, err := d.output(ctx, "smsWebhookUrl")
	if err != nil {
		return err
	}
	payload, err := os.ReadFile(d.samples().Path("sms-to-incident", "guide.json"))
	if err != nil {
		return err
	}
	if d.before, err = d.newest(ctx); err != nil {
		return err
	}
	answer, took, err := d.post(ctx, url, "", payload)
	if err != nil {
		return err
	}
	d.say("POST %s", url)
	d.say("%d %s in %s", answer.Status, answer.Body, took.Round(time.Millisecond))
	if answer.Status != http.StatusOK {
		return fmt.Errorf("the gateway answered %d, want 200: scripts/local logs shows what the function said", answer.Status)
	}
	return nil
}
