// Package functions is the folder of the functions. Each has a folder with
//
//   - main.go: its manual, and one line that starts it (see shared/function)
//   - handler.go: what it does, as an http.Handler
//   - func.yaml: what the Fn tools want to know of it
//   - testdata: payloads, and the seeds of its fuzz tests
//
// What more than one of them needs is in shared. An image is the static binary and nothing else. What one may cost is
// measured by
//
//	go test -run '^$' -bench . ./functions/...
//
// with these budgets: layer at most 5 MB compressed, start to first answer at most 10 ms, at most 16 MB resident after a
// hundred messages, and 1 ms of own time for a message when hot.
package functions
