package config

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// DecodeJSON decodes a setting that is JSON. A field that value does not have, and whatever follows the JSON, is an error, as
// it would count for nothing. The error may repeat what stands in the text.
func DecodeJSON(text string, value any) error {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(value); err != nil {
		return err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return errors.New("something follows the JSON")
	}
	return nil
}
