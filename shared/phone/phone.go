package phone

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// ErrNotANumber is the error for text that is no telephone number: other characters than digits, blanks and the usual
// punctuation, an unknown calling code, too few or too many digits.
var ErrNotANumber = errors.New("not a telephone number")

// maxText caps the text that is looked at, in bytes. The longest numbers have 15 digits (ITU-T E.164).
const maxText = 40

// maxCallingCode is the most digits of a calling code (ITU-T E.164).
const maxCallingCode = 3

// Number is a telephone number. Both parts are digits only, whatever it was read from.
type Number struct {
	callingCode string
	national    string // without prefixes; an Italian number keeps its leading zero
}

// Digits returns the number with its calling code: "15017122661".
func (n Number) Digits() string { return n.callingCode + n.national }

// E164 returns the number as ITU-T E.164 writes it: "+15017122661".
func (n Number) E164() string { return "+" + n.Digits() }

// Masked returns what may stand in a log: "+1…61".
func (n Number) Masked() string {
	return "+" + n.callingCode + "…" + n.national[max(0, len(n.national)-2):]
}

// Reader reads numbers as they are written in one country. It may be used concurrently.
type Reader struct {
	home *region

	mu     sync.Mutex
	byCode map[string]*region // compiled so far, as most numbers come from few countries
}

// NewReader returns a reader for the country with the given ISO 3166 code ("US"), to which numbers without a calling code
// belong.
func NewReader(country string) (*Reader, error) {
	home, err := regionByName(strings.ToUpper(country))
	if err != nil || home.name == "001" {
		return nil, fmt.Errorf("%q is no country with telephone numbers: use an ISO 3166 code such as US", country)
	}
	return &Reader{home: home, byCode: map[string]*region{}}, nil
}

// Read reads a number in international form ("+1 501 712 2661", "0044 7700 900123", or without the plus sign, as some
// vendors write it) or in the home country's ("(501) 712-2661"). The error is [ErrNotANumber].
func (r *Reader) Read(text string) (Number, error) {
	digits, international, err := clean(text)
	if err != nil {
		return Number{}, err
	}
	if international {
		return r.readInternational(digits)
	}
	if rest, ok := r.home.cutExitPrefix(digits); ok {
		return r.readInternational(rest)
	}
	if number, err := r.home.readNational(digits); err == nil {
		return number, nil
	}
	return r.readInternational(digits)
}

// Spellings returns the digits by which the number may have been stored: in full first, and then, for numbers of the reader's own
// country, without calling code, plain and with the prefix that is dialled within the country. Numbers of other countries
// are not looked for without calling code, as the same digits are someone else's number at home.
func (r *Reader) Spellings(n Number) []string {
	spellings := []string{n.Digits()}
	if n.callingCode == r.home.callingCode {
		spellings = append(spellings, n.national)
		if trunk := r.home.trunk + n.national; !slices.Contains(spellings, trunk) {
			spellings = append(spellings, trunk)
		}
	}
	return spellings
}

func (r *Reader) readInternational(digits string) (Number, error) {
	found, national, err := r.regionOf(digits)
	if err != nil {
		return Number{}, err
	}
	return found.number(found.cutNationalPrefix(national), national)
}

// regionOf returns the rules of the calling code that an international number starts with, and the rest of the number. No
// calling code is the start of another one.
func (r *Reader) regionOf(digits string) (*region, string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for length := 1; length <= min(maxCallingCode, len(digits)); length++ {
		code, national := digits[:length], digits[length:]
		found := r.byCode[code]
		if found == nil {
			var err error
			if found, err = regionByCode(code); err != nil {
				continue
			}
			r.byCode[code] = found
		}
		return found, national, nil
	}
	return nil, "", ErrNotANumber
}

// clean takes the punctuation out of a number and tells whether it began with a plus sign. Only ASCII digits pass, so what
// is made of a number later can reach into no query.
func clean(text string) (digits string, international bool, err error) {
	if len(text) > maxText {
		return "", false, ErrNotANumber
	}
	text, international = strings.CutPrefix(strings.TrimSpace(text), "+")
	var b strings.Builder
	for _, c := range text {
		switch {
		case '0' <= c && c <= '9':
			b.WriteRune(c)
		case strings.ContainsRune(" -./()\u00a0\u2010\u2011\u2012\u2013", c):
		default:
			return "", false, ErrNotANumber
		}
	}
	return b.String(), international, nil
}
