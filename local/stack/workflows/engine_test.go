//go:build engine

package workflows

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/cxbridge/cxbridge/local/checkout"
	"github.com/cxbridge/cxbridge/local/freeports"
)

// Every step's command runs as it stands, in a clone with a pull request's two commits.
// Its stack is the local one, and its GitHub a stand-in; otherwise the variables are
// those that the workflows hand over.
func TestEveryStepRuns(t *testing.T) {
	r := newRunner(t)
	for _, one := range []struct{ workflow, job string }{
		{"pull-request", "offline"}, {"pull-request", "affected"}, {"pull-request", "preview"},
		{"deploy", "stacks"}, {"deploy", "dev"}, {"deploy", "prod"},
		{"nightly", "stacks"}, {"nightly", "drift"}, {"nightly", "sweep"},
	} {
		job := r.workflows[one.workflow].Jobs[one.job]
		for _, step := range job.Steps {
			if step.Run != "" {
				r.must(r.variables(job, step), step.Run)
			}
		}
		delete(r.workflows[one.workflow].Jobs, one.job)
	}
	r.testEphemeral(r.workflows["ephemeral"].Jobs["ephemeral"])
	delete(r.workflows["ephemeral"].Jobs, "ephemeral")
	delete(r.workflows["test"].Jobs, "test") // is what runs this
	for name, one := range r.workflows {
		for job := range one.Jobs {
			t.Errorf("the steps of %s/%s were not run", name, job)
		}
	}

	if summary := r.read("summary"); !strings.Contains(summary, "<code>Function sms-to-incident</code> | <code>new code</code>") ||
		!strings.Contains(summary, "nothing to do") {
		t.Errorf("the summaries show neither the pull request's change nor the end of the drift:\n%s", summary)
	}
	if output := r.read("output"); strings.Count(output, `stacks=["team"]`) != 3 {
		t.Errorf("the jobs' outputs are %q", output)
	}
	if len(r.comments) != 1 || !strings.HasPrefix(r.comments[0], "<!-- cxbridge preview local -->") || !strings.HasSuffix(r.comments[0], "\nCommit 0123abc\n") {
		t.Errorf("the comments are %q", r.comments)
	}
}

// testEphemeral runs the job as a whole, and then as one that is cancelled when its stack
// is up.
func (r *runner) testEphemeral(job job) {
	var runs []step
	for _, step := range job.Steps {
		if step.Run != "" {
			runs = append(runs, step)
		}
	}
	if len(runs) != 2 {
		r.t.Fatalf("the job runs %d commands", len(runs))
	}
	variables := r.variables(job, runs[0])
	r.must(variables, runs[0].Run)

	command := r.command(variables, runs[0].Run)
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	told, err := command.StdoutPipe()
	if err != nil {
		r.t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		r.t.Fatal(err)
	}
	lines := bufio.NewScanner(told)
	for lines.Scan() && !strings.HasSuffix(lines.Text(), ". smoke test") {
	}
	if !strings.HasSuffix(lines.Text(), ". smoke test") {
		r.t.Error("it ended before the smoke test")
	}
	if err := syscall.Kill(-command.Process.Pid, syscall.SIGKILL); err != nil {
		r.t.Error(err)
	}
	command.Wait() //nolint:errcheck // it was killed
	r.must(r.variables(job, runs[1]), runs[1].Run)
}

// runner stands for a machine that runs a workflow's steps.
type runner struct {
	t         *testing.T
	root      string
	workflows map[string]workflow
	local     map[string]string // the environment of the local cloud
	git       []string          // keeps from the clone what git is configured to do elsewhere, such as to sign
	gitHub    string

	mutex    sync.Mutex
	comments []string
}

func newRunner(t *testing.T) *runner {
	t.Helper()
	r := &runner{t: t, workflows: workflows(t)}
	r.gitHub = r.serveGitHub()
	r.clone()
	t.Cleanup(func() { r.must(nil, "scripts/local down") })
	r.must(nil, "scripts/local up")
	r.local = map[string]string{}
	for _, line := range strings.Split(r.must(nil, `eval "$(scripts/local env)" && env -0`), "\x00") {
		name, value, _ := strings.Cut(line, "=")
		r.local[name] = value
	}
	return r
}

