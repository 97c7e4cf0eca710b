package pointer_test

import (
	"encoding/json"
	"testing"

	"github.com/cxbridge/cxbridge/shared/tmf/pointer"
)

func TestPointer(t *testing.T) {
	var document any
	if err := json.Unmarshal([]byte(`{"a":{"b":["c",{"d":1.5}]},"":{"":true},"x/y":"z","m~n":"o","n":null,"01":"p"}`), &document); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"/a/b/0": "c", "/a/b/1/d": "1.5", "//": "true", "/x~1y": "z", "/m~0n": "o", "/01": "p",
		"/a": "", "/a/b/2": "", "/a/b/-": "", "/a/b/-1": "", "/a/b/d": "", "/a/b/0/c": "", "/n": "", "/n/x": "", "/A": "",
	} {
		p, err := pointer.Parse(path)
		if err != nil {
			t.Error(err)
			continue
		}
		value, _ := p.Value(document)
		if got, _ := pointer.Text(value); got != want || p.String() != path {
			t.Errorf("%s leads to %q, want %q; is written %s", path, got, want, p)
		}
	}
	for _, path := range []string{"", "a", "#/a", "/a~", "/~2", "~0"} {
		if _, err := pointer.Parse(path); err == nil {
			t.Errorf("%q is taken", path)
		}
	}
}
