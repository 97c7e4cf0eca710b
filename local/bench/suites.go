package main

import (
	"fmt"
	"strings"
)

// suite is one run of go test.
type suite struct {
	name, about string
	cold        bool     // only on demand: it takes minutes
	args        []string // of go test
	figures     []figure
}

func suites() []suite {
	return []suite{
		{
			name: "cold", about: "the build of the Pulumi program with an empty build cache", cold: true,
			args:    []string{"-tags", "engine", "-bench", "^BenchmarkProgram$/^cold$", "-benchtime", "1x", "-timeout", "30m", "./local/e2e"},
			figures: coldFigures(),
		},
		{
			name: "build", about: "the build of the Pulumi program after an edit",
			args:    []string{"-tags", "engine", "-bench", "^BenchmarkProgram$/^warm$", "-benchtime", "1x", "-count", "5", "./local/e2e"},
			figures: buildFigures(),
		},
		{
			name: "stack", about: "preview, up and destroy of the stack, and its images as they are pushed",
			args:    []string{"-tags", "engine", "-bench", "^BenchmarkStack$", "-benchtime", "1x", "-count", "5", "./local/e2e"},
			figures: stackFigures(),
		},
		{
			name: "images", about: "the build of two functions' images, for one architecture and for two",
			args:    []string{"-bench", `^Benchmark(WarmBuild|Relink)$/^amd64(\+arm64)?$`, "-benchtime", "1x", "-count", "3", "./infra/images"},
			figures: imageFigures(),
		},
		{
			name: "functions", about: "each function's start, first answer, warm message and memory",
			args:    []string{"-bench", "^BenchmarkFunctions$", "-benchtime", "1x", "-count", "7", "./functions"},
			figures: functionFigures(),
		},
		{
			name: "handlers", about: "the same message in a hot function, without process and socket",
			args: []string{"-bench", "^BenchmarkWarm(SMS|Repeat|Change)$", "-benchtime", "200x", "-count", "7",
				"./functions/sms-to-incident", "./functions/alarm-to-incident", "./functions/event-to-incident"},
			figures: handlerFigures(),
		},
		{
			name: "throughput", about: "SMS and alarms of a second, with 1 to 64 callers",
			args:    []string{"-tags", "engine", "-bench", "^BenchmarkThroughput$", "-benchtime", "1x", "-count", "3", "./local/e2e"},
			figures: throughputFigures(),
		},
	}
}

func suiteNames() (names []string) {
	for _, s := range suites() {
		names = append(names, s.name)
	}
	return names
}

func describeSuites() string {
	var text strings.Builder
	for _, s := range suites() {
		fmt.Fprintf(&text, "  %-12s%s\n", s.name, s.about)
	}
	return text.String()
}
