package resource

import (
	"errors"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// thing has a field of every type.
func thing() *Kind {
	k := &Kind{Title: "Thing",
		Fields: "text! fixed size:int~ on:bool names:strings words:map whole:object free:any colour:RED|BLUE~ part:{part} parts:[part]~ later:int=",
		Shapes: map[string]string{"part": "name! inner:{leaf}", "leaf": "n:int!"}}
	k.prepare()
	return k
}

func TestBodiesAgainstTheTable(t *testing.T) {
	k := thing()
	for _, tt := range []struct {
		name, body string
		update     bool
		want       string // in the error; empty for none
	}{
		{"least", `{"text":"x"}`, false, ""},
		{"all", `{"text":"x","fixed":"y","size":1,"on":true,"names":["a"],"words":{"a":"b"},"whole":{},"free":[1],"colour":"RED","part":{"name":"p","inner":{"n":1}},"parts":[{"name":"q"}]}`, false, ""},
		{"null is absent", `{"text":"x","size":null,"unheard":null}`, false, ""},
		{"required is null", `{"text":null}`, false, "text is required"},
		{"required is absent", `{}`, false, "text is required"},
		{"unknown", `{"text":"x","colr":"RED"}`, false, `unknown field "colr"`},
		{"the fields are named", `{"text":"x","colr":"RED"}`, false, "colour, definedTags, fixed"},
		{"not a string", `{"text":1}`, false, "Thing.text: 1 is not a string"},
		{"not a number", `{"text":"x","size":"1"}`, false, "not a whole number"},
		{"not a whole number", `{"text":"x","size":1.5}`, false, "1.5 is not a whole number"},
		{"not a boolean", `{"text":"x","on":"true"}`, false, "not true or false"},
		{"not a list of strings", `{"text":"x","names":["a",1]}`, false, "not a list of strings"},
		{"not an object of strings", `{"text":"x","words":{"a":1}}`, false, "not an object of strings"},
		{"not an object", `{"text":"x","whole":[]}`, false, "not an object"},
		{"not of the enumeration", `{"text":"x","colour":"GREEN"}`, false, "one of RED, BLUE"},
		{"unknown inside", `{"text":"x","parts":[{"name":"a"},{"name":"b","nam":"c"}]}`, false, `Thing.parts[1]: unknown field "nam"`},
		{"missing inside", `{"text":"x","part":{"name":"a","inner":{}}}`, false, "Thing.part.inner: n is required"},
		{"tags that are none", `{"text":"x","definedTags":{"a":"b"}}`, false, "not an object of objects"},
		{"a secret is not repeated", `{"text":"x","size":"hunter2"}`, false, "this string"},
		{"update", `{"size":2,"later":1,"freeformTags":{"a":"b"}}`, true, ""},
		{"update of what is fixed", `{"fixed":"z"}`, true, `unknown field "fixed"`},
		{"create with what is for updates", `{"text":"x","later":1}`, false, `unknown field "later"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := store.ParseDocument([]byte(tt.body))
			if err != nil {
				t.Fatal(err)
			}
			err = k.checker.body(k.Title, k.shape, doc, tt.update)
			if (tt.want == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the error repeats the value: %v", err)
			}
		})
	}
}

func TestRefsFollowPaths(t *testing.T) {
	k := &Kind{Refs: []Ref{{Field: "a"}, {Field: "list"}, {Field: "rules.target"}}}
	doc, err := store.ParseDocument([]byte(`{"a":"1","list":["2","3",""],"rules":[{"target":"4"},{"target":null},{"other":"5"},"6"],"b":"7"}`))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, ref := range k.refs(doc) {
		got = append(got, ref.Field+"="+ref.Target)
	}
	if want := "a=1 list=2 list=3 rules.target=4"; strings.Join(got, " ") != want {
		t.Errorf("refs %v, want %s", got, want)
	}
}

// Whatever comes in, the answer is an API error or nothing, and what is taken has no nulls.
func FuzzBody(f *testing.F) {
	for _, seed := range []string{`{"text":"x"}`, `{"parts":[[]]}`, `{"part":{"inner":null}}`, `{"text":"x","free":null}`, `{"words":{"a":[]}}`} {
		f.Add([]byte(seed), false)
	}
	k := thing()
	f.Fuzz(func(t *testing.T, data []byte, update bool) {
		doc, err := store.ParseDocument(data)
		if err != nil {
			return
		}
		err = k.checker.body(k.Title, k.shape, doc, update)
		var known *api.Error
		if err != nil && !errors.As(err, &known) {
			t.Errorf("%s: %v is no API error", data, err)
		}
		for key, value := range doc {
			if err == nil && value == nil {
				t.Errorf("%s: %s is taken as null", data, key)
			}
		}
	})
}
