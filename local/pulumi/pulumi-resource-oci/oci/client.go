package oci

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/cxbridge/cxbridge/shared/hostoverride"
	"github.com/oracle/oci-go-sdk/v65/common"
)

// maxAnswer caps an answer's body: 8 MB is four times the largest deployment.
const maxAnswer = 8 << 20

// Options say how a Client works; the zero values are for production.
type Options struct {
	Getenv func(string) string
	// FirstPoll is the pause before something is looked at again; it doubles
	// up to LastPoll.
	FirstPoll, LastPoll time.Duration
	// RetryPause is the unit of the pauses between attempts, 1 s if zero.
	RetryPause time.Duration
}

// Client calls OCI's services as one user. It is safe for concurrent use.
type Client struct {
	options Options
	config  common.ConfigurationProvider

	mu    sync.Mutex
	ready map[string]common.BaseClient // by service name and endpoint
}

// NewClient checks the configuration as far as that goes without a call.
func NewClient(config common.ConfigurationProvider, o Options) (*Client, error) {
	if ok, err := common.IsConfigurationProviderValid(config); !ok {
		return nil, fmt.Errorf("OCI's configuration is incomplete (provider inputs, OCI_* variables, "+
			"or the file that OCI_CONFIG_FILE names): %w", err)
	}
	if o.FirstPoll == 0 {
		o.FirstPoll, o.LastPoll = 50*time.Millisecond, 5*time.Second
	}
	if o.RetryPause == 0 {
		o.RetryPause = time.Second
	}
	return &Client{options: o, config: config, ready: map[string]common.BaseClient{}}, nil
}

// Request is one call.
type Request struct {
	Service  *Service
	Endpoint string // in place of the service's own, e.g. a vault's managementEndpoint
	Method   string
	Path     string // below the service's base, escaped, with its query
	Body     any    // encoded as JSON; nil for none
	// RetryConflict repeats a call that was answered 409: what stood in the
	// way is often about to go.
	RetryConflict bool
}

// Answer is what came back.
type Answer struct {
	Body        any // decoded, numbers as json.Number; nil for none
	WorkRequest string
	NextPage    string
}

// Object is the answer's body as an object; nil when it is none.
func (a *Answer) Object() map[string]any {
	object, _ := a.Body.(map[string]any)
	return object
}

// Do makes the call, repeated as oci-go-sdk's policy says. Its error is an *Error.
func (c *Client) Do(ctx context.Context, r Request) (*Answer, error) {
	client, err := c.client(r.Service, r.Endpoint)
	if err != nil {
		return nil, err
	}
	body, err := encode(r.Body)
	if err != nil {
		return nil, fmt.Errorf("encoding the body of %s %s: %w", r.Method, r.Path, err)
	}
	call := &call{Request: r, client: client, body: body, retryToken: common.RetryToken()}
	answer, err := common.Retry(ctx, call, call.send, c.policy(r.RetryConflict))
	if err != nil {
		url := strings.TrimSuffix(client.Host, "/") + r.Service.Base + r.Path
		if cause := context.Cause(ctx); cause != nil {
			return nil, fmt.Errorf("%s %s: %w; what was begun may go on in OCI: pulumi refresh shows it", r.Method, url, cause)
		}
		return nil, asError(r.Method, url, err)
	}
	return readAnswer(answer.HTTPResponse())
}

// client gives the signing client for a service, made at its first use.
func (c *Client) client(s *Service, endpoint string) (common.BaseClient, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	id := s.Client + " " + endpoint
	if client, ok := c.ready[id]; ok {
		return client, nil
	}
	client, err := common.NewClientWithConfig(c.config)
	if err != nil {
		return client, fmt.Errorf("preparing to call %s: %w", s.Client, err)
	}
	if client.Host, err = c.host(s, endpoint); err != nil {
		return client, err
	}
	client.UserAgent = "cxbridge-pulumi-resource-oci"
	c.ready[id] = client
	return client, nil
}

// host is where the service is: what the resource says, the override, or the
// region's endpoint.
func (c *Client) host(s *Service, endpoint string) (string, error) {
	if endpoint != "" {
		return strings.TrimSuffix(endpoint, "/"), nil
	}
	if host, ok := hostoverride.Lookup(c.options.Getenv, s.Client); ok {
		return host, nil
	}
	region, err := c.config.Region()
	if err != nil {
		return "", fmt.Errorf("finding the region: %w", err)
	}
	return s.endpoint(region)
}

func encode(body any) ([]byte, error) {
	if body == nil {
		return nil, nil
	}
	return json.Marshal(body)
}

func readAnswer(response *http.Response) (*Answer, error) {
	defer response.Body.Close()
	a := &Answer{
		WorkRequest: response.Header.Get("opc-work-request-id"),
		NextPage:    response.Header.Get("opc-next-page"),
	}
	text, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	if err != nil {
		return nil, fmt.Errorf("reading the answer of %s: %w", response.Request.URL, err)
	}
	if len(text) > maxAnswer {
		return nil, fmt.Errorf("the answer of %s is larger than %d bytes", response.Request.URL, maxAnswer)
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return a, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&a.Body); err != nil {
		return nil, fmt.Errorf("the answer of %s is not JSON: %w", response.Request.URL, err)
	}
	return a, nil
}
