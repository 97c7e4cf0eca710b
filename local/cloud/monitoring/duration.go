package monitoring

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// durationForm is what of ISO 8601 has a length: no years, no months.
var durationForm = regexp.MustCompile(`^P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?$`)

var durationUnits = []time.Duration{7 * 24 * time.Hour, 24 * time.Hour, time.Hour, time.Minute, time.Second}

// parseDuration reads an ISO 8601 duration such as PT5M or P1DT12H.
func parseDuration(text string) (time.Duration, error) {
	m := durationForm.FindStringSubmatch(text)
	if m == nil || text[len(text)-1] == 'P' || text[len(text)-1] == 'T' {
		return 0, fmt.Errorf("%q is not an ISO 8601 duration such as PT5M", text)
	}
	var length time.Duration
	for i, number := range m[1:] {
		n, _ := strconv.Atoi("0" + number)
		length += time.Duration(n) * durationUnits[i]
	}
	return length, nil
}
