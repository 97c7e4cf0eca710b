package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/shared/alarm"
)

// seen are the messages that were done with, in the order in which they came. There may be many of them, and whoever writes a
// row to NoSQL walks through all that is in it several times: so they are stored as a single text.
type seen []mark

// mark stands for a message that was seen.
type mark struct {
	time int64 // in milliseconds
	kind int64 // its type's place in the order
	when int64 // it was seen, in seconds
}

func newMark(m *alarm.Message, now time.Time) mark {
	return mark{m.Time.UnixMilli(), int64(slices.Index(order, m.Type)), now.Unix()}
}

// has tells whether the message at a position was seen.
func (s seen) has(p position) bool {
	kind := int64(slices.Index(order, p.Type))
	return slices.ContainsFunc(s, func(known mark) bool { return known.time == p.Time && known.kind == kind })
}

// MarshalJSON writes a mark as its three numbers to the base of 36, with dots in between, and a blank between marks.
func (s seen) MarshalJSON() ([]byte, error) {
	b := []byte{'"'}
	for i, m := range s {
		if i > 0 {
			b = append(b, ' ')
		}
		b = strconv.AppendInt(b, m.time, 36)
		b = strconv.AppendInt(append(b, '.'), m.kind, 36)
		b = strconv.AppendInt(append(b, '.'), m.when, 36)
	}
	return append(b, '"'), nil
}

// UnmarshalJSON reads what MarshalJSON writes.
func (s *seen) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	*s = nil
	for word := range strings.FieldsSeq(text) {
		parts := strings.Split(word, ".")
		if len(parts) != 3 {
			return fmt.Errorf("%.40q is no mark of a message", word)
		}
		var numbers [3]int64
		for i, part := range parts {
			var err error
			if numbers[i], err = strconv.ParseInt(part, 36, 64); err != nil {
				return fmt.Errorf("%.40q is no mark of a message: %w", word, err)
			}
		}
		*s = append(*s, mark{numbers[0], numbers[1], numbers[2]})
	}
	return nil
}
