package provider

import (
	"cmp"
	"context"
	"fmt"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/oci"
	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/schema"
	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/wire"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil/rpcerror"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/codes"
)

// Create makes the resource and waits until it is ready.
func (p *Provider) Create(ctx context.Context, req *pulumirpc.CreateRequest) (*pulumirpc.CreateResponse, error) {
	inputs, err := read("inputs", req.GetProperties())
	if err != nil {
		return nil, err
	}
	o, end, err := p.begin(ctx, "creating", req.GetUrn(), "", inputs, req.GetTimeout())
	if err != nil {
		return nil, err
	}
	defer end()
	if req.GetPreview() {
		properties, err := write(o.foreseen(), o.secretNames())
		return &pulumirpc.CreateResponse{Properties: properties}, err
	}

	body, err := o.create()
	if err != nil {
		return nil, o.partial(err)
	}
	out, err := o.outputs(body)
	if err != nil {
		return nil, o.partial(err)
	}
	properties, err := write(out, o.secretNames())
	return &pulumirpc.CreateResponse{Id: o.id, Properties: properties}, err
}

// foreseen is what a preview knows: the inputs, and that OCI will say the rest.
func (o *operation) foreseen() map[string]any {
	out := map[string]any{}
	for name, p := range o.props {
		switch v := o.inputs[name]; {
		case v != nil:
			out[name] = v
		case !p.OnWire():
			// Nobody will say anything about it.
		case !p.Input || p.Computed:
			out[name] = wire.Unknown{}
		}
	}
	return out
}

// create makes the calls. The operation's id is set as soon as it is known.
func (o *operation) create() (map[string]any, error) {
	posted := map[string]any{}
	for name, p := range o.props {
		switch {
		case p.Post != schema.Never && o.inputs[name] != nil:
			posted[name] = o.inputs[name]
		case p.Post == schema.Always && p.Kind == schema.Array:
			posted[name] = []any{} // OCI insists on a list, which may be empty
		}
	}
	body, err := o.codec.Encode(o.props, posted)
	if err != nil {
		return nil, err
	}
	call := o.entry.Create
	if call.List != "" {
		body = map[string]any{call.List: []any{body}}
	}
	answer, err := o.do(call.Method, call.Path, body)
	if err != nil {
		return nil, err
	}
	o.id = createdID(answer, call.List, o.entry.IDKey)
	id, err := o.finish(answer, "CREATED")
	if o.id == "" {
		o.id = id
	}
	if err != nil {
		return nil, err
	}
	if o.id == "" {
		return nil, fmt.Errorf("OCI's answer to %s %s names no id, neither in its body nor in a work request",
			call.Method, call.Path)
	}
	return o.complete()
}

// complete waits for what was created, and gives it the inputs that a create
// does not take.
func (o *operation) complete() (map[string]any, error) {
	body, err := o.ready()
	if err != nil {
		return nil, err
	}
	var later []string
	for name, p := range o.props {
		if p.Post == schema.Never && p.Put != schema.Never && o.inputs[name] != nil {
			later = append(later, name)
		}
	}
	if later == nil {
		return body, nil
	}
	return o.update(later, nil)
}

func createdID(answer *oci.Answer, list, key string) string {
	object := answer.Object()
	if list != "" {
		if made, _ := object[list].([]any); len(made) > 0 {
			object, _ = made[0].(map[string]any)
		}
	}
	id, _ := object[cmp.Or(key, "id")].(string)
	return id
}

// partial is the error of a create. When OCI has the resource
// already, the engine is told its id, so that the next run goes on from there
// instead of making a second one.
func (o *operation) partial(err error) error {
	err = o.failed(err)
	if o.id == "" {
		return err
	}
	properties, marshalErr := write(o.inputs, o.secretNames())
	if marshalErr != nil {
		return err
	}
	return rpcerror.WithDetails(rpcerror.New(codes.Unknown, err.Error()), &pulumirpc.ErrorResourceInitFailed{
		Id: o.id, Properties: properties, Inputs: properties, Reasons: []string{err.Error()},
	})
}
