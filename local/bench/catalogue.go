package main

import "fmt"

// figure is one line of the table.
type figure struct {
	what     string
	of       key
	in       string       // what the table gives it in: s, ms, MB, GB or /s
	atMost   float64      // in that; 0 is no bound
	than     []comparison // what it is held against
	refusals bool         // the benchmark counts what was refused, too
}

// comparison is with another figure, in the same unit.
type comparison struct {
	what string
	of   key
}

// key is what a benchmark reports in one unit.
type key struct{ benchmark, unit string }

// perRun is the unit that testing reports by itself.
const perRun = "ns/op"

var (
	cold = key{"Program/cold", perRun}
	warm = key{"Program/warm", perRun}
)

func coldFigures() []figure {
	return []figure{
		{what: "cold build of the Pulumi program", of: cold, in: "s", atMost: 120, than: []comparison{{"warm", warm}}},
		{what: "cold build of the Pulumi program: memory", of: key{"Program/cold", "peak-GB"}, in: "GB", atMost: 4.5},
	}
}

func buildFigures() []figure {
	return []figure{{what: "warm build of the Pulumi program, after an edit", of: warm, in: "s"}}
}

// deployed are the functions of the stack.
var deployed = []string{"webhook-authorizer", "sms-to-incident", "alarm-to-incident", "event-to-incident"}

func stackFigures() []figure {
	preview := key{"Stack/preview", perRun}
	list := []figure{
		{what: "pulumi preview, nothing changed", of: preview, in: "s", atMost: 1.5},
		{what: "pulumi up from nothing, all built", of: key{"Stack/life", "up-s"}, in: "s", atMost: 15},
		{what: "pulumi destroy", of: key{"Stack/life", "destroy-s"}, in: "s"},
	}
	for _, function := range deployed {
		list = append(list, figure{what: function + ": image as pushed", of: key{"Stack/image/" + function, "pushed-MB"}, in: "MB", atMost: 5})
	}
	return list
}

func imageFigures() []figure {
	one := key{"Relink/amd64", perRun}
	return []figure{
		{what: "images of two functions, linked and packed: amd64", of: one, in: "s"},
		{what: "images of two functions, linked and packed: amd64 and arm64", of: key{"Relink/amd64+arm64", perRun}, in: "s", than: []comparison{{"amd64", one}}},
		{what: "images of two functions, nothing changed: amd64", of: key{"WarmBuild/amd64", perRun}, in: "ms"},
		{what: "images of two functions, nothing changed: amd64 and arm64", of: key{"WarmBuild/amd64+arm64", perRun}, in: "ms",
			than: []comparison{{"amd64", key{"WarmBuild/amd64", perRun}}}},
	}
}

func functionFigures() (list []figure) {
	for _, function := range deployed {
		of := func(unit string) key { return key{"Functions/" + function, unit} }
		list = append(list,
			figure{what: function + ": start, until it listens", of: of("start-ms"), in: "ms"},
			figure{what: function + ": start, until its first answer", of: of("first-ms"), in: "ms", atMost: 10},
			figure{what: function + ": start, until its first message is done", of: of("cold-ms"), in: "ms", than: []comparison{{"warm", of("warm-ms")}}},
			figure{what: function + ": warm message, with all its calls", of: of("warm-ms"), in: "ms"},
			figure{what: function + ": resident after 100 messages", of: of("rss-MB"), in: "MB", atMost: 16},
		)
	}
	return list
}

func handlerFigures() []figure {
	return []figure{
		{what: "sms-to-incident: own time of a known sender's SMS", of: key{"WarmSMS", perRun}, in: "ms", atMost: 1},
		{what: "alarm-to-incident: own time of an alarm's repeat", of: key{"WarmRepeat", perRun}, in: "ms"},
		{what: "event-to-incident: own time of an entity's event, its first 200", of: key{"WarmChange", perRun}, in: "ms"},
	}
}

func throughputFigures() (list []figure) {
	for _, flow := range []struct{ benchmark, name string }{{"sms", "SMS"}, {"alarms", "alarms"}} {
		for _, delay := range []int{0, 50} {
			for callers := 1; callers <= 64; callers *= 2 {
				of := func(delay, callers int) key {
					return key{fmt.Sprintf("Throughput/%s/b2c=%dms/callers=%d", flow.benchmark, delay, callers), "taken/s"}
				}
				f := figure{what: fmt.Sprintf("%s, B2C in %d ms, callers: %d", flow.name, delay, callers), of: of(delay, callers), in: "/s", refusals: true}
				if callers > 1 {
					f.than = append(f.than, comparison{"1 caller", of(delay, 1)})
				}
				if delay > 0 {
					f.than = append(f.than, comparison{"0 ms", of(0, callers)})
				}
				list = append(list, f)
			}
		}
	}
	return list
}
