package runner

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestOrphans runs this test binary once more as a daemon that has started a
// function, kills it, and looks for the function and for what it left.
func TestOrphans(t *testing.T) {
	const asDaemon = "RUNNER_TEST_DAEMON" // its folder
	if dir := os.Getenv(asDaemon); dir != "" {
		b := newBench(t, func(o *Options) { o.Dir = dir })
		pid := b.must(t, function(), `{"do":"pid"}`)
		os.Stdout.WriteString("pid " + pid + "\n")
		select {}
	}
	dir, temporary := t.TempDir(), t.TempDir()
	daemon := exec.Command(os.Args[0], "-test.run=^TestOrphans$")
	daemon.Env = append(os.Environ(), asDaemon+"="+dir, "TMPDIR="+temporary)
	out, err := daemon.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	pid := ""
	for lines := bufio.NewScanner(out); pid == "" && lines.Scan(); {
		pid, _ = strings.CutPrefix(lines.Text(), "pid ")
	}
	if pid == "" || !exists(pid) {
		t.Fatalf("the daemon started no function (pid %q)", pid)
	}
	daemon.Process.Kill()
	daemon.Wait()
	eventually(t, "the function is gone with its daemon", func() bool { return !exists(pid) })

	newBench(t, func(o *Options) { o.Dir = dir })
	var left []string
	for _, folder := range []string{filepath.Join(dir, "instances"), temporary} {
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			left = append(left, filepath.Join(folder, e.Name()))
		}
	}
	left = slices.DeleteFunc(left, func(path string) bool { // the test binary's own
		return strings.HasPrefix(filepath.Base(path), "runner-test-") || strings.HasPrefix(filepath.Base(path), "TestOrphans")
	})
	if len(left) > 0 {
		t.Errorf("left are %v", left)
	}
}
