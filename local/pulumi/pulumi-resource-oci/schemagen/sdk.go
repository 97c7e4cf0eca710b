package main

import (
	"fmt"
	"go/ast"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/schema"
)

// sdk reads pulumi-oci's Go SDK.
type sdk struct {
	dir      string
	packages map[string]*sdkPackage
}

// sdkPackage is one service's package, parsed as far as it was asked for.
type sdkPackage struct {
	*source
	files filesLike
}

func (s *sdk) pkg(module string) (*sdkPackage, error) {
	if p := s.packages[module]; p != nil {
		return p, nil
	}
	dir := filepath.Join(s.dir, "go", "oci", strings.ToLower(module))
	files, err := listFiles(dir)
	if err != nil {
		return nil, err
	}
	p := &sdkPackage{source: newSource(), files: files}
	for name, path := range files {
		if strings.HasPrefix(name, "pulumitypes") {
			if err := p.add(path); err != nil {
				return nil, err
			}
		}
	}
	s.packages[module] = p
	return p, nil
}

// tokenParts splits oci:Core/vcn:Vcn into Core, vcn and Vcn.
func tokenParts(tok string) (module, file, name string) {
	parts := strings.FieldsFunc(tok, func(r rune) bool { return r == ':' || r == '/' })
	return parts[1], parts[2], parts[3]
}

// load parses the file that declares the token's type.
func (s *sdk) load(tok string) (*sdkPackage, string, error) {
	module, file, name := tokenParts(tok)
	p, err := s.pkg(module)
	if err != nil {
		return nil, "", err
	}
	path, ok := p.files[plain(file)]
	if !ok {
		return nil, "", fmt.Errorf("%s: the SDK's package %s has no file %s.go", tok, strings.ToLower(module), file)
	}
	return p, name, p.add(path)
}

// resource is what the SDK says about a resource type.
type resource struct {
	args, state fields
	required    []string // Go names
	secret      []string // Pulumi names
	optional    []string // Pulumi names of outputs that may stay empty
}

func (s *sdk) resource(tok string) (*resource, error) {
	p, name, err := s.load(tok)
	if err != nil {
		return nil, err
	}
	lower := strings.ToLower(name[:1]) + name[1:]
	args, ok1 := p.structFields(lower+"Args", "pulumi")
	state, ok2 := p.structFields(lower+"State", "pulumi")
	outputs, ok3 := p.types[name].(*ast.StructType)
	constructor, ok4 := p.funcs["New"+name]
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return nil, fmt.Errorf("%s: the SDK no longer declares it the way the generator reads", tok)
	}
	r := &resource{args: args, state: state, optional: optionalOutputs(outputs)}
	readConstructor(constructor, r)
	return r, nil
}

var requiredArgument = regexp.MustCompile(`invalid value for required argument '(\w+)'`)

// readConstructor finds the checks of required arguments, and the names of
// outputs and arguments that the SDK makes secret.
func readConstructor(constructor *ast.FuncDecl, r *resource) {
	ast.Inspect(constructor, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if m := requiredArgument.FindStringSubmatch(n.Value); m != nil {
				r.required = append(r.required, m[1])
			}
		case *ast.CallExpr:
			if f, ok := n.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "AdditionalSecretOutputs" {
				r.secret = append(r.secret, stringLiterals(n)...)
			}
		}
		return true
	})
}

func stringLiterals(n ast.Node) []string {
	var out []string
	ast.Inspect(n, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok {
			if text, err := strconv.Unquote(lit.Value); err == nil {
				out = append(out, text)
			}
		}
		return true
	})
	return out
}

// optionalOutputs are those of a pointer output type: OCI chooses no value for
// them, so that taking one out of a program is a change.
func optionalOutputs(st *ast.StructType) []string {
	var out []string
	for _, f := range st.Fields.List {
		var typeName string
		switch t := f.Type.(type) {
		case *ast.SelectorExpr:
			typeName = t.Sel.Name
		case *ast.Ident:
			typeName = t.Name
		}
		if f.Tag != nil && strings.HasSuffix(typeName, "PtrOutput") {
			out = append(out, strings.Trim(strings.TrimPrefix(f.Tag.Value, "`pulumi:"), "\"`"))
		}
	}
	slices.Sort(out)
	return out
}

// function reads a data source's arguments and result.
func (s *sdk) function(tok string) (args, result fields, err error) {
	p, name, err := s.load(tok)
	if err != nil {
		return nil, nil, err
	}
	name = strings.ToUpper(name[:1]) + name[1:]
	for _, prefix := range []string{name, "Lookup" + strings.TrimPrefix(name, "Get")} {
		if result, ok := p.structFields(prefix+"Result", "pulumi"); ok {
			args, _ := p.structFields(prefix+"Args", "pulumi")
			return args, result, nil
		}
	}
	return nil, nil, fmt.Errorf("%s: the SDK declares no result for it", tok)
}

// config reads the provider's own inputs.
func (s *sdk) config() (schema.Properties, error) {
	src := newSource()
	path := filepath.Join(s.dir, "go", "oci", "provider.go")
	if err := src.add(path); err != nil {
		return nil, err
	}
	args, ok := src.structFields("providerArgs", "pulumi")
	if !ok {
		return nil, fmt.Errorf("%s no longer declares providerArgs", path)
	}
	out := schema.Properties{}
	for name, f := range args {
		p := &schema.Property{Type: schema.Type{Kind: f.kind}, Input: true, Wire: "-"}
		if f.elem != nil {
			p.Items = &schema.Type{Kind: f.elem.kind}
		}
		out[name] = p
	}
	return out, nil
}
