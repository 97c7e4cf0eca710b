package registration

import (
	"fmt"
	"net/http"
	"path"
	"slices"
	"strings"

	jsonpatch "github.com/evanphx/json-patch/v5"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/cxbridge/cxbridge/local/desk/cxif/wire"
)

// operation is one of a patch (RFC 6902, section 4). Its other members are ignored,
// as the standard wants.
type operation struct {
	Op    string         `json:"op"`
	Path  *string        `json:"path"`
	From  *string        `json:"from,omitempty"`
	Value jsontext.Value `json:"value,omitzero"`
}

const (
	maxOperations = 200     // of one patch
	maxCopied     = 1 << 20 // bytes that its copy operations add
)

// readPatch reads a patch and reports everything that is wrong with it. The library
// would take some of that, and quote values, which can be secrets, in what it says of
// the rest. Lenient takes paths without their first slash.
func readPatch(text []byte, lenient bool) (jsonpatch.Patch, error) {
	var operations []operation
	if err := wire.Decode(text, &operations); err != nil {
		return nil, err
	}
	if len(operations) == 0 || len(operations) > maxOperations {
		return nil, wire.Refuse(http.StatusBadRequest, "The patch has %d operations; give 1 to %d", len(operations), maxOperations)
	}
	var f faults
	for i := range operations {
		operations[i].check(&f, i, lenient)
	}
	if err := f.err(); err != nil {
		return nil, err
	}
	normalized, err := json.Marshal(operations)
	if err != nil {
		return nil, err
	}
	return jsonpatch.DecodePatch(normalized)
}

func (o *operation) check(f *faults, index int, lenient bool) {
	place := fmt.Sprintf("/%d", index)
	switch {
	case slices.Contains([]string{"add", "replace", "test"}, o.Op):
		if len(o.Value) == 0 {
			f.add(place+"/value", "is required")
		}
	case o.Op == "move" || o.Op == "copy":
		checkPointer(f, place+"/from", o.From, lenient)
		if namesSecret(o.From) && !namesSecret(o.Path) {
			f.add(place+"/from", "is a secret; it cannot be brought to where it is shown")
		}
	case o.Op != "remove":
		f.add(place+"/op", "%.40q is none of add, remove, replace, move, copy, test", o.Op)
	}
	checkPointer(f, place+"/path", o.Path, lenient)
}

// namesSecret tells whether a pointer ends at a member that holds a secret.
func namesSecret(pointer *string) bool {
	return pointer != nil && slices.Contains([]string{"password", "client-secret"}, path.Base(*pointer))
}

// checkPointer demands a JSON Pointer (RFC 6901).
func checkPointer(f *faults, place string, pointer *string, lenient bool) {
	switch {
	case pointer == nil:
		f.add(place, "is required")
	case *pointer == "":
		f.add(place, "names all of the registration; name a part of it")
	case strings.HasPrefix(*pointer, "/"):
	case lenient:
		*pointer = "/" + *pointer
	default:
		f.add(place, "%.100q must begin with a slash", *pointer)
	}
}

// patched is a registration after a patch: after all of it, or an error. The patch
// sees the secrets, so that they can be tested and replaced.
func patched(r Registration, patch jsonpatch.Patch) (changed Registration, err error) {
	before, err := json.Marshal(r)
	if err != nil {
		return changed, err
	}
	after, err := patch.ApplyWithOptions(before, &jsonpatch.ApplyOptions{AccumulatedCopySizeLimit: maxCopied})
	if err != nil {
		return changed, wire.Refuse(http.StatusBadRequest, "The patch cannot be applied: %.300v", err)
	}
	return changed, wire.Decode(after, &changed, wire.Closed)
}
