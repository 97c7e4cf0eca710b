package provider

import (
	"context"
	"errors"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/oci"
	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/wire"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// Read gives a resource as it is now, for refresh (with the inputs it was made
// with) and import (without). A resource that is gone has no id in the answer.
func (p *Provider) Read(ctx context.Context, req *pulumirpc.ReadRequest) (*pulumirpc.ReadResponse, error) {
	inputs, err := read("inputs", req.GetInputs())
	if err != nil {
		return nil, err
	}
	state, err := read("state", req.GetProperties())
	if err != nil {
		return nil, err
	}
	o, end, err := p.begin(ctx, "reading", req.GetUrn(), req.GetId(), known(inputs, state), req.GetTimeout())
	if err != nil {
		return nil, err
	}
	defer end()
	o.splitID()

	body, err := o.current()
	if errors.Is(err, errGone) {
		return &pulumirpc.ReadResponse{}, nil
	}
	if err != nil {
		return nil, o.failed(err)
	}
	out, err := o.outputs(body)
	if err != nil {
		return nil, o.failed(err)
	}
	return o.readAnswer(out, inputs.plain)
}

// known are the inputs, and the state where there are none (in an import, or
// with a state that another plugin wrote).
func known(inputs, state values) values {
	out := values{plain: map[string]any{}, secrets: union(inputs.secrets, state.secrets)}
	for _, from := range []values{state, inputs} {
		for name, v := range from.plain {
			out.plain[name] = v
		}
	}
	return out
}

// splitID takes an id of the table's import form apart.
func (o *operation) splitID() {
	if o.entry.Import == "" || !strings.Contains(o.id, "/") {
		return
	}
	pattern := "^" + placeholder.ReplaceAllString(o.entry.Import, "(?P<$1>.+)") + "$"
	form := regexp.MustCompile(pattern)
	match := form.FindStringSubmatch(o.id)
	if match == nil {
		return
	}
	for i, name := range form.SubexpNames()[1:] {
		part := match[i+1]
		if plain, err := url.PathUnescape(part); err == nil {
			part = plain
		}
		if name == "id" {
			o.id = part
		} else {
			o.inputs[name] = part
		}
	}
}

// current reads the resource; errGone when there is none any more.
func (o *operation) current() (map[string]any, error) {
	body, err := o.get()
	if oci.NotFound(err) {
		return nil, errGone
	}
	if err != nil {
		return nil, err
	}
	if state, _ := body["lifecycleState"].(string); slices.Contains(o.entry.Gone, state) {
		return nil, errGone
	}
	return body, nil
}

func (o *operation) readAnswer(out, inputs map[string]any) (*pulumirpc.ReadResponse, error) {
	properties, err := write(out, o.secretNames())
	if err != nil {
		return nil, o.failed(err)
	}
	liveInputs, err := write(o.liveInputs(out, inputs), o.secretNames())
	if err != nil {
		return nil, o.failed(err)
	}
	return &pulumirpc.ReadResponse{Id: o.id, Properties: properties, Inputs: liveInputs}, nil
}

// liveInputs are the inputs that would make the resource as it is. What is as
// it was wanted keeps the form in which it was wanted; what the program left to
// OCI stays left to it, except in an import, where there is no program yet.
func (o *operation) liveInputs(out, inputs map[string]any) map[string]any {
	imported := len(inputs) == 0
	live := map[string]any{}
	for name, p := range o.props {
		wanted, now := inputs[name], out[name]
		switch {
		case !p.Input:
		case wanted != nil:
			live[name] = projected(o.codec, o.entry, name, p, wanted, now)
		case wire.IsEmpty(now) || slices.Contains(o.entry.Refused, name):
		case imported || !p.Computed:
			live[name] = now
		}
	}
	return live
}
