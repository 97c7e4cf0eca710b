package policy

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// open takes a value out of what marks it as secret, or as another resource's. Only up knows what is not known.
func open(value resource.PropertyValue) (opened resource.PropertyValue, known bool) {
	switch {
	case value.IsSecret():
		return open(value.SecretValue().Element)
	case value.IsComputed():
		return value, false
	case value.IsOutput():
		output := value.OutputValue()
		if !output.Known {
			return value, false
		}
		return open(output.Element)
	}
	return value, true
}

// at is what stands below a value at a path of names. What is not there is null.
func at(value resource.PropertyValue, path ...resource.PropertyKey) (found resource.PropertyValue, known bool) {
	value, known = open(value)
	for _, name := range path {
		if !known {
			return value, false
		}
		if !value.IsObject() {
			return resource.NewNullProperty(), true
		}
		value, known = open(value.ObjectValue()[name])
	}
	return value, known
}

// at is what stands in the resource's inputs.
func (r Resource) at(path ...resource.PropertyKey) (found resource.PropertyValue, known bool) {
	return at(resource.NewProperty(r.Inputs), path...)
}

// isText says whether a value is a text, unless that is not known.
func isText(value resource.PropertyValue, known bool, text string) bool {
	return !known || value.IsString() && value.StringValue() == text
}

// isTrue says whether a value is known to be true.
func isTrue(value resource.PropertyValue, known bool) bool {
	return known && value.IsBool() && value.BoolValue()
}

// mayBeTrue says whether a value is known to be anything but false: providers take texts for booleans, too.
func mayBeTrue(value resource.PropertyValue, known bool) bool {
	return known && !value.IsNull() && !(value.IsBool() && !value.BoolValue())
}

// there says whether there is a value, known or not.
func there(value resource.PropertyValue, known bool) bool { return !known || !value.IsNull() }

// list is a list's elements, which may be unknown each; of anything else, none.
func list(value resource.PropertyValue, known bool) []resource.PropertyValue {
	if !known || !value.IsArray() {
		return nil
	}
	return value.ArrayValue()
}

// texts are the known texts of a list.
func texts(value resource.PropertyValue, known bool) []string {
	var result []string
	for _, element := range list(value, known) {
		if text, known := open(element); known && text.IsString() {
			result = append(result, text.StringValue())
		}
	}
	return result
}

// plain calls see for each known text and number below a value that is not marked secret, with its path.
func plain(path string, value resource.PropertyValue, see func(path, text string)) {
	switch {
	case value.IsSecret() || value.IsOutput() && value.OutputValue().Secret:
	case value.IsOutput():
		plain(path, value.OutputValue().Element, see)
	case value.IsArray():
		for i, element := range value.ArrayValue() {
			plain(fmt.Sprintf("%s[%d]", path, i), element, see)
		}
	case value.IsObject():
		object := value.ObjectValue()
		for _, key := range slices.Sorted(maps.Keys(object)) {
			below := string(key)
			if path != "" {
				below = path + "." + below
			}
			plain(below, object[key], see)
		}
	case value.IsNumber():
		see(path, strconv.FormatFloat(value.NumberValue(), 'f', -1, 64))
	case value.IsString():
		see(path, value.StringValue())
	}
}
