package preview

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// script is a stand-in for the CLI: a shell script that gets its arguments.
type script string

func (s script) Command(ctx context.Context, args ...string) *exec.Cmd {
	return exec.CommandContext(ctx, "sh", append([]string{"-c", string(s), "pulumi"}, args...)...)
}

func TestRunReadsTheEvents(t *testing.T) {
	report, err := Run(context.Background(), Options{Pulumi: script("cat testdata/drift.jsonl"), Stack: "local", Log: t.Output()})
	if err != nil || len(report.Changes) != 3 {
		t.Errorf("report = %+v, %v", report, err)
	}
}

func TestRunAsksForEventsAsTheyCome(t *testing.T) {
	cli := script(`echo "$@" >&2; echo "streaming $PULUMI_ENABLE_STREAMING_JSON_PREVIEW" >&2; exit 1`)
	_, err := Run(context.Background(), Options{Pulumi: cli, Stack: "dev", ConfigFile: "f.yaml", Refresh: true, Log: t.Output()})
	want := "previewing dev: preview -s dev --json --non-interactive --color never --config-file f.yaml --refresh\nstreaming true"
	if err == nil || err.Error() != want {
		t.Errorf("err = %v, want %s", err, want)
	}
}

func TestAFailedPreviewIsAReport(t *testing.T) {
	report, err := Run(context.Background(), Options{Pulumi: script("cat testdata/faults.jsonl; exit 1"), Stack: "local", Log: t.Output()})
	if err != nil || len(report.Problems) != 8 {
		t.Errorf("report = %+v, %v", report, err)
	}
}

func TestRunSaysWhatTheCLISaid(t *testing.T) {
	for cli, want := range map[script]string{
		"echo error: no stack named dev found >&2; exit 6":    "previewing dev: no stack named dev found: pulumi stack init dev makes it, and ",
		"cat testdata/drift.jsonl; echo error: x >&2; exit 1": "previewing dev: exit status 1: x",
		"exit 3": "exit status 3",
	} {
		_, err := Run(context.Background(), Options{Pulumi: cli, Stack: "dev", Log: t.Output()})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", cli, err, want)
		}
	}
}

// The CLI goes on once somebody has read how far it is, so that this ends only if that
// is said meanwhile.
func TestRunSaysHowFarItIs(t *testing.T) {
	dir := t.TempDir()
	log := &firstLine{path: filepath.Join(dir, "told")}
	cli := script("head -2 testdata/changes.jsonl; until test -e " + log.path + "; do sleep 0.01; done; tail -n +3 testdata/changes.jsonl")
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if _, err := Run(ctx, Options{Pulumi: cli, Stack: "local", Log: log, Every: time.Millisecond}); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(log.String(), "preview: local: ") {
		t.Errorf("the log is %q", log)
	}
}

// firstLine makes a file when it is written to.
type firstLine struct {
	bytes.Buffer
	path string
}

func (l *firstLine) Write(p []byte) (int, error) {
	if l.Len() == 0 {
		if err := os.WriteFile(l.path, nil, 0o644); err != nil {
			return 0, err
		}
	}
	return l.Buffer.Write(p)
}

func TestAnInterruptEndsTheCLI(t *testing.T) {
	ctx, interrupt := context.WithCancel(context.Background())
	defer interrupt()
	_, err := Run(ctx, Options{Pulumi: script("exec sleep 600"), Stack: "dev", Log: writer(interrupt), Every: time.Millisecond})
	if err == nil || err.Error() != "previewing dev: context canceled" {
		t.Errorf("err = %v", err)
	}
}

// writer does something when it is written to: the CLI runs by then.
type writer func()

func (w writer) Write(p []byte) (int, error) { w(); return len(p), nil }
