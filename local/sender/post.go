package sender

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
)

// maxBody is how much of an answer is read, in bytes.
const maxBody = 1 << 20

// Answer is what came back of a call.
type Answer struct {
	Status int
	Body   string
}

// Post sends JSON, with further headers.
func Post(ctx context.Context, client *http.Client, url string, header http.Header, body []byte) (Answer, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return Answer{}, err
	}
	if header != nil {
		request.Header = header.Clone()
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := client.Do(request)
	if err != nil {
		return Answer{}, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxBody))
	return Answer{Status: answer.StatusCode, Body: strings.TrimSpace(string(text))}, err
}
