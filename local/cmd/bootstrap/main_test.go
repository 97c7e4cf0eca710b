package main

import (
	"strings"
	"testing"
)

func TestAsksForHelp(t *testing.T) {
	for line, want := range map[string]bool{
		"":                false,
		"--tests":         false,
		"demo":            false,
		"demo --once":     false,
		"demo -h":         true,
		"local up --help": true,
		"local help up":   true,
		"local help":      true,
		"local up":        false,
	} {
		if got := asksForHelp(strings.Fields(line)); got != want {
			t.Errorf("asksForHelp(%q) = %v, want %v", line, got, want)
		}
	}
}
