package oci_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

const sdkModule = "github.com/pulumi/pulumi-oci/sdk/v2"

// source is what some Go files declare, read without compiling them.
type source struct {
	structs map[string]map[string]field // by the struct's and the field's name
	funcs   map[string]*ast.FuncDecl
	texts   map[string]bool // string literals
}

type field struct {
	typ, key string
	optional bool
}

// sdk reads the SDK's files that describe the resources registered here. The packages themselves take too long to compile.
func sdk(t *testing.T) source {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", sdkModule).Output()
	if err != nil {
		t.Fatalf("finding the SDK: %v", err)
	}
	folder := filepath.Join(strings.TrimSpace(string(out)), "go", "oci")
	var files []string
	for _, file := range []string{
		"core/vcn.go", "core/internetGateway.go", "core/natGateway.go", "core/serviceGateway.go", "core/routeTable.go",
		"core/subnet.go", "core/securityList.go", "core/networkSecurityGroup.go",
		"core/networkSecurityGroupSecurityRule.go", "core/getServices.go", "core/pulumiTypes.go", "core/pulumiTypes1.go",
		"identity/dynamicGroup.go", "identity/policy.go", "identity/getRegionSubscriptions.go", "identity/pulumiTypes3.go",
		"objectstorage/getNamespace.go", "provider.go",
		"logging/logGroup.go", "logging/log.go", "logging/pulumiTypes.go",
		"apigateway/gateway.go", "apigateway/deployment.go", "apigateway/pulumiTypes.go",
	} {
		files = append(files, filepath.Join(folder, file))
	}
	return read(t, files)
}

func read(t *testing.T, files []string) source {
	t.Helper()
	s := source{structs: map[string]map[string]field{}, funcs: map[string]*ast.FuncDecl{}, texts: map[string]bool{}}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.TypeSpec:
				if object, ok := node.Type.(*ast.StructType); ok {
					s.structs[node.Name.Name] = fields(object)
				}
			case *ast.FuncDecl:
				if node.Recv == nil {
					s.funcs[node.Name.Name] = node
				}
			case *ast.BasicLit:
				s.texts[strings.Trim(node.Value, `"`)] = true
			}
			return true
		})
	}
	return s
}

func fields(object *ast.StructType) map[string]field {
	result := map[string]field{}
	for _, f := range object.Fields.List {
		for _, name := range f.Names {
			var tag reflect.StructTag
			if f.Tag != nil {
				tag = reflect.StructTag(strings.Trim(f.Tag.Value, "`"))
			}
			key, option, _ := strings.Cut(tag.Get("pulumi"), ",")
			result[name.Name] = field{typ: text(f.Type), key: key, optional: option == "optional"}
		}
	}
	return result
}

// text is a type as it is written.
func text(expr ast.Expr) string {
	switch e := expr.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return text(e.X) + "." + e.Sel.Name
	case *ast.StarExpr:
		return "*" + text(e.X)
	case *ast.ArrayType:
		return "[]" + text(e.Elt)
	case *ast.MapType:
		return "map[" + text(e.Key) + "]" + text(e.Value)
	}
	return ""
}

var (
	requiredArgument = regexp.MustCompile(`^invalid value for required argument '(\w+)'$`)
	optionalType     = regexp.MustCompile(`(Ptr|Array|Map)Input$`)
)

// required are the fields of an args struct that must be given: what the resource's constructor refuses to miss. A
// nested struct has no constructor, but its fields' types tell; any list or map in it may be missing.
func (s source) required(args string) map[string]bool {
	names := map[string]bool{}
	constructor := s.funcs["New"+strings.TrimSuffix(args, "Args")]
	if constructor == nil {
		for name, f := range s.structs[args] {
			if !optionalType.MatchString(f.typ) {
				names[name] = true
			}
		}
		return names
	}
	ast.Inspect(constructor, func(node ast.Node) bool {
		if literal, ok := node.(*ast.BasicLit); ok {
			if match := requiredArgument.FindStringSubmatch(strings.Trim(literal.Value, `"`)); match != nil {
				names[match[1]] = true
			}
		}
		return true
	})
	return names
}

func ours(t *testing.T) source {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var code []string
	for _, file := range files {
		if !strings.HasSuffix(file, "_test.go") {
			code = append(code, file)
		}
	}
	return read(t, code)
}
