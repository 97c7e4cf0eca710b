package registration

import (
	"encoding/binary"
	"fmt"
	"strconv"

	"github.com/google/uuid"
)

// The last five characters of an id are a number in base 36 that runs through all
// of them in an order that looks like none: factor has no divisor in common with ids.
const (
	ids    = 36 * 36 * 36 * 36 * 36
	factor = 25214903
)

// newID is the id of the registration with a number in the store. Other numbers have
// other ids. The form is that of the REST reference's sample, listener-registration9tx8k.
func newID(number int64, asUUID bool) string {
	if asUUID {
		return uuid.NewSHA1(uuid.NameSpaceOID, binary.BigEndian.AppendUint64([]byte(kind), uint64(number))).String()
	}
	suffix := strconv.FormatInt(number%ids*factor%ids, 36)
	return fmt.Sprintf("listener-registration%05s", suffix)
}
