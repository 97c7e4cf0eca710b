// Command function is authorizer and backend of the gateway's tests. Called as
// an authorizer it knows the secret "s"; called as a backend it does what its
// body says.
package main

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"strconv"
	"time"

	fdk "github.com/fnproject/fdk-go"
)

func main() { fdk.Handle(fdk.HandlerFunc(handle)) }

func handle(ctx context.Context, in io.Reader, out io.Writer) {
	body, _ := io.ReadAll(in)
	c, ok := fdk.GetContext(ctx).(fdk.HTTPContext)
	if !ok {
		authorize(body, out)
		return
	}
	switch string(body) {
	case "panic":
		panic("as told")
	case "exit":
		os.Exit(1)
	case "sleep":
		time.Sleep(time.Minute)
	}
	fdk.SetHeader(out, "Content-Type", "application/json")
	fdk.SetHeader(out, "X-Answer", "yes")
	fdk.WriteStatus(out, 201)
	json.NewEncoder(out).Encode(map[string]string{
		"url": c.RequestURL(), "method": c.RequestMethod(), "callID": c.CallID(),
		"address": c.Header().Get("X-Real-Ip"), "pid": strconv.Itoa(os.Getpid()),
	})
}

func authorize(body []byte, out io.Writer) {
	var asked struct{ Data struct{ Secret string } }
	json.Unmarshal(body, &asked)
	json.NewEncoder(out).Encode(map[string]bool{"active": asked.Data.Secret == "s"})
}
