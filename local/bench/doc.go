// Bench measures what people wait for and what the functions cost, by the
// benchmarks of this repository, and prints one table of it:
//
//	scripts/bench            everything but the cold build, about five minutes
//	scripts/bench --cold     the cold build of the Pulumi program as well
//	scripts/bench --check    ends with 1 when something takes more than it may
//	scripts/bench --page     everything, and keeps it in local/bench/FIGURES.md
//	scripts/bench stack      one suite alone
//
// A suite (suites.go) is one run of go test, and the figures that are taken from
// what its benchmarks report (catalogue.go): which benchmark and unit, what it may
// be at most, and what it is compared with. A benchmark runs several times
// (-count), once each (-benchtime 1x) where a run is a sample: the table has the
// samples' median, the least and the greatest. A new figure is a line in the
// catalogue; one that no benchmark reports is an error, so that none gets lost.
package main
