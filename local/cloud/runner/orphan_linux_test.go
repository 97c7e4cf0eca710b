package runner

import (
	"bufio"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestOrphans runs this test binary once more as a daemon that has started a
// function, kills it, and looks for the function.
func TestOrphans(t *testing.T) {
	const asDaemon = "RUNNER_TEST_DAEMON"
	if os.Getenv(asDaemon) != "" {
		b := newBench(t)
		pid := b.must(t, function(), `{"do":"pid"}`)
		os.Stdout.WriteString("pid " + pid + "\n")
		select {}
	}
	daemon := exec.Command(os.Args[0], "-test.run=^TestOrphans$")
	daemon.Env = append(os.Environ(), asDaemon+"=1", "TMPDIR="+t.TempDir())
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
}
