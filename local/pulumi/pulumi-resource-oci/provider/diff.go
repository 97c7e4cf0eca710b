package provider

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/schema"
	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/table"
	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/wire"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// Diff says what an update would change, and whether in place.
func (p *Provider) Diff(_ context.Context, req *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	urn := resource.URN(req.GetUrn())
	r, props, err := p.entry(string(urn.Type()))
	if err != nil {
		return nil, err
	}
	state, err := read("state", req.GetOlds())
	if err != nil {
		return nil, err
	}
	news, err := read("inputs", req.GetNews())
	if err != nil {
		return nil, err
	}
	d := &differ{codec: p.codec, ignored: req.GetIgnoreChanges(), out: map[string]*pulumirpc.PropertyDiff{}}
	d.resource(r, props, state.plain, news.plain)
	return d.answer(r, urn.Name(), props, news.plain), nil
}

// differ collects differences by their path.
type differ struct {
	codec   wire.Codec
	ignored []string
	names   []string // top-level names that differ
	out     map[string]*pulumirpc.PropertyDiff
}

// resource compares each wanted input with the state, and finds inputs that
// were taken away. Those that OCI chooses when they are not given stay.
func (d *differ) resource(r *table.Resource, props schema.Properties, state, news map[string]any) {
	for _, name := range sortedKeys(props) {
		p := props[name]
		if !p.Input || slices.Contains(d.ignored, name) {
			continue
		}
		wanted, before := news[name], state[name]
		if wanted == nil {
			if !p.Computed && !wire.IsEmpty(before) && r.Defaults[name] == nil {
				d.change(name, name, p.Updatable, before, nil)
			}
			continue
		}
		live := projected(d.codec, r, name, p, wanted, before)
		if !wire.Equal(wanted, live) {
			d.value(name, name, &p.Type, p.Updatable, live, wanted)
		}
	}
}

// projected is what OCI has, in the form in which it is wanted.
func projected(c wire.Codec, r *table.Resource, name string, p *schema.Property, wanted, live any) any {
	if alike := r.Alike[name]; alike != nil && alike(wanted, live) {
		return wanted
	}
	return c.Project(p, wanted, live, slices.Contains(r.Sets, name))
}

// value goes down to what differs. Inside a property that can be updated all
// parts can; inside one that cannot, those that say so.
func (d *differ) value(top, path string, t *schema.Type, updatable bool, before, wanted any) {
	switch w := wanted.(type) {
	case map[string]any:
		b, ok := before.(map[string]any)
		if !ok {
			break
		}
		for _, name := range sortedKeys(union(b, w)) {
			if wire.Equal(b[name], w[name]) {
				continue
			}
			inner, free := t.Items, updatable
			if p := d.codec.Types[t.Ref][name]; t.Kind == schema.Object && p != nil {
				inner, free = &p.Type, updatable || p.Updatable
			}
			d.value(top, path+key(name), inner, free, b[name], w[name])
		}
		return
	case []any:
		b, ok := before.([]any)
		if !ok {
			break
		}
		for i := range max(len(b), len(w)) {
			if old, new := at(b, i), at(w, i); !wire.Equal(old, new) {
				d.value(top, fmt.Sprintf("%s[%d]", path, i), t.Items, updatable, old, new)
			}
		}
		return
	}
	d.change(top, path, updatable, before, wanted)
}

func (d *differ) change(top, path string, updatable bool, before, wanted any) {
	if !slices.Contains(d.names, top) {
		d.names = append(d.names, top)
	}
	kind := pulumirpc.PropertyDiff_UPDATE
	switch {
	case wire.IsEmpty(before):
		kind = pulumirpc.PropertyDiff_ADD
	case wire.IsEmpty(wanted) && !wire.IsUnknown(wanted):
		kind = pulumirpc.PropertyDiff_DELETE
	}
	if !updatable {
		kind++ // each kind is followed by its replacing one
	}
	d.out[path] = &pulumirpc.PropertyDiff{Kind: kind}
}

func (d *differ) answer(
	r *table.Resource, name string, props schema.Properties, news map[string]any,
) *pulumirpc.DiffResponse {
	answer := &pulumirpc.DiffResponse{
		Changes: pulumirpc.DiffResponse_DIFF_NONE, Diffs: d.names,
		DetailedDiff: d.out, HasDetailedDiff: true,
	}
	if len(d.names) > 0 {
		answer.Changes = pulumirpc.DiffResponse_DIFF_SOME
	}
	for path, diff := range d.out {
		if diff.Kind%2 == 1 {
			answer.Replaces = append(answer.Replaces, path)
		}
	}
	slices.Sort(answer.Replaces)
	for _, input := range sortedKeys(props) {
		if p := props[input]; p.Input && !p.Updatable && !slices.Contains(d.names, input) {
			answer.Stables = append(answer.Stables, input)
		}
	}
	// Two resources cannot have one name: the old one has to go first, unless
	// its name is automatic and the new one gets another.
	answer.DeleteBeforeReplace = r.AutoName != "" && len(answer.Replaces) > 0 &&
		!slices.Contains(d.names, r.AutoName) && !isAutoName(name, news[r.AutoName])
	return answer
}

var (
	hexDigits  = regexp.MustCompile(fmt.Sprintf("^[0-9a-f]{%d}$", autoDigits))
	identifier = regexp.MustCompile(`^\w+$`)
)

func isAutoName(name string, given any) bool {
	text, _ := given.(string)
	digits, found := strings.CutPrefix(text, name+"-")
	return found && hexDigits.MatchString(digits)
}

// key is one step of a property path; names that are no identifiers are quoted.
func key(name string) string {
	if identifier.MatchString(name) {
		return "." + name
	}
	return fmt.Sprintf("[%q]", name)
}

func at(list []any, i int) any {
	if i < len(list) {
		return list[i]
	}
	return nil
}
