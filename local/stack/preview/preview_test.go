package preview

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write what is told of the samples as what is expected")

// The samples are the events of real previews, without outputs and most of what stays as
// it is: of a stack with other addresses, one listener less and another function's code;
// of one whose resources were changed and deleted behind Pulumi's back; and of one with
// wrong settings.
func TestSamples(t *testing.T) {
	for _, sample := range []string{"changes", "drift", "faults"} {
		t.Run(sample, func(t *testing.T) {
			report := readSample(t, sample)
			var text bytes.Buffer
			if err := report.Text(&text, "local"); err != nil {
				t.Fatal(err)
			}
			golden(t, sample+".txt", text.String())
			golden(t, sample+".md", report.Markdown("local"))
		})
	}
}

func readSample(t *testing.T, name string) *Report {
	t.Helper()
	events, err := os.Open(filepath.Join("testdata", name+".jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer events.Close()
	report, err := Read(events, nil)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// What a resource is made of is told by name: its values may be secrets.
func TestValuesAreNotTold(t *testing.T) {
	events := `{"resourcePreEvent": {"metadata": {"op": "update", "urn": "urn:pulumi:s::p::a:b:C::c", "type": "a:b:C",
		"old": {"custom": true, "inputs": {"x": "hunter1"}}, "new": {"custom": true, "inputs": {"x": "hunter2", "y": "hunter3"}}}}}
		{"summaryEvent": {}}`
	report, err := Read(strings.NewReader(events), nil)
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := report.Text(&text, "s"); err != nil {
		t.Fatal(err)
	}
	told := text.String() + report.Markdown("s")
	if !strings.Contains(text.String(), "C c  x, y") || strings.Contains(told, "hunter") {
		t.Errorf("told:\n%s", told)
	}
}

// What is never deleted by accident, and then may be, is a change that people want to see.
func TestProtectionIsAChange(t *testing.T) {
	events := `{"resourcePreEvent": {"metadata": {"op": "same", "urn": "urn:pulumi:s::p::a:b:C::c", "type": "a:b:C",
		"old": {"custom": true, "protect": true}, "new": {"custom": true}}}} {"summaryEvent": {}}`
	report, err := Read(strings.NewReader(events), nil)
	if err != nil || len(report.Changes) != 1 || report.Changes[0].what() != "protect" {
		t.Errorf("report = %+v, %v", report, err)
	}
	besides := strings.Replace(strings.Replace(events, `"same"`, `"update"`, 1), `"type"`, `"keys": ["x"], "type"`, 1)
	report, err = Read(strings.NewReader(besides), nil)
	if err != nil || len(report.Changes) != 1 || report.Changes[0].what() != "protect, x" {
		t.Errorf("report = %+v, %v", report, err)
	}
}

func TestAWarningIsToldOnce(t *testing.T) {
	warning := `{"diagnosticEvent": {"severity": "warning", "urn": "%", "message": "b is deprecated:\n use c"}}`
	report, err := Read(strings.NewReader(strings.ReplaceAll(warning, "%", "x")+strings.ReplaceAll(warning, "%", "y")+`{"summaryEvent": {}}`), nil)
	if err != nil || len(report.Warnings) != 1 || report.Warnings[0] != "b is deprecated: use c" {
		t.Errorf("report = %+v, %v", report, err)
	}
}

func TestHeadline(t *testing.T) {
	for want, report := range map[string]Report{
		"nothing to do; 64 resources stay as they are":    {Same: 64},
		"*2 to delete*, 1 to create; 0 stay as they are":  {Changes: []Change{{Op: "delete"}, {Op: "create"}, {Op: "delete"}}},
		"no preview, because of 1 problem(s)":             {Problems: []Problem{{}}, Changes: []Change{{Op: "create"}}},
		"*1 to replace*, 1 to import; 3 stay as they are": {Changes: []Change{{Op: "replace"}, {Op: "import"}}, Same: 3},
	} {
		if got := report.headline(func(text string) string { return "*" + text + "*" }); got != want {
			t.Errorf("headline = %q, want %q", got, want)
		}
	}
}

// A tag that is new everywhere is one thing to read, whatever else changes besides.
func TestWhatChangesAlikeIsTold(t *testing.T) {
	report := Report{Same: 9}
	for _, resource := range []string{"Alarm a", "Alarm b", "Function f", "Subnet a", "Vcn vcn"} {
		kind, name, _ := strings.Cut(resource, " ")
		report.Changes = append(report.Changes, Change{Op: "update", Kind: kind, Name: name, Properties: []string{"freeformTags.expires"}})
	}
	report.Changes[2].Code = true
	for _, name := range []string{"a", "b", "c", "d"} {
		report.Changes = append(report.Changes, Change{Op: "delete", Kind: "Log", Name: name})
	}
	var text bytes.Buffer
	if err := report.Text(&text, "dev"); err != nil {
		t.Fatal(err)
	}
	want := `dev: 4 to delete, 5 to change; 9 stay as they are
  change  4 resources  freeformTags.expires: Alarm a, b; Subnet a; Vcn vcn
  change  Function f   new code; freeformTags.expires
  delete  Log a
  delete  Log b
  delete  Log c
  delete  Log d
`
	if diff := cmp.Diff(want, text.String()); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
	if row := "| change | <code>4 resources</code> | <code>freeformTags&#46;expires&#58; Alarm a, b; Subnet a; Vcn vcn</code> |\n"; !strings.Contains(report.Markdown("dev"), row) {
		t.Errorf("the comment is\n%s", report.Markdown("dev"))
	}
}

func TestManyPropertiesAreCut(t *testing.T) {
	c := Change{Op: "update", Properties: strings.Split("a b c d e f g h i j k l", " ")}
	if got := c.what(); got != "a, b, c, d, e, f, g, h, i, j and 2 more" {
		t.Errorf("what = %q", got)
	}
}

func TestEventsThatEndTooSoon(t *testing.T) {
	for name, events := range map[string]string{
		"nothing":           "",
		"an older CLI's":    `{"config": {}, "steps": [], "changeSummary": {"same": 1}}`,
		"half an event":     `{"summaryEvent": `,
		"no event":          "Enter your passphrase",
		"a text for a step": `{"resourcePreEvent": "x"}`,
	} {
		if report, err := Read(strings.NewReader(events), nil); err == nil {
			t.Errorf("%s: report = %+v", name, report)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, sample := range []string{"changes", "drift", "faults"} {
		content, err := os.ReadFile(filepath.Join("testdata", sample+".jsonl"))
		if err != nil {
			f.Fatal(err)
		}
		for line := range bytes.Lines(content) {
			if len(line) < 4000 {
				f.Add(string(line) + `{"summaryEvent": {}}`)
			}
		}
	}
	f.Fuzz(func(t *testing.T, events string) {
		report, err := Read(strings.NewReader(events), nil)
		if err != nil {
			return
		}
		markdown := report.Markdown("s")
		if len(markdown) > 65_536 {
			t.Errorf("the comment has %d bytes", len(markdown))
		}
		for _, change := range report.Changes {
			if change.rank() < 0 {
				t.Errorf("a change by %q", change.Op)
			}
		}
		var text bytes.Buffer
		if err := report.Text(&text, "s"); err != nil {
			t.Error(err)
		}
		if strings.ContainsAny(text.String(), "\x1b\r\x07") {
			t.Errorf("a terminal's commands are printed: %q", text.String())
		}
	})
}
