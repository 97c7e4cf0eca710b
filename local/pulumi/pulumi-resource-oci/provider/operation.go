package provider

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"time"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/oci"
	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/schema"
	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/table"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// defaultTimeout is how long a resource may take, as with the official provider.
const defaultTimeout = 20 * time.Minute

// operation is the handling of one resource, from one call of the engine.
type operation struct {
	*Provider
	client *oci.Client
	entry  *table.Resource
	props  schema.Properties

	verb    string // what is being done, for errors: "creating"
	urn     resource.URN
	id      string
	inputs  map[string]any // where the values in paths come from
	secrets map[string]bool

	ctx     context.Context
	started time.Time
}

// begin finds everything that an operation needs. end has to be called.
func (p *Provider) begin(
	ctx context.Context, verb, urn, id string, inputs values, timeout float64,
) (o *operation, end func(), err error) {
	u := resource.URN(urn)
	r, props, err := p.entry(string(u.Type()))
	if err != nil {
		return nil, nil, err
	}
	client, err := p.configured()
	if err != nil {
		return nil, nil, err
	}
	limit := defaultTimeout
	if timeout > 0 {
		limit = time.Duration(timeout * float64(time.Second))
	}
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("it took longer than %s", limit))
	unlink := context.AfterFunc(p.running, cancel)
	o = &operation{
		Provider: p, client: client, entry: r, props: props,
		verb: verb, urn: u, id: id, inputs: inputs.plain, secrets: inputs.secrets,
		ctx: ctx, started: p.options.Clock(),
	}
	return o, func() { unlink(); cancel() }, nil
}

// failed names what was being done, to what.
func (o *operation) failed(err error) error {
	thing := fmt.Sprintf("%s %s %q", o.verb, o.entry.Token, o.urn.Name())
	if o.id != "" {
		thing += " (" + o.id + ")"
	}
	return fmt.Errorf("%s: %w", thing, err)
}

var placeholder = regexp.MustCompile(`\{(\w+)\}`)

// request fills a call's path and address from the id and the inputs.
func (o *operation) request(method, path string, body any) (oci.Request, error) {
	request := oci.Request{Service: o.entry.Service, Method: method, Body: body}
	var missing error
	request.Path = placeholder.ReplaceAllStringFunc(path, func(match string) string {
		name := match[1 : len(match)-1]
		value := o.id
		if name != "id" {
			value, _ = o.inputs[name].(string)
		}
		if value == "" {
			missing = fmt.Errorf("its %s is not known: import it with an id of the form %s", name, o.entry.Import)
		}
		return url.PathEscape(value)
	})
	if missing != nil {
		return request, missing
	}
	if o.entry.Endpoint != "" {
		request.Endpoint, _ = o.inputs[o.entry.Endpoint].(string)
		if request.Endpoint == "" {
			return request, fmt.Errorf("its %s is not known: import it with an id of the form %s",
				o.entry.Endpoint, o.entry.Import)
		}
	}
	return request, nil
}

func (o *operation) do(method, path string, body any) (*oci.Answer, error) {
	request, err := o.request(method, path, body)
	if err != nil {
		return nil, err
	}
	request.RetryConflict = o.verb == "deleting"
	return o.client.Do(o.ctx, request)
}

// get reads the resource as OCI has it now.
func (o *operation) get() (map[string]any, error) {
	if o.entry.Get.Find {
		return o.find()
	}
	answer, err := o.do(o.entry.Get.Method, o.entry.Get.Path, nil)
	if err != nil {
		return nil, err
	}
	if answer.Object() == nil {
		return nil, fmt.Errorf("GET %s answered no JSON object", o.entry.Get.Path)
	}
	return answer.Object(), nil
}

// find reads a list, page by page, for the element with the id.
func (o *operation) find() (map[string]any, error) {
	page := ""
	for {
		path := o.entry.Get.Path
		if page != "" {
			path += "?page=" + url.QueryEscape(page)
		}
		answer, err := o.do(o.entry.Get.Method, path, nil)
		if err != nil {
			return nil, err
		}
		for _, item := range oci.Items(answer.Body) {
			if item["id"] == o.id {
				return item, nil
			}
		}
		if page = answer.NextPage; page == "" {
			return nil, &oci.Error{Method: o.entry.Get.Method, URL: path, Status: http.StatusNotFound,
				Code: "NotAuthorizedOrNotFound", Message: "the list has no " + o.id}
		}
	}
}

// errGone: the resource is not there, or is on its way out.
var errGone = errors.New("it is gone")

// ready waits until the resource is in one of its ready states.
func (o *operation) ready() (map[string]any, error) {
	var body map[string]any
	err := o.client.Poll(o.ctx, func() (bool, error) {
		var err error
		if body, err = o.get(); err != nil {
			return false, err
		}
		state, _ := body["lifecycleState"].(string)
		switch {
		case len(o.entry.Ready) == 0 || slices.Contains(o.entry.Ready, state):
			return true, nil
		case state == "FAILED":
			return false, fmt.Errorf("it ended in state FAILED: %v", body["lifecycleDetails"])
		case slices.Contains(o.entry.Gone, state):
			return false, fmt.Errorf("%w (state %s)", errGone, state)
		}
		o.progress(state)
		return false, nil
	})
	return body, err
}

// finish waits for the work request that an answer names, if the type has any.
func (o *operation) finish(answer *oci.Answer, action string) (id string, err error) {
	if o.entry.Entity == "" || answer.WorkRequest == "" {
		return "", nil
	}
	return o.client.Finish(o.ctx, oci.WorkRequest{
		Service: o.entry.Service, ID: answer.WorkRequest,
		Entity: o.entry.Entity, Action: action, Report: o.progress,
	})
}

// quiet is how long an operation may take before it says what it waits for.
const quiet = 2 * time.Second

func (o *operation) progress(state string) {
	if waited := o.options.Clock().Sub(o.started); waited > quiet {
		o.options.Log(string(o.urn), fmt.Sprintf("%s: %s since %s", o.verb, state, waited.Round(time.Second)), true)
	}
}

// outputs are the resource's properties: what OCI says, and the inputs that it
// does not tell.
func (o *operation) outputs(body map[string]any) (map[string]any, error) {
	out, err := o.codec.Decode(o.props, body)
	if err != nil {
		return nil, fmt.Errorf("understanding OCI's answer: %w", err)
	}
	for name, p := range o.props {
		if v := o.inputs[name]; v != nil && p.Input && (!p.OnWire() || slices.Contains(o.entry.WriteOnly, name)) {
			out[name] = v
		}
	}
	return out, nil
}

// secretNames are the properties that are secret in the state.
func (o *operation) secretNames() map[string]bool {
	names := map[string]bool{}
	for name, p := range o.props {
		names[name] = p.Secret || o.secrets[name] || slices.Contains(o.entry.Secret, name)
	}
	return names
}
