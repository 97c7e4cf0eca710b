package preview

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// A Change is one resource that pulumi up would touch.
type Change struct {
	Op         apitype.OpType // create, update, replace, delete or import
	Kind       string         // the last part of the type, such as Function
	Name       string         // the resource's name in the program
	Properties []string       // which differ, as paths, sorted; for a replacement, those that demand it
	Code       bool           // a function whose image is another one
	Origin     string         // why it differs; known with Refresh only
}

// operation is one of the engine's on a resource, as it is told.
type operation struct {
	op       apitype.OpType
	verb     string // what people call it
	destroys bool   // what a resource holds, such as a table's rows or a gateway's address
}

// ops are what is told, in this order: what must not be overlooked comes first.
var ops = []operation{
	{apitype.OpDelete, "delete", true}, {apitype.OpReplace, "replace", true},
	{apitype.OpUpdate, "change", false}, {apitype.OpCreate, "create", false}, {apitype.OpImport, "import", false},
}

// operation is what is done to the resource.
func (c Change) operation() operation { return ops[c.rank()] }

func (c Change) rank() int {
	return slices.IndexFunc(ops, func(one operation) bool { return one.op == c.Op })
}

// newChange is what a step of the engine's plan does, if it does anything to a resource.
// Components are the program's own, and nothing at Oracle Cloud.
func newChange(step apitype.StepEventMetadata) (c Change, ok bool) {
	state := cmp.Or(step.New, step.Old)
	if state == nil || !state.Custom {
		return c, false
	}
	c = Change{Op: step.Op, Kind: kind(step.Type), Name: name(step.URN)}
	protected := step.Old != nil && step.New != nil && step.Old.Protect != step.New.Protect
	if c.Op == apitype.OpSame && protected {
		c.Op = apitype.OpUpdate
	} else if c.Op == apitype.OpUpdate || c.Op == apitype.OpReplace {
		c.addProperties(properties(step))
	}
	if protected {
		c.addProperties([]string{"protect"}) // which the engine does not count among them
	}
	return c, c.rank() >= 0
}

// addProperties notes what differs. A function's image says nothing to people but that
// its code is another.
func (c *Change) addProperties(names []string) {
	for _, one := range names {
		switch {
		case c.Kind == "Function" && (one == "image" || one == "imageDigest"):
			c.Code = true
		case !strings.HasPrefix(one, "__"): // the bridge's notes to itself
			c.Properties = append(c.Properties, one)
		}
	}
	slices.Sort(c.Properties)
	c.Properties = slices.Compact(c.Properties)
}

// properties are the paths that differ, as far as the engine tells: of a replacement it
// may tell nothing, and then the inputs are compared, in which secrets look all the same.
func properties(step apitype.StepEventMetadata) []string {
	switch {
	case len(step.Keys) > 0:
		return step.Keys
	case len(step.DetailedDiff) > 0:
		return slices.Collect(maps.Keys(step.DetailedDiff))
	case len(step.Diffs) > 0 || step.Old == nil || step.New == nil:
		return step.Diffs
	}
	var differ []string
	for name, value := range step.New.Inputs {
		if old, there := step.Old.Inputs[name]; !there || !reflect.DeepEqual(old, value) {
			differ = append(differ, name)
		}
	}
	for name := range step.Old.Inputs {
		if _, there := step.New.Inputs[name]; !there {
			differ = append(differ, name)
		}
	}
	return differ
}

// kind is what people call a type: Vcn for oci:Core/vcn:Vcn, provider oci for
// pulumi:providers:oci.
func kind(token string) string {
	last := token[strings.LastIndex(token, ":")+1:]
	if strings.HasPrefix(token, "pulumi:providers:") {
		return "provider " + last
	}
	return last
}

// name is the last part of a URN, urn:pulumi:<stack>::<project>::<types>::<name>.
func name(urn string) string {
	_, rest, _ := strings.Cut(urn, "::")
	_, rest, _ = strings.Cut(rest, "::")
	_, last, _ := strings.Cut(rest, "::")
	return last
}
