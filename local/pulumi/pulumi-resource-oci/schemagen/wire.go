package main

import (
	"fmt"
	"go/ast"
	"path/filepath"
	"strings"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/schema"
)

// wire reads oci-go-sdk's models: the names and types of OCI's JSON.
type wire struct {
	dir      string
	packages map[string]*wirePackage
}

type wirePackage struct {
	*source
	files filesLike
}

func (w *wire) pkg(name string) (*wirePackage, error) {
	if p := w.packages[name]; p != nil {
		return p, nil
	}
	files, err := listFiles(filepath.Join(w.dir, name))
	if err != nil {
		return nil, err
	}
	p := &wirePackage{source: newSource(), files: files}
	w.packages[name] = p
	return p, nil
}

// model gives the fields of a model; for an interface (a model with variants)
// those of all variants together, which is also how Pulumi's types are made.
// A model that does not exist gives nil: not every resource can be updated.
func (p *wirePackage) model(name string) (fields, error) {
	path, ok := p.files[plain(name)]
	if !ok {
		return nil, nil
	}
	if _, parsed := p.types[name]; !parsed {
		if err := p.add(path); err != nil {
			return nil, err
		}
	}
	switch p.types[name].(type) {
	case *ast.StructType:
		f, _ := p.structFields(name, "json")
		return f, nil
	case *ast.InterfaceType:
		return p.variants(name)
	case nil:
		return nil, fmt.Errorf("%s declares no type %s", path, name)
	default: // an enumeration
		return nil, nil
	}
}

// variants merges the models that an interface's JSON may be, and the
// discriminator, which only the unexported base struct has.
func (p *wirePackage) variants(name string) (fields, error) {
	base := strings.ToLower(name)
	out, _ := p.structFields(base, "json")
	method := p.funcs[base+".UnmarshalPolymorphicJSON"]
	if method == nil {
		return out, nil
	}
	var err error
	ast.Inspect(method, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok || err != nil {
			return err == nil
		}
		if id, ok := lit.Type.(*ast.Ident); ok {
			var f fields
			f, err = p.model(id.Name)
			out.add(f)
		}
		return true
	})
	return out, err
}

// merged gives the fields of several models together.
func (p *wirePackage) merged(names ...string) (fields, error) {
	out := fields{}
	for _, name := range names {
		f, err := p.model(name)
		if err != nil {
			return nil, err
		}
		out.add(f)
	}
	return out, nil
}

// add takes in another model's fields.
func (f fields) add(other fields) {
	for name, theirs := range other {
		if ours, ok := f[name]; ok {
			theirs.shape = ours.unite(theirs.shape)
		}
		f[name] = theirs
	}
}

// sent says how a model's request has the field.
func (f fields) sent(name string) schema.Sent {
	field, known := f[name]
	switch {
	case !known:
		return schema.Never
	case field.mandatory:
		return schema.Always
	}
	return schema.Optional
}

// lookUp finds the field that a Pulumi property is on the wire: the same
// letters in another case, the singular of a list, or the one with an "is".
func (f fields) lookUp(property string, kind string) (string, field, bool) {
	byPlain := map[string]string{}
	for name := range f {
		byPlain[plain(name)] = name
	}
	want := plain(property)
	candidates := []string{want}
	switch kind {
	case schema.Array, schema.Map:
		candidates = append(candidates, strings.TrimSuffix(want, "s"))
	case schema.Boolean:
		candidates = append(candidates, "is"+want)
	}
	for _, c := range candidates {
		if name, ok := byPlain[c]; ok {
			return name, f[name], true
		}
	}
	return "", field{}, false
}
