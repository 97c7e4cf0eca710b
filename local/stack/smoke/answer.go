package smoke

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/local/sender"
	"github.com/cxbridge/cxbridge/shared/plain"
)

// A letter is something that is sent, and what must come of it.
type letter struct {
	what   string // for people, such as "the SMS with the secret"
	url    string
	header http.Header
	body   []byte
	want   int    // status; 0 is whatever a function answers that is there and works
	proof  string // what to ask if it is refused though it should not be; "" is about the stack's secrets
}

// pleases says whether an answer is the wanted one.
func (l letter) pleases(status int) bool {
	if l.want == 0 {
		return !settles(status)
	}
	return status == l.want
}

// wish is the wanted answer for people.
func (l letter) wish() string {
	if l.want == 0 {
		return "what a function answers"
	}
	return strconv.Itoa(l.want)
}

// question is what to ask about a refusal that should be none.
func (l letter) question() string {
	return cmp.Or(l.proof, "was the stack brought up with the secrets that its configuration has?")
}

// sends is a check that sends a letter.
func (s *smoke) sends(l letter) func(context.Context) error {
	return func(ctx context.Context) error { return s.send(ctx, l) }
}

// maxShown is how much of an answer is shown, in characters.
const maxShown = 300

// grace is how long after an interrupt an answer is waited for.
const grace = 10 * time.Second

// until ends a while after a context does.
func until(ctx context.Context, grace time.Duration) (context.Context, context.CancelFunc) {
	lasting, end := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(grace, end) })
	return lasting, func() { stop(); end() }
}

// send posts a letter. What may still change while the stack settles can be tried again. An
// interrupt waits for the answer: when it comes, the incident is there, and can be solved.
func (s *smoke) send(ctx context.Context, l letter) error {
	ctx, end := until(ctx, grace)
	defer end()
	answer, err := sender.Post(ctx, s.http, l.url, l.header, l.body)
	if err != nil {
		return fmt.Errorf("%s got no answer: %w: does the gateway's address resolve, and is this machine's among gatewayAllowedCidrs?", l.what, err)
	}
	if l.pleases(answer.Status) {
		return nil
	}
	shown := strings.TrimSpace(fmt.Sprint(answer.Status, " ", plain.Cut(plain.Inline(answer.Body), maxShown)))
	err = fmt.Errorf("%s: POST %s answered %s, not %s: %s", l.what, l.url, shown, l.wish(), s.advice(l, answer.Status))
	if settles(answer.Status) {
		return err
	}
	return final(err)
}

// settles says whether an answer is one that gateway and functions give as long as not
// everybody knows of the stack's policies. To take what should be refused is none.
func settles(status int) bool {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusTooManyRequests:
		return true
	}
	return status >= 500
}

// advice is what to do about an answer that is not the wanted one.
func (s *smoke) advice(l letter, status int) string {
	switch {
	case status < 300 && l.want == http.StatusUnauthorized:
		return "whoever sends this is let in: look at what the gateway and the authorizer demand, and pulumi up"
	case status == http.StatusUnauthorized && len(s.settings.Access.AllowedClientCidrs) > 0:
		return l.question() + " And is this machine's address among allowedClientCidrs?"
	case status == http.StatusUnauthorized:
		return l.question()
	case status == http.StatusForbidden:
		return "is this machine's address among allowedClientCidrs?"
	case status == http.StatusNotFound:
		return "pulumi up brings the deployment back, and the right address"
	case status == http.StatusTooManyRequests:
		return "raise rateLimit, or call less"
	}
	return s.logs()
}

// logs is where the functions say what happened.
func (s *smoke) logs() string {
	if s.Target.Local {
		return "scripts/local logs shows what the function said"
	}
	return "the log group of the output logGroupId has what gateway and function said"
}
