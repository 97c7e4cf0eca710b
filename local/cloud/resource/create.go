package resource

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// tokenLife is how long a retry token is remembered (oci-go-sdk: OpcRetryToken).
const tokenLife = 24 * time.Hour

func (e *Engine) create(k *Kind, c *api.Call) (answer *api.Answer, err error) {
	doc, err := c.Document()
	if err != nil {
		return nil, err
	}
	err = e.Change(c.Context(), c, func(op *Op) error {
		r, work, err := op.recall(k)
		if err == nil && r == nil {
			r, work, err = op.make(k, doc)
		}
		if err == nil {
			answer, err = op.answer(k, r, work, k.Silent)
		}
		return err
	})
	return answer, err
}

// make creates a resource from a body.
func (op *Op) make(k *Kind, doc store.Document) (*store.Resource, string, error) {
	if err := k.checker.body(k.Title, k.shape, doc, false); err != nil {
		return nil, "", err
	}
	for field, value := range parents(k, op.Call) {
		doc[field] = value
	}
	if err := op.checkRefs(k, doc); err != nil {
		return nil, "", err
	}
	r := op.New(k.Name, doc)
	if k.NameKey == "displayName" {
		r.Doc.Default("displayName", k.Name+op.Now.Format("20060102150405"))
	}
	if k.Create != nil {
		if err := k.Create(op, r); err != nil {
			return nil, "", err
		}
	}
	if err := op.Save(r); err != nil {
		return nil, "", err
	}
	work, err := op.work(k, r, "CREATE")
	if err != nil {
		return nil, "", err
	}
	return r, work, op.remember(r, work)
}

// checkRefs checks that all that a document names is there.
func (op *Op) checkRefs(k *Kind, doc store.Document) error {
	if id := doc.String("compartmentId"); id != "" {
		if _, ok := op.Compartments[id]; !ok {
			return api.NotFound("Compartment", id)
		}
	}
	for _, named := range k.refs(doc) {
		ref, declared := k.ref(named.Field)
		if !declared {
			return fmt.Errorf("%s: field %s is not among the kind's Refs", k.Title, named.Field)
		}
		if err := op.MustExist(ref.Field, ref.Kind, named.Target); err != nil {
			return err
		}
	}
	return nil
}

// answer shows r as it is after a change.
func (op *Op) answer(k *Kind, r *store.Resource, work string, silent bool) (*api.Answer, error) {
	answer := &api.Answer{Status: http.StatusOK}
	if work != "" && k.Work.Accepted {
		answer.Status, silent = http.StatusAccepted, true
	}
	if !silent {
		shown, err := op.Shown(r)
		if err != nil {
			return nil, err
		}
		answer.Body = shown
	}
	if work != "" {
		answer.With("Opc-Work-Request-Id", work)
	}
	return answer.With("Etag", r.Etag), nil
}

// recall finds what an earlier create with the same retry token made. It is nil where
// there was none, or where that is gone by now.
func (op *Op) recall(k *Kind) (*store.Resource, string, error) {
	token, request := op.retryToken()
	if token == "" {
		return nil, "", nil
	}
	known, err := op.RetryToken(token)
	if errors.Is(err, store.ErrNotFound) || (err == nil && known.Created.Before(op.Now.Add(-tokenLife))) {
		return nil, "", nil
	}
	if err != nil {
		return nil, "", err
	}
	if known.Request != request {
		return nil, "", api.Errorf(http.StatusConflict, "InvalidatedRetryToken", "the retry token came with another request before: use a new one")
	}
	r, err := op.Load(k.Name, known.ID)
	var gone *api.Error
	if errors.As(err, &gone) {
		return nil, "", nil
	}
	return r, known.WorkRequest, err
}

func (op *Op) remember(r *store.Resource, work string) error {
	token, request := op.retryToken()
	if token == "" {
		return nil
	}
	return op.PutRetryToken(store.RetryToken{Token: token, Request: request, ID: r.ID, WorkRequest: work, Created: op.Now}, op.Now.Add(-tokenLife))
}

// retryToken is the call's token, one for each caller and path, and what it came with.
func (op *Op) retryToken() (token, request string) {
	token = op.Call.Request.Header.Get("Opc-Retry-Token")
	if token == "" {
		return "", ""
	}
	hash := func(parts ...string) string { return fmt.Sprintf("%x", sha256.Sum256(fmt.Append(nil, parts))) }
	return hash(op.Call.Caller.ID, op.Call.Request.URL.Path, token), hash(string(op.Call.Body))
}
