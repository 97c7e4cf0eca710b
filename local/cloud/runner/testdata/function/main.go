// Command function is what the runner's tests run: it does what its body says.
// MODE in its configuration makes it a container that breaks the contract.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	fdk "github.com/fnproject/fdk-go"
)

func main() {
	switch os.Getenv("MODE") {
	case "exit":
		fmt.Fprintln(os.Stderr, "cannot find my configuration")
		os.Exit(3)
	case "deaf":
		fmt.Fprintln(os.Stderr, "thinking")
		time.Sleep(time.Hour)
	case "slow":
		time.Sleep(time.Second)
	case "raw":
		serveRaw()
	}
	fdk.Handle(fdk.HandlerFunc(handle))
}

type command struct {
	Do    string
	N     int
	Text  string
	Sleep time.Duration // before
	Hold  time.Duration // what was allocated
}

// kept is what allocate asked for, lest it is collected.
var kept [][]byte

func handle(ctx context.Context, in io.Reader, out io.Writer) {
	body, _ := io.ReadAll(in)
	var c command
	json.Unmarshal(body, &c)
	if c.Sleep > 0 {
		fmt.Println("asleep")
		time.Sleep(c.Sleep)
	}
	switch c.Do {
	case "pid":
		fmt.Fprint(out, os.Getpid())
	case "environment":
		json.NewEncoder(out).Encode(os.Environ())
	case "read":
		content, err := os.ReadFile(c.Text)
		info, _ := os.Stat(c.Text)
		fmt.Fprintf(out, "%s %v %s", info.Mode(), err, content)
	case "headers":
		deadline, _ := ctx.Deadline()
		json.NewEncoder(out).Encode(map[string]any{
			"headers": fdk.GetContext(ctx).Header(), "deadline": deadline, "callID": fdk.GetContext(ctx).CallID()})
	case "panic":
		panic("as told")
	case "exit":
		os.Exit(1)
	case "allocate":
		kept = append(kept, make([]byte, c.N))
		for i := 0; i < c.N; i += 4096 {
			kept[len(kept)-1][i] = 1
		}
		time.Sleep(c.Hold)
	case "wait": // for a file
		for fmt.Println("waiting"); ; time.Sleep(time.Millisecond) {
			if _, err := os.Stat(c.Text); err == nil {
				return
			}
		}
	case "answer":
		io.WriteString(out, strings.Repeat("x", c.N))
	case "print":
		fmt.Println(c.Text)
		fmt.Fprint(os.Stderr, c.Text+"\nno end")
	default:
		out.Write(body)
	}
}

// serveRaw answers with the status that the body names, as no FDK would.
func serveRaw() {
	path := strings.TrimPrefix(os.Getenv("FN_LISTENER"), "unix:")
	listener, err := net.Listen("unix", filepath.Join(filepath.Dir(path), "raw.sock"))
	if err != nil {
		panic(err)
	}
	os.Symlink("raw.sock", path)
	http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		status, _ := strconv.Atoi(string(body))
		w.WriteHeader(status)
		fmt.Fprint(w, os.Getpid())
	}))
}
