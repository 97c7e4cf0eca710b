package wire

import (
	"maps"
	"reflect"
	"slices"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/schema"
)

// Project gives what live says in the shape of wanted: parts that OCI fills in
// by itself are left away, elements of sets stand in wanted's order, and what
// is equally empty is spelled as wanted spells it. So the result equals wanted
// exactly when live is as wanted.
func (c Codec) Project(p *schema.Property, wanted, live any, set bool) any {
	if p.Tags || p.Type.Kind == schema.Map && p.Items.Kind != schema.Object {
		return projectMap(p, wanted, live)
	}
	// A keyed list has no order on the wire.
	return c.project(&p.Type, wanted, live, set || p.Key != "")
}

func (c Codec) project(t *schema.Type, wanted, live any, set bool) any {
	if IsEmpty(wanted) && IsEmpty(live) {
		return wanted
	}
	switch t.Kind {
	case schema.Object:
		w, ok1 := wanted.(map[string]any)
		l, ok2 := live.(map[string]any)
		if ok1 && ok2 {
			return c.projectObject(c.Types[t.Ref], w, l)
		}
	case schema.Array:
		w, ok1 := wanted.([]any)
		l, ok2 := live.([]any)
		if ok1 && ok2 && set {
			return c.projectSet(t.Items, w, l)
		}
		if ok1 && ok2 {
			return c.projectList(t.Items, w, l)
		}
	}
	return live
}

// projectObject keeps the properties that are wanted.
func (c Codec) projectObject(props schema.Properties, wanted, live map[string]any) map[string]any {
	out := map[string]any{}
	for name, w := range wanted {
		p := props[name]
		if p == nil {
			continue
		}
		if v := c.Project(p, w, live[name], false); v != nil {
			out[name] = v
		}
	}
	return out
}

// projectMap: the keys of a map are all the user's; of tags, OCI adds its own.
func projectMap(p *schema.Property, wanted, live any) any {
	w, _ := wanted.(map[string]any)
	l, _ := live.(map[string]any)
	if len(w) == 0 && len(l) == 0 {
		return wanted
	}
	if !p.Tags || w == nil {
		return live
	}
	out := map[string]any{}
	for name := range w {
		if v, ok := l[name]; ok {
			out[name] = v
		}
	}
	return out
}

func (c Codec) projectList(items *schema.Type, wanted, live []any) []any {
	out := make([]any, len(live))
	for i, l := range live {
		out[i] = l
		if i < len(wanted) {
			out[i] = c.project(items, wanted[i], l, false)
		}
	}
	return out
}

// projectSet pairs equal elements first, then the rest in order.
func (c Codec) projectSet(items *schema.Type, wanted, live []any) []any {
	rest := slices.Clone(live)
	var out, missing []any
	for _, w := range wanted {
		at := slices.IndexFunc(rest, func(l any) bool { return Equal(w, c.project(items, w, l, false)) })
		if at < 0 {
			missing = append(missing, w)
			continue
		}
		out = append(out, w)
		rest = slices.Delete(rest, at, at+1)
	}
	return append(out, c.projectList(items, missing, rest)...)
}

// Equal compares two values; absent and empty ones are the same. Unknown
// equals nothing, as it may become anything.
func Equal(a, b any) bool {
	if IsUnknown(a) || IsUnknown(b) {
		return false
	}
	if IsEmpty(a) || IsEmpty(b) {
		return IsEmpty(a) && IsEmpty(b)
	}
	switch a := a.(type) {
	case map[string]any:
		b, ok := b.(map[string]any)
		if !ok {
			return false
		}
		for name := range merged(a, b) {
			if !Equal(a[name], b[name]) {
				return false
			}
		}
		return true
	case []any:
		b, ok := b.([]any)
		return ok && slices.EqualFunc(a, b, Equal)
	}
	return reflect.DeepEqual(a, b)
}

func merged(a, b map[string]any) map[string]any {
	out := maps.Clone(a)
	maps.Copy(out, b)
	return out
}
