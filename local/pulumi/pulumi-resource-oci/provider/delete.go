package provider

import (
	"context"
	"errors"
	"net/http"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/oci"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
)

// Delete removes the resource and waits until it is gone. One that is not
// there any more has been deleted.
func (p *Provider) Delete(ctx context.Context, req *pulumirpc.DeleteRequest) (*emptypb.Empty, error) {
	state, err := read("state", req.GetProperties())
	if err != nil {
		return nil, err
	}
	o, end, err := p.begin(ctx, "deleting", req.GetUrn(), req.GetId(), state, req.GetTimeout())
	if err != nil {
		return nil, err
	}
	defer end()
	if err := o.delete(); err != nil && !oci.NotFound(err) && !errors.Is(err, errGone) {
		return nil, o.failed(err)
	}
	return &emptypb.Empty{}, nil
}

func (o *operation) delete() error {
	call := o.entry.Delete
	var body any
	if call.Method == http.MethodPost {
		// Asking twice for a deletion that is scheduled is a conflict.
		if _, err := o.current(); err != nil {
			return err
		}
		body = map[string]any{}
	}
	if call.IDs != "" {
		body = map[string]any{call.IDs: []any{o.id}}
	}
	answer, err := o.do(call.Method, call.Path, body)
	if err != nil {
		return err
	}
	if _, err := o.finish(answer, "DELETED"); err != nil {
		return err
	}
	return o.client.Poll(o.ctx, func() (bool, error) {
		found, err := o.current()
		if err == nil {
			state, _ := found["lifecycleState"].(string)
			o.progress(state)
		}
		return false, err
	})
}
