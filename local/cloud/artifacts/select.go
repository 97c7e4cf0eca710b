package artifacts

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// filters are ListContainerImages' query parameters that name a field.
var filters = map[string]string{"repositoryId": "repositoryId", "repositoryName": "repositoryName", "displayName": "displayName",
	"imageId": "id", "version": "version", "imageDigest": "digest", "lifecycleState": "lifecycleState"}

// matching are the images that a list's query asks for.
func matching(c *api.Call, all []store.Document) []store.Document {
	out := []store.Document{}
	for _, d := range all {
		fits := true
		for parameter, field := range filters {
			want := c.Query(parameter)
			fits = fits && (want == "" || equal(parameter, want, d.String(field)))
		}
		if versioned, err := strconv.ParseBool(c.Query("isVersioned")); err == nil {
			fits = fits && versioned == (d["version"] != nil)
		}
		if fits {
			out = append(out, d)
		}
	}
	return out
}

// equal compares as a parameter does: a repository's name and a version may end in *.
func equal(parameter, want, have string) bool {
	prefix, open := strings.CutSuffix(want, "*")
	if open && (parameter == "repositoryName" || parameter == "version") {
		return strings.HasPrefix(have, prefix)
	}
	return strings.EqualFold(want, have)
}

// order sorts a list as asked: by time the newest first, by name the other way, unless
// sortOrder says (oci-go-sdk: artifacts.ListContainerImagesRequest).
func order(c *api.Call, list []store.Document) error {
	field, descending := "", false
	switch by := c.Query("sortBy"); by {
	case "":
		return nil
	case "TIMECREATED":
		field, descending = "timeCreated", true
	case "DISPLAYNAME":
		field = "displayName"
	default:
		return api.InvalidParameter("sortBy %q is neither TIMECREATED nor DISPLAYNAME", by)
	}
	switch o := c.Query("sortOrder"); o {
	case "":
	case "ASC", "DESC":
		descending = o == "DESC"
	default:
		return api.InvalidParameter("sortOrder %q is neither ASC nor DESC", o)
	}
	slices.SortStableFunc(list, func(a, b store.Document) int {
		if descending {
			a, b = b, a
		}
		return strings.Compare(a.String(field), b.String(field))
	})
	return nil
}
