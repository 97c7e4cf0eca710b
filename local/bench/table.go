package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// row is a figure as people read it.
type row struct {
	what, measured, spread, atMost, ratio string
	exceeded                              bool
}

var columns = []string{"what", "measured", "min–max", "at most", "ratio"}

// exceededMark follows a bound that was.
const exceededMark = ", exceeded"

func (r row) cells() []string { return []string{r.what, r.measured, r.spread, r.atMost, r.ratio} }

// newRow is an error for a figure that no benchmark reported. What it would be compared with may be missing.
func newRow(f figure, s samples) (row, error) {
	values := s[f.of]
	if len(values) == 0 {
		return row{}, fmt.Errorf("no benchmark reported %s of %s: the catalogue in local/bench names it for %q", f.of.unit, f.of.benchmark, f.what)
	}
	per := f.scale()
	middle := median(values) / per
	r := row{
		what:     f.what,
		measured: digits(middle, 3) + f.suffix(),
		spread:   digits(slices.Min(values)/per, 3) + "–" + digits(slices.Max(values)/per, 3),
		exceeded: f.atMost > 0 && middle > f.atMost,
	}
	if f.atMost > 0 {
		r.atMost = digits(f.atMost, 3) + f.suffix()
	}
	if r.exceeded {
		r.atMost += exceededMark
	}
	if f.refusals {
		total := 0.0
		for _, refused := range s[key{f.of.benchmark, "refused"}] {
			total += refused
		}
		r.measured += fmt.Sprintf(", %.0f refused", total)
	}
	var ratios []string
	for _, c := range f.than {
		if other := s[c.of]; len(other) > 0 && median(other) != 0 {
			ratios = append(ratios, digits(median(values)/median(other), 2)+" × "+c.what)
		}
	}
	r.ratio = strings.Join(ratios, ", ")
	return r, nil
}

// scale is how many of the benchmark's unit the table's has.
func (f figure) scale() float64 {
	if f.of.unit != perRun {
		return 1
	}
	return map[string]float64{"s": 1e9, "ms": 1e6}[f.in]
}

func (f figure) suffix() string {
	if strings.HasPrefix(f.in, "/") {
		return f.in
	}
	return " " + f.in
}

// digits writes a number with so many significant digits, and without an exponent.
func digits(value float64, significant int) string {
	if value == 0 {
		return "0"
	}
	exponent := int(math.Floor(math.Log10(math.Abs(value))))
	decimals := min(max(significant-1-exponent, 0), 6)
	text := strconv.FormatFloat(value, 'f', decimals, 64)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text
}
