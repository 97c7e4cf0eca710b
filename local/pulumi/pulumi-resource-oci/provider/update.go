package provider

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/schema"
	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/table"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// Update changes the resource in place: with an action each for what moves and
// for lists that are edited, and one PUT with the other changed keys. After a
// failure the engine keeps the old state, so that the next run tries again.
func (p *Provider) Update(ctx context.Context, req *pulumirpc.UpdateRequest) (*pulumirpc.UpdateResponse, error) {
	state, err := read("state", req.GetOlds())
	if err != nil {
		return nil, err
	}
	news, err := read("inputs", req.GetNews())
	if err != nil {
		return nil, err
	}
	o, end, err := p.begin(ctx, "updating", req.GetUrn(), req.GetId(), news, req.GetTimeout())
	if err != nil {
		return nil, err
	}
	defer end()
	if req.GetPreview() {
		out := state.plain
		for name, v := range news.plain {
			out[name] = v
		}
		properties, err := write(out, o.secretNames())
		return &pulumirpc.UpdateResponse{Properties: properties}, err
	}

	d := &differ{codec: p.codec, ignored: req.GetIgnoreChanges(), out: map[string]*pulumirpc.PropertyDiff{}}
	d.resource(o.entry, o.props, state.plain, news.plain)
	body, err := o.update(d.names, state.plain)
	if err != nil {
		return nil, o.failed(err)
	}
	out, err := o.outputs(body)
	if err != nil {
		return nil, o.failed(err)
	}
	properties, err := write(out, o.secretNames())
	return &pulumirpc.UpdateResponse{Properties: properties}, err
}

// update changes the named inputs from what they are in the state.
func (o *operation) update(changed []string, state map[string]any) (map[string]any, error) {
	put := map[string]any{}
	for _, name := range changed {
		p := o.props[name]
		move, moves := o.entry.Moves[name]
		edit, edits := o.entry.Edits[name]
		switch {
		case moves && p.Updatable:
			if err := o.move(name, move, state); err != nil {
				return nil, err
			}
		case edits:
			if err := o.edit(name, edit); err != nil {
				return nil, err
			}
		case o.inputs[name] == nil:
			put[name] = nothing(&p.Type)
		default:
			put[name] = o.inputs[name]
		}
	}
	for _, part := range o.requests(put) {
		if err := o.put(part); err != nil {
			return nil, err
		}
	}
	return o.ready()
}

// requests says which changes go into one request: all, if the API takes them.
func (o *operation) requests(changed map[string]any) []map[string]any {
	if len(changed) == 0 {
		return nil
	}
	if !o.entry.OneByOne {
		return []map[string]any{changed}
	}
	var parts []map[string]any
	for _, name := range sortedKeys(changed) {
		parts = append(parts, map[string]any{name: changed[name]})
	}
	return parts
}

// move calls the action that changes an input. Paths that hold the input still
// need its old value.
func (o *operation) move(name string, move table.Move, state map[string]any) error {
	target := o.inputs[name]
	o.inputs[name] = state[name]
	answer, err := o.do(http.MethodPost, o.entry.Get.Path+"/actions/"+move.Action, map[string]any{move.Key: target})
	o.inputs[name] = target
	if err != nil {
		return err
	}
	_, err = o.finish(answer, "UPDATED")
	return err
}

// put sends the changed keys, and those that OCI insists on.
func (o *operation) put(changed map[string]any) error {
	for name, p := range o.props {
		if p.Put == schema.Always && o.inputs[name] != nil {
			changed[name] = o.inputs[name]
		}
	}
	body, err := o.updateBody(changed)
	if err != nil {
		return err
	}
	answer, err := o.do(o.entry.Update.Method, o.entry.Update.Path, body)
	if err != nil {
		return err
	}
	_, err = o.finish(answer, "UPDATED")
	return err
}

func (o *operation) updateBody(changed map[string]any) (map[string]any, error) {
	texts := map[string]any{}
	for name, key := range o.entry.Texts {
		text, given := changed[name].(string)
		if !given {
			continue
		}
		var value any
		if err := json.Unmarshal([]byte(text), &value); err != nil {
			return nil, fmt.Errorf("%s is not JSON: %w", name, err)
		}
		texts[key] = value
		delete(changed, name)
	}
	body, err := o.codec.Encode(o.props, changed)
	maps.Copy(body, texts)
	return body, err
}

// nothing is how a body says of a type that there is none.
func nothing(t *schema.Type) any {
	switch t.Kind {
	case schema.Array:
		return []any{}
	case schema.Map, schema.Object:
		return map[string]any{}
	case schema.String:
		return ""
	}
	return nil
}
