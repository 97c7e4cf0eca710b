package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/schema"
)

// shape is a Go type as far as the schema is concerned.
type shape struct {
	kind string // one of schema's kinds, "any", or "named"
	elem *shape // of arrays and maps
	// names of "named": structs, interfaces or enumerations. There are several
	// where a create's body and a GET's answer have models of their own.
	names []string
}

// unite is the shape of a field that two models have.
func (s shape) unite(other shape) shape {
	s.names = append(slices.Clone(s.names), other.names...)
	if s.elem != nil && other.elem != nil {
		elem := s.elem.unite(*other.elem)
		s.elem = &elem
	}
	return s
}

// field is one tagged field of a struct.
type field struct {
	shape
	doc       string
	pointer   bool
	mandatory bool
}

// fields of a struct by the name in their tag.
type fields map[string]field

// source holds the declarations of Go files, by name.
type source struct {
	types map[string]ast.Expr
	funcs map[string]*ast.FuncDecl // methods as Receiver.Name
}

func newSource() *source {
	return &source{types: map[string]ast.Expr{}, funcs: map[string]*ast.FuncDecl{}}
}

// add parses one file.
func (s *source) add(path string) error {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return fmt.Errorf("parsing %s: %w", path, err)
	}
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if t, ok := spec.(*ast.TypeSpec); ok {
					s.types[t.Name.Name] = t.Type
				}
			}
		case *ast.FuncDecl:
			s.funcs[funcName(d)] = d
		}
	}
	return nil
}

func funcName(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return d.Name.Name
	}
	recv := d.Recv.List[0].Type
	if star, ok := recv.(*ast.StarExpr); ok {
		recv = star.X
	}
	if id, ok := recv.(*ast.Ident); ok {
		return id.Name + "." + d.Name.Name
	}
	return d.Name.Name
}

// structFields reads the fields of a struct that have the tag.
func (s *source) structFields(name, tag string) (fields, bool) {
	st, ok := s.types[name].(*ast.StructType)
	if !ok {
		return nil, false
	}
	out := fields{}
	for _, f := range st.Fields.List {
		if f.Tag == nil {
			continue
		}
		tags := reflect.StructTag(strings.Trim(f.Tag.Value, "`"))
		key, _, _ := strings.Cut(tags.Get(tag), ",")
		if key == "" || key == "-" {
			continue
		}
		_, pointer := f.Type.(*ast.StarExpr)
		out[key] = field{
			shape: shapeOf(f.Type), doc: f.Doc.Text(), pointer: pointer,
			mandatory: tags.Get("mandatory") == "true",
		}
	}
	return out, true
}

func shapeOf(e ast.Expr) shape {
	switch t := e.(type) {
	case *ast.StarExpr:
		return shapeOf(t.X)
	case *ast.ArrayType:
		elem := shapeOf(t.Elt)
		return shape{kind: schema.Array, elem: &elem}
	case *ast.MapType:
		elem := shapeOf(t.Value)
		return shape{kind: schema.Map, elem: &elem}
	case *ast.SelectorExpr:
		// common.SDKTime and common.SDKDate are strings in JSON.
		return shape{kind: schema.String}
	case *ast.Ident:
		return identShape(t.Name)
	default:
		return shape{kind: "any"}
	}
}

func identShape(name string) shape {
	switch name {
	case "string":
		return shape{kind: schema.String}
	case "bool":
		return shape{kind: schema.Boolean}
	case "int", "int32", "int64":
		return shape{kind: schema.Integer}
	case "float32", "float64":
		return shape{kind: schema.Number}
	case "interface{}", "any":
		return shape{kind: "any"}
	}
	return shape{kind: "named", names: []string{name}}
}

// filesLike finds a package's files by name, without regard to case and
// underscores: type OAuth2LogoutBackend lies in o_auth2_logout_backend.go.
type filesLike map[string]string

func listFiles(dir string) (filesLike, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("listing a module's package: %w", err)
	}
	out := filesLike{}
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), ".go")
		if ok && !strings.HasSuffix(name, "_test") {
			out[plain(name)] = filepath.Join(dir, e.Name())
		}
	}
	return out, nil
}

// plain is a name without case and underscores.
func plain(name string) string {
	return strings.ToLower(strings.ReplaceAll(name, "_", ""))
}
