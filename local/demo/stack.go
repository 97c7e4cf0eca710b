package demo

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/local/sender"
)

// output is one of the stack's.
func (d *Demo) output(ctx context.Context, name string) (string, error) {
	out, err := d.Engine.Command(ctx, "stack", "output", name, "-s", "local").Output()
	if err != nil {
		return "", fmt.Errorf("asking the stack for %s: %w", name, err)
	}
	return strings.TrimSpace(string(out)), nil
}

// samples are what is sent.
func (d *Demo) samples() sender.Samples { return sender.Samples(d.Engine.Checkout.Root) }

// post sends JSON to one of the stack's URLs, with an Authorization unless that is
// empty.
func (d *Demo) post(ctx context.Context, url, authorization string, payload []byte) (answer sender.Answer, took time.Duration, err error) {
	header := http.Header{}
	if authorization != "" {
		header.Set("Authorization", authorization)
	}
	began := d.Now()
	answer, err = sender.Post(ctx, http.DefaultClient, url, header, payload)
	if err != nil {
		err = fmt.Errorf("POST %s: %w", url, err)
	}
	return answer, d.Now().Sub(began), err
}
