package provider

import (
	"fmt"
	"net/http"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/table"
	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/wire"
)

// edit brings a list of OCI's to what the program wants, if that takes one
// action. It starts from what OCI has now and not from the state, so that a run
// after one that failed half-way does not repeat what was done.
func (o *operation) edit(name string, e table.Edit) error {
	body, err := o.get()
	if err != nil {
		return err
	}
	live, err := o.codec.Decode(o.props, body)
	if err != nil {
		return fmt.Errorf("understanding OCI's answer: %w", err)
	}
	before, _ := live[name].([]any)
	wanted, _ := o.inputs[name].([]any)
	if wire.Equal(before, wanted) {
		return nil
	}
	action, details, ok := oneEdit(e, before, wanted)
	if !ok {
		return fmt.Errorf("%s cannot become %v from %v at once: OCI adds (at the end), removes or modifies one element at a time; "+
			"change the program in as many steps, with an update after each", name, wanted, before)
	}
	answer, err := o.do(http.MethodPost, o.entry.Get.Path+"/actions/"+action, details)
	if err != nil {
		return err
	}
	_, err = o.finish(answer, "UPDATED")
	return err
}

// oneEdit finds the action that makes the one list the other: between what
// they begin with and what they end with is at most one element of each.
func oneEdit(e table.Edit, before, wanted []any) (action string, body map[string]any, ok bool) {
	i := 0
	for i < min(len(before), len(wanted)) && wire.Equal(before[i], wanted[i]) {
		i++
	}
	switch {
	case i == len(before) && len(wanted) == i+1:
		return e.Add, map[string]any{e.Key: wanted[i]}, true
	case len(wanted) == len(before)-1 && wire.Equal(before[i+1:], wanted[i:]):
		return e.Remove, map[string]any{e.Key: before[i]}, true
	case len(wanted) == len(before) && wire.Equal(before[i+1:], wanted[i+1:]):
		return e.Modify, map[string]any{e.Old: before[i], e.New: wanted[i]}, true
	}
	return "", nil, false
}
