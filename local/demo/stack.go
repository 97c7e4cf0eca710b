package demo

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"time"
)

// output is one of the stack's.
func (d *Demo) output(ctx context.Context, name string) (string, error) {
	out, err := d.Engine.Command(ctx, "stack", "output", name, "-s", "local").Output()
	if err != nil {
		return "", fmt.Errorf("asking the stack for %s: %w", name, err)
	}
	return strings.TrimSpace(string(out)), nil
}

// testdata is the path of a function's sample.
func (d *Demo) testdata(function, name string) string {
	return filepath.Join(d.Engine.Checkout.Root, "functions", function, "testdata", name)
}

// maxBody is how much of a gateway's answer is read, in bytes.
const maxBody = 1 << 20

// post sends JSON to one of the stack's URLs, with an Authorization unless that is
// empty.
func (d *Demo) post(ctx context.Context, url, authorization string, payload []byte) (status int, body string, took time.Duration, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(payload))
	if err != nil {
		return 0, "", 0, err
	}
	request.Header.Set("Content-Type", "application/json")
	if authorization != "" {
		request.Header.Set("Authorization", authorization)
	}
	began := d.Now()
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, "", 0, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxBody))
	return answer.StatusCode, strings.TrimSpace(string(text)), d.Now().Sub(began), err
}
