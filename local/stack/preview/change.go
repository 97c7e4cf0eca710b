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

// ops are what is told, in this order, and what people call it.
var ops = []struct {
	op   apitype.OpType
	verb string
}{
	{apitype.OpCreate, "create"}, {apitype.OpImport, "import"}, {apitype.OpUpdate, "change"},
	{apitype.OpReplace, "replace"}, {apitype.OpDelete, "delete"},
}

// verb is what people call an operation.
func (c Change) verb() string { return ops[c.rank()].verb }

func (c Change) rank() int {
	for i, one := range ops {
		if one.op == c.Op {
			return i
		}
	}
	return -1
}

// newChange is what a step of the engine's plan does, if it does anything to a resource.
// Components are the program's own, and nothing at Oracle Cloud.
func newChange(step apitype.StepEventMetadata) (c Change, ok bool) {
	state := cmp.Or(step.New, step.Old)
	if state == nil || !state.Custom {
		return c, false
	}
	c = Change{Op: step.Op, Kind: kind(step.Type), Name: name(step.URN)}
	if step.Op == apitype.OpSame && step.Old != nil && step.New != nil && step.Old.Protect != step.New.Protect {
		c.Op, c.Properties = apitype.OpUpdate, []string{"protect"}
	}
	if c.Op == apitype.OpUpdate || c.Op == apitype.OpReplace {
		c.addProperties(properties(step))
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
