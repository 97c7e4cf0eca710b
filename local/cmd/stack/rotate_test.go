package main

import (
	"os"
	"strings"
	"testing"
)

func TestReadSecret(t *testing.T) {
	longest := strings.Repeat("x", maxSecret)
	for given, want := range map[string]string{
		"secret": "secret", "secret\n": "secret", "secret\r\n": "secret", " se cret \n": " se cret ", "": "", longest: longest,
	} {
		if got, err := readSecret(strings.NewReader(given)); err != nil || got != want {
			t.Errorf("%q: %q, %v", given, got, err)
		}
	}
	if got, err := readSecret(strings.NewReader(longest + "x")); err == nil || got != "" {
		t.Errorf("what is too long became %d bytes, %v", len(got), err)
	}
	device, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer device.Close()
	if _, err := readSecret(device); err == nil || !strings.Contains(err.Error(), "pipe") {
		t.Errorf("typed: %v", err)
	}
}
