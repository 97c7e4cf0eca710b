package settings

import (
	"fmt"
	"strings"
	"time"
	"unicode"
)

// maxTagLength is how many characters a tag's value has at most (Tagging: limits on tags).
const maxTagLength = 256

// checkLife checks whose the stack is, and how long it may last.
func (c *checker) checkLife() {
	isUnfit := strings.TrimSpace(c.Owner) != c.Owner || len([]rune(c.Owner)) > maxTagLength ||
		strings.ContainsFunc(c.Owner, func(r rune) bool { return !unicode.IsPrint(r) })
	if c.Owner == "" || isPlaceholder(c.Owner) || isUnfit {
		c.add("owner", problem(c.Owner, fmt.Sprintf("is no tag of 1 to %d characters on one line", maxTagLength)), set("owner", "<a team or a person>"))
	}
	if c.Expires == "" {
		return
	}
	later := set("expires", c.source.Now.Add(24*time.Hour).UTC().Format(time.RFC3339))
	expires, err := time.Parse(time.RFC3339, c.Expires)
	switch {
	case err != nil:
		c.add("expires", problem(c.Expires, "is no time in RFC 3339"), later+", or leave it out: "+remove("expires"))
	case !expires.After(c.source.Now):
		c.add("expires", fmt.Sprintf("is %s, which is over", c.Expires), later+", or throw the stack away: pulumi destroy")
	}
	if c.Protect {
		c.add("protect", "is true, though the stack expires; what is protected cannot be thrown away",
			set("protect", "false")+", or "+remove("expires"))
	}
}
