package main

import (
	"errors"
	"fmt"

	"google.golang.org/protobuf/types/known/structpb"
)

// options are runtime.options of Pulumi.yaml.
type options struct {
	binary      string // run this instead of compiling
	buildTarget string // compile to this file and keep it
}

func parseOptions(given *structpb.Struct) (options, error) {
	var o options
	known := map[string]*string{"binary": &o.binary, "buildTarget": &o.buildTarget}
	for name, value := range given.GetFields() {
		field, ok := known[name]
		if !ok {
			// Options of other plugins (and of later releases) are not faults.
			continue
		}
		text, ok := value.GetKind().(*structpb.Value_StringValue)
		if !ok {
			return options{}, fmt.Errorf("runtime.options.%s in Pulumi.yaml must be a string", name)
		}
		*field = text.StringValue
	}
	if o.binary != "" && o.buildTarget != "" {
		return options{}, errors.New("runtime.options in Pulumi.yaml has both binary and buildTarget: " +
			"the one is run as it is, the other compiled; keep one of them")
	}
	return o, nil
}
