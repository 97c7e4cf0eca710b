package phone

import (
	_ "embed"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

//go:embed regions.tsv
var regions string

// region is a country's rules. Its patterns are libphonenumber's and match digits only.
type region struct {
	name        string
	callingCode string
	exit        *regexp.Regexp // what is dialled before a foreign number; nil where unknown
	trunk       string         // what is dialled before a number of the country; "" where nothing is
	prefix      *regexp.Regexp // trunk and carrier prefixes at a number's start; nil where there are none
	rewrite     string         // what prefix is replaced by where its last group matched
	lengths     []int          // possible numbers of digits without prefix, ascending
	general     *regexp.Regexp // any number of the country
}

// regionByName returns the rules of a country by its ISO 3166 code.
func regionByName(name string) (*region, error) {
	return findRegion(func(columns []string) bool { return columns[2] == name })
}

// regionByCode returns the rules of a calling code: those of the main country where several share it.
func regionByCode(code string) (*region, error) {
	return findRegion(func(columns []string) bool { return columns[0] == code })
}

func findRegion(wanted func(columns []string) bool) (*region, error) {
	for line := range strings.Lines(regions) {
		columns := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if wanted(columns) {
			return newRegion(columns)
		}
	}
	return nil, errors.New("no such country or calling code")
}

func newRegion(columns []string) (*region, error) {
	r := &region{callingCode: columns[0], name: columns[2], trunk: columns[4], rewrite: columns[6]}
	for _, field := range strings.Fields(columns[7]) {
		length, err := strconv.Atoi(field)
		if err != nil {
			return nil, err
		}
		r.lengths = append(r.lengths, length)
	}
	var err error
	if r.exit, err = compile("^(?:", columns[3], ")"); err != nil {
		return nil, err
	}
	if r.prefix, err = compile("^(?:", columns[5], ")"); err != nil {
		return nil, err
	}
	if r.general, err = compile("^(?:", columns[8], ")$"); err != nil {
		return nil, err
	}
	return r, nil
}

// compile returns nil for the empty pattern, which would match everything.
func compile(before, pattern, after string) (*regexp.Regexp, error) {
	if pattern == "" {
		return nil, nil
	}
	return regexp.Compile(before + pattern + after)
}

// possible tells whether numbers of the region can have as many digits as this one.
func (r *region) possible(national string) bool {
	return slices.Contains(r.lengths, len(national))
}

// tooLong tells whether the number has more digits than any of the region.
func (r *region) tooLong(digits string) bool {
	return len(r.lengths) > 0 && len(digits) > slices.Max(r.lengths)
}

// valid tells whether the number fits the region's general pattern.
func (r *region) valid(national string) bool {
	return r.general != nil && r.general.MatchString(national)
}
