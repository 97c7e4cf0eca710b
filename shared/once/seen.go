package once

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Seen are the messages that were done with, in the order in which they came. There may be many of them, and whoever writes a
// row to NoSQL walks through all that is in it several times: so they are stored as a single text.
type Seen []Mark

// Mark stands for a message that was seen.
type Mark struct {
	ID   string // the message's [Message.Mark]
	When int64  // it was seen, in seconds
}

// Has tells whether the message with a mark was seen.
func (s Seen) Has(mark string) bool {
	return slices.ContainsFunc(s, func(known Mark) bool { return known.ID == mark })
}

// MarshalJSON writes a mark and its time to the base of 36, with a dot in between, and a blank between marks.
func (s Seen) MarshalJSON() ([]byte, error) {
	var b []byte
	for i, m := range s {
		if i > 0 {
			b = append(b, ' ')
		}
		b = append(append(b, m.ID...), '.')
		b = strconv.AppendInt(b, m.When, 36)
	}
	return json.Marshal(string(b))
}

// UnmarshalJSON reads what MarshalJSON writes.
func (s *Seen) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	*s = nil
	for word := range strings.FieldsSeq(text) {
		dot := strings.LastIndexByte(word, '.')
		if dot <= 0 {
			return fmt.Errorf("%.40q is no mark of a message", word)
		}
		when, err := strconv.ParseInt(word[dot+1:], 36, 64)
		if err != nil {
			return fmt.Errorf("%.40q is no mark of a message: %w", word, err)
		}
		*s = append(*s, Mark{word[:dot], when})
	}
	return nil
}
