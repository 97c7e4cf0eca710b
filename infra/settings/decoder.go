package settings

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// decoder reads values of the types that a setting can have, and notes what cannot be read.
type decoder struct {
	source Source
	faults Faults
	unread []string // keys of values that could not be read, so that nothing is known of them
}

// unreadable notes that a value cannot be read.
func (d *decoder) unreadable(key, problem, remedy string) {
	d.faults.add(key, problem, remedy)
	d.unread = append(d.unread, key)
}

func (d *decoder) secret(key string) Secret {
	value := d.source.Get(key)
	if value != "" && !d.source.IsSecret(key) {
		d.faults.add(key, "is a secret, but stands unencrypted in the stack's file", setSecret(key))
	}
	return Secret{text: value}
}

// text is a value that is no list or object, which would come as JSON. It is not told, as a user's name may
// be a secret.
func (d *decoder) text(key string) string {
	value := d.source.Get(key)
	if asList(value) != nil {
		d.unreadable(key, "is a list or an object, where one text is wanted", set(key, "<value>"))
	}
	return asWritten(value)
}

// asWritten is a time as it stands in a stack's file. Without quotes, YAML takes it for one, and the engine hands it on as Go's
// time.Time.String writes it; other texts are left alone.
func asWritten(text string) string {
	parts := strings.Fields(text)
	if len(parts) != 4 { // date, time, offset and the zone's name
		return text
	}
	parsed, err := time.Parse("2006-01-02 15:04:05 -0700", strings.Join(parts[:3], " "))
	if err != nil {
		return text
	}
	return parsed.Format(time.RFC3339Nano)
}

func (d *decoder) integer(key string) int {
	number, err := strconv.Atoi(d.source.Get(key))
	if err != nil {
		d.unreadable(key, fmt.Sprintf("is %q, which is no whole number", d.source.Get(key)), set(key, "30"))
	}
	return number
}

func (d *decoder) boolean(key string) bool {
	value, err := strconv.ParseBool(d.source.Get(key))
	if err != nil {
		d.unreadable(key, fmt.Sprintf("is %q, which is neither true nor false", d.source.Get(key)), set(key, "false"))
	}
	return value
}

func (d *decoder) list(key string) []string {
	var list []string
	d.json(key, d.source.Get(key), &list, set(key+"[0]", "…"))
	return list
}

// entries decodes a list of objects. What an entry leaves out is as in the default.
func entries[T any](d *decoder, key string, byDefault T) []T {
	var texts []json.RawMessage
	d.json(key, d.source.Get(key), &texts,
		key+" is a list of {"+strings.Join(keysOf(reflect.TypeFor[T]()), ", ")+"}; see Pulumi.yaml")
	list := make([]T, len(texts))
	for i, text := range texts {
		list[i] = byDefault
		d.object(fmt.Sprintf("%s[%d]", key, i), string(text), &list[i])
	}
	return list
}

// object decodes a JSON object, and the objects in it. Keys that the target does not have are faults: a typing error must
// not become a default.
func (d *decoder) object(key, text string, target any) {
	known := keysOf(reflect.TypeOf(target).Elem())
	remedy := "its keys are " + strings.Join(known, ", ")
	var entries map[string]json.RawMessage
	d.json(key, text, &entries, remedy)
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		if !slices.Contains(known, name) {
			d.faults.add(key+"."+name, "is not a setting", remedy)
		} else if string(entries[name]) != "null" {
			d.field(key+"."+name, name, entries[name], target)
		}
	}
}

// field decodes one entry of an object.
func (d *decoder) field(key, name string, text json.RawMessage, target any) {
	for _, field := range reflect.VisibleFields(reflect.TypeOf(target).Elem()) {
		if field.Tag.Get("json") != name {
			continue
		}
		if field.Type.Kind() == reflect.Pointer {
			nested := reflect.New(field.Type.Elem())
			d.object(key, string(text), nested.Interface())
			reflect.ValueOf(target).Elem().FieldByIndex(field.Index).Set(nested)
			return
		}
		text = asTexts(text, field.Type)
	}
	single, _ := json.Marshal(map[string]json.RawMessage{name: text})
	d.json(key, string(single), target, "see its description in Pulumi.yaml")
}

// asTexts makes texts of numbers, truth values and times that stand where texts are wanted: pulumi config set --path writes what
// looks like one so, and people do without quotes.
func asTexts(value json.RawMessage, wanted reflect.Type) json.RawMessage {
	switch wanted.Kind() {
	case reflect.String:
		if strings.ContainsRune("-0123456789tf", rune(value[0])) {
			value, _ = json.Marshal(string(value))
		}
		var text string
		if json.Unmarshal(value, &text) == nil {
			value, _ = json.Marshal(asWritten(text))
		}
	case reflect.Map:
		var entries map[string]json.RawMessage
		if json.Unmarshal(value, &entries) == nil {
			for name, entry := range entries {
				entries[name] = asTexts(entry, wanted.Elem())
			}
			value, _ = json.Marshal(entries)
		}
	case reflect.Slice:
		var entries []json.RawMessage
		if wanted != reflect.TypeFor[json.RawMessage]() && json.Unmarshal(value, &entries) == nil {
			for i, entry := range entries {
				entries[i] = asTexts(entry, wanted.Elem())
			}
			value, _ = json.Marshal(entries)
		}
	}
	return value
}

// json decodes into target. Nothing there is nothing decoded.
func (d *decoder) json(key, text string, target any, remedy string) {
	if text == "" {
		return
	}
	if err := json.Unmarshal([]byte(text), target); err != nil {
		d.unreadable(key, "cannot be read: "+err.Error(), remedy)
	}
}

// keysOf lists the JSON keys of a struct, those of embedded structs included.
func keysOf(object reflect.Type) []string {
	var keys []string
	for _, field := range reflect.VisibleFields(object) {
		if key := field.Tag.Get("json"); key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}
