package oci_test

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/infra/oci"
)

// Everything that is registered here must be what the SDK's own packages would register.
func TestArgumentsAreTheSDKs(t *testing.T) {
	theirs, checked := sdk(t), 0
	for name, fields := range ours(t).structs {
		if !strings.HasSuffix(name, "Args") || strings.HasPrefix(name, "Get") {
			continue
		}
		checked++
		args, ok := theirs.structs[name]
		if !ok {
			t.Errorf("the SDK has no %s", name)
			continue
		}
		// The SDK keeps the keys of a resource's arguments in a struct of their own, and those of nested ones in place.
		plain := theirs.structs[strings.ToLower(name[:1])+name[1:]]
		required := theirs.required(name)
		for field, our := range fields {
			their, ok := args[field]
			if !ok {
				t.Errorf("the SDK's %s has no field %s", name, field)
				continue
			}
			if plain != nil {
				their.key = plain[field].key
			}
			if our.key != their.key {
				t.Errorf("%s.%s is property %q, in the SDK %q", name, field, our.key, their.key)
			}
			if want := sdkType(our); want != their.typ {
				t.Errorf("%s.%s is %s, in the SDK %s", name, field, want, their.typ)
			}
			if our.optional == required[field] {
				t.Errorf("%s.%s: optional is %t here, required is %t in the SDK", name, field, our.optional, required[field])
			}
		}
		for field := range required {
			if _, ok := fields[field]; !ok {
				t.Errorf("%s misses %s, which the SDK requires", name, field)
			}
		}
	}
	if checked != 45 {
		t.Errorf("%d structs checked, want 45", checked)
	}
}

// sdkType is how the SDK writes the type of a field: it has an input type of its own for each nested struct.
func sdkType(f field) string {
	if name, ok := strings.CutPrefix(f.typ, "[]*"); ok {
		return strings.TrimSuffix(name, "Args") + "ArrayInput"
	}
	if name, ok := strings.CutPrefix(f.typ, "*"); ok && f.optional {
		return strings.TrimSuffix(name, "Args") + "PtrInput"
	} else if ok {
		return strings.TrimSuffix(name, "Args") + "Input"
	}
	return f.typ
}

func TestOutputsAreTheSDKs(t *testing.T) {
	theirs, checked := sdk(t), 0
	for name, fields := range ours(t).structs {
		isResult := strings.HasPrefix(name, "Get")
		if strings.HasSuffix(name, "Args") && !isResult {
			continue
		}
		if _, ok := theirs.structs[name]; !ok {
			t.Errorf("the SDK has no %s", name)
		}
		for field, our := range fields {
			checked++
			if their := theirs.structs[name][field]; their.key != our.key || their.typ != our.typ {
				t.Errorf("%s.%s is %+v, in the SDK %+v", name, field, our, their)
			}
		}
	}
	if checked < 7 {
		t.Errorf("only %d fields checked", checked)
	}
}

func TestTokensAreTheSDKs(t *testing.T) {
	theirs, checked := sdk(t), 0
	for text := range ours(t).texts {
		if strings.HasPrefix(text, "oci:") && strings.Contains(text, "/") || strings.HasPrefix(text, "pulumi:providers:") {
			checked++
			if !theirs.texts[text] {
				t.Errorf("the SDK has no %s", text)
			}
		}
	}
	if checked != 19 {
		t.Errorf("%d tokens checked, want 19", checked)
	}
}

func TestVersionIsTheModules(t *testing.T) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Version}}", sdkModule).Output()
	if err != nil {
		t.Fatal(err)
	}
	if version := strings.TrimSpace(string(out)); version != "v"+oci.Version {
		t.Errorf("oci.Version is %s, but go.mod has %s", oci.Version, version)
	}
}
