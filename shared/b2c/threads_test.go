package b2c

import (
	"encoding/json"
	"testing"
)

func TestThreadsAreReadInEitherForm(t *testing.T) {
	for name, text := range map[string]string{
		"as a list":       `{"items":[{"text":"one"},{"text":"two"}],"links":[]}`,
		"as a bare array": `[{"text":"one"},{"text":"two"}]`,
	} {
		var got threads
		if err := json.Unmarshal([]byte(text), &got); err != nil || len(got) != 2 || got[1].Text != "two" {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	var got threads
	if err := json.Unmarshal([]byte(`"neither"`), &got); err == nil {
		t.Error("text was taken for threads")
	}
}
