package prune

import (
	"maps"
	"slices"
)

// keep are the digests of the images of one repository that stay: what is used, the newest
// versions, what those consist of, and what may belong to an index that is being pushed.
func keep(images []image, used digests, newest int, children func(digest string) ([]string, error)) (digests, error) {
	images = slices.Clone(images)
	slices.SortFunc(images, func(a, b image) int { return b.created.Compare(a.created) })
	stays := digests{}
	for digest := range used {
		stays[digest] = true
	}
	versions := 0
	for _, i := range images {
		switch {
		case i.version != "" && versions < newest:
			versions++
			stays[i.digest] = true
		case i.version == "" && versions == 0:
			stays[i.digest] = true
		}
	}
	for _, digest := range slices.Collect(maps.Keys(stays)) {
		parts, err := children(digest)
		if err != nil {
			return nil, err
		}
		for _, part := range parts {
			stays[part] = true
		}
	}
	return stays, nil
}
