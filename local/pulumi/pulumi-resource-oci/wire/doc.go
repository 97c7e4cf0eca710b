// Package wire translates between Pulumi's properties and OCI's JSON, as the
// schema says: names, numbers that Pulumi spells as strings, lists that are
// keyed objects on the wire, tags, and ports that Terraform's schema flattens.
//
// Values are plain: nil, bool, string, float64, []any, map[string]any, and
// Unknown for what a preview cannot know yet. On the wire numbers are
// json.Number, so that no digit of a 64-bit number is lost.
package wire

// Unknown is a value that is only known when something else has been created.
type Unknown struct{}

// IsUnknown says whether any part of the value is unknown.
func IsUnknown(v any) bool {
	switch v := v.(type) {
	case Unknown:
		return true
	case []any:
		for _, e := range v {
			if IsUnknown(e) {
				return true
			}
		}
	case map[string]any:
		for _, e := range v {
			if IsUnknown(e) {
				return true
			}
		}
	}
	return false
}

// IsEmpty says whether a value says nothing: an absent one, an empty string, an
// empty collection, or an object with nothing but such.
func IsEmpty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		for _, e := range v {
			if !IsEmpty(e) {
				return false
			}
		}
		return true
	}
	return false
}