// clone makes a checkout of the working tree, with ports of its own, and the commits of
// a pull request that changes a function and brings a stack of its own.
func (r *runner) clone() {
	here, err := checkout.Find(".", os.Getenv)
	if err != nil {
		r.t.Fatal(err)
	}
	tool, err := here.RequireTool("pulumi")
	if err != nil {
		r.t.Fatalf("%v (or run scripts/test, which builds what is missing)", err)
	}
	dir, err := os.MkdirTemp("", "cxflow")
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { os.RemoveAll(dir) })
	ports := freeports.Find(r.t)
	r.t.Setenv(checkout.HomeVariable, "")
	r.t.Setenv(checkout.ToolchainVariable, filepath.Dir(tool))
	r.t.Setenv(checkout.PortsVariable, strconv.Itoa(ports.Cloud))

	r.root = here.Root
	r.must(nil, "git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do test ! -e \"$file\" || cp --parents -P \"$file\" "+dir+"; done")
	r.root = dir
	r.replace("stacks/Pulumi.local.yaml", strings.NewReplacer("127.0.0.1:8480", checkout.Address(ports.Cloud),
		"127.0.0.1:8482", checkout.Address(ports.Desk), "127.0.0.1:8483", checkout.Address(ports.DeskHTTPS)))
	r.git = []string{"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1"}
	const commit = "git add -A && git -c user.name=t -c user.email=t@example.com commit -q -m change"
	r.must(nil, "git init -q && "+commit)
	r.replace("functions/sms-to-incident/main.go", strings.NewReplacer("func main() {", "func init() { println(\"changed\") }\n\nfunc main() {"))
	r.must(nil, "echo 'config: {}' >stacks/Pulumi.team.yaml && "+commit)
}

// serveGitHub is a stand-in that keeps the comments of pull request 7.
func (r *runner) serveGitHub() (url string) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /repos/o/r/issues/7/comments", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "[]") })
	mux.HandleFunc("POST /repos/o/r/issues/7/comments", func(w http.ResponseWriter, request *http.Request) {
		var comment struct{ Body string }
		if err := json.NewDecoder(request.Body).Decode(&comment); err != nil || request.Header.Get("Authorization") != "Bearer the-token" {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		r.mutex.Lock()
		defer r.mutex.Unlock()
		r.comments = append(r.comments, comment.Body)
		io.WriteString(w, `{"html_url": "https://github.example/7"}`)
	})
	server := httptest.NewServer(mux)
	r.t.Cleanup(server.Close)
	return server.URL
}

var expression = regexp.MustCompile(`\$\{\{ *([\w.-]+) *\}\}`)

// variables are those of a step, its expressions replaced as for the pull request.
func (r *runner) variables(job job, step step) map[string]string {
	values := map[string]string{
		"github.event.pull_request.head.sha": "0123abc", "github.event.pull_request.number": "7", "github.token": "the-token",
		"matrix.stack": "local", "inputs.name": "try", "inputs.local": "true",
	}
	all := map[string]string{
		"GITHUB_API_URL": r.gitHub, "GITHUB_REPOSITORY": "o/r",
		"GITHUB_OUTPUT": filepath.Join(r.root, ".cxbridge", "output"), "GITHUB_STEP_SUMMARY": filepath.Join(r.root, ".cxbridge", "summary"),
	}
	for _, env := range []map[string]string{r.local, job.Env, step.Env} {
		for name, value := range env {
			all[name] = expression.ReplaceAllStringFunc(value, func(text string) string {
				key := expression.FindStringSubmatch(text)[1]
				if secret, ok := strings.CutPrefix(key, "secrets."); ok {
					return r.local[secret]
				}
				if _, known := values[key]; !known {
					r.t.Errorf("%s is not known here", key)
				}
				return values[key]
			})
		}
	}
	if stack := all["STACK"]; stack == "dev" || stack == "prod" || stack == "foundation" {
		all["STACK"] = "local" // these have placeholders
	}
	return all
}

// command is a step's, as GitHub runs it.
func (r *runner) command(variables map[string]string, run string) *exec.Cmd {
	command := exec.Command("bash", "-e", "-c", run)
	command.Dir = r.root
	// A hook of git that runs the tests says of which repository it is.
	command.Env = slices.DeleteFunc(os.Environ(), func(one string) bool { return strings.HasPrefix(one, "GIT_") })
	command.Env = append(command.Env, r.git...)
	for name, value := range variables {
		command.Env = append(command.Env, name+"="+value)
	}
	command.Stderr = r.t.Output()
	return command
}

// must runs a command that has to succeed, and gives its output.
func (r *runner) must(variables map[string]string, run string) string {
	r.t.Helper()
	out, err := r.command(variables, run).Output()
	if err != nil {
		r.t.Fatalf("%s: %v\n%s", run, err, out)
	}
	return string(out)
}

// read is what the steps have written into one of GitHub's files.
func (r *runner) read(name string) string {
	r.t.Helper()
	content, err := os.ReadFile(filepath.Join(r.root, ".cxbridge", name))
	if err != nil {
		r.t.Fatal(err)
	}
	return string(content)
}

// replace changes a file of the clone.
func (r *runner) replace(name string, replacer *strings.Replacer) {
	r.t.Helper()
	path := filepath.Join(r.root, name)
	content, err := os.ReadFile(path)
	if err != nil {
		r.t.Fatal(err)
	}
	changed := replacer.Replace(string(content))
	if changed == string(content) {
		r.t.Fatalf("%s has nothing to be replaced", name)
	}
	if err := os.WriteFile(path, []byte(changed), 0o644); err != nil {
		r.t.Fatal(err)
	}
}
