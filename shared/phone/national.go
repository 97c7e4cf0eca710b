package phone

import "strings"

// cutExitPrefix takes away what is dialled before a foreign number, such as 00 or 011. No calling code starts with 0.
func (r *region) cutExitPrefix(digits string) (string, bool) {
	if r.exit == nil {
		return digits, false
	}
	at := r.exit.FindStringIndex(digits)
	if at == nil || strings.HasPrefix(digits[at[1]:], "0") {
		return digits, false
	}
	return digits[at[1]:], true
}

// readNational reads a number without plus sign or exit prefix. It may still start with the region's calling code: that is
// taken for one if the number makes sense only so, or would be too long otherwise.
func (r *region) readNational(digits string) (Number, error) {
	if rest, ok := strings.CutPrefix(digits, r.callingCode); ok {
		cut := r.cutNationalPrefix(rest)
		if (!r.valid(digits) && r.valid(cut)) || r.tooLong(digits) {
			return r.number(r.cutNationalPrefix(cut), cut)
		}
	}
	return r.number(r.cutNationalPrefix(digits), digits)
}

// cutNationalPrefix takes a trunk or carrier prefix away, or rewrites it where the country's rules say so (in Argentina
// "0 11 15…" is "9 11…" abroad). A number that is valid as it stands is not made invalid.
func (r *region) cutNationalPrefix(national string) string {
	if r.prefix == nil {
		return national
	}
	groups := r.prefix.FindStringSubmatchIndex(national)
	if groups == nil {
		return national
	}
	cut := national[groups[1]:]
	if lastGroup := groups[len(groups)-2]; r.rewrite != "" && lastGroup >= 0 {
		cut = r.prefix.ReplaceAllString(national, r.rewrite)
	}
	if r.valid(national) && !r.valid(cut) {
		return national
	}
	return cut
}

// number makes a number of the first of the candidates that has a possible length.
func (r *region) number(candidates ...string) (Number, error) {
	for _, national := range candidates {
		if r.possible(national) {
			return Number{r.callingCode, national}, nil
		}
	}
	return Number{}, ErrNotANumber
}
