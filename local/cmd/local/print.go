package main

import (
	"encoding/json"
	"io"
)

// printJSON is what --json prints of a value.
func printJSON(out io.Writer, value any) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false) // for people and jq, not for a page
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}
