package cloud_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/oracle/oci-go-sdk/v65/nosql"

	"github.com/cxbridge/cxbridge/local/cloud"
)

// TestAKilledCloudHasWhatItAnswered runs this test binary once more as a cloud that is
// given image after image and row after row, kills it, and looks for them in another cloud
// that is opened there.
func TestAKilledCloudHasWhatItAnswered(t *testing.T) {
	const asCloud = "CLOUD_TEST_KILLED" // its folder, the table and what its things are called
	at := func(dir string) func(*cloud.Options) { return func(o *cloud.Options) { o.Dir = dir } }
	if given := strings.Fields(os.Getenv(asCloud)); len(given) > 0 {
		dir, table, round := given[0], given[1], given[2]
		s := newTables(t, start(t, at(dir)))
		for i := 0; ; i++ {
			id := fmt.Sprint(round, i)
			s.push(t, "killed/"+id, "v1", ok[v1.Image](t)(imageOf([]byte("#!/bin/sh\n# "+id))))
			ok[nosql.UpdateRowResponse](t)(s.put(table, nosql.UpdateRowDetails{Value: columns{"id": id}}, nil))
			fmt.Println("answered", id)
		}
	}

	dir := t.TempDir()
	b := start(t, at(dir))
	table := newTables(t, b).table(t, "ledger", ledgerStatement)
	var answered []string
	for round, last := range []int{1, 3, 7} {
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
		answered = append(answered, untilKilled(t, fmt.Sprintf("%s=%s %s r%d-", asCloud, dir, table, round), last)...)
		b.open(t, strings.TrimPrefix(b.URL(), "http://"))
		s := newTables(t, b)
		images, _ := b.pictures(t)
		kept := map[string]bool{}
		for _, i := range images {
			kept[*i.DisplayName] = true
		}
		for _, id := range answered {
			if !kept["killed/"+id+":v1"] {
				t.Errorf("image %s is gone", id)
			}
			if row := ok[nosql.GetRowResponse](t)(s.row(table, "id:"+id)); row.Value == nil {
				t.Errorf("row %s is gone", id)
			}
		}
	}
}

// untilKilled runs this test as a cloud with that in its environment and kills it when it
// has answered n times, in the middle of the next one. It returns what was answered.
func untilKilled(t *testing.T, environment string, n int) (answered []string) {
	t.Helper()
	process := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	process.Env = append(os.Environ(), environment, "TMPDIR="+t.TempDir())
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	var log []string
	for lines := bufio.NewScanner(out); lines.Scan(); {
		log = append(log, lines.Text())
		if id, ok := strings.CutPrefix(lines.Text(), "answered "); ok {
			answered = append(answered, id)
		}
		if len(answered) == n {
			process.Process.Kill()
		}
	}
	process.Wait()
	if len(answered) < n {
		t.Fatalf("answered were %d:\n%s", len(answered), strings.Join(log, "\n"))
	}
	return answered
}
