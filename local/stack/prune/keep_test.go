package prune

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// history is a repository's images, the oldest first: versions in capital letters.
func history(names string) []image {
	var images []image
	for day, name := range strings.Fields(names) {
		i := image{digest: name, created: time.Unix(0, 0).AddDate(0, 0, day)}
		if name == strings.ToUpper(name) {
			i.version = name
		}
		images = append(images, i)
	}
	return images
}

func TestKeep(t *testing.T) {
	index := map[string][]string{"X": {"a", "b"}, "Y": {"b", "c"}, "Z": {"d", "e"}}
	for _, tt := range []struct {
		name, images, used string
		newest             int
		want               string
	}{
		{"only what runs and the newest", "A B C D", "B", 1, "B D"},
		{"the newest run", "A B C D", "D", 2, "C D"},
		{"fewer than are kept", "A B", "A", 3, "A B"},
		{"an index's images", "a b X c Y d e Z", "Z", 1, "Z d e"},
		{"images of two indexes", "a b X c Y d e Z", "Z", 2, "Y Z b c d e"},
		{"an old index runs", "a b X c Y d e Z", "X", 1, "X Z a b d e"},
		{"an image that was one of an index", "a b X A", "A", 1, "A"},
		{"an index is being pushed", "A b C d e", "C", 1, "C d e"},
		{"the first index is being pushed", "a b", "", 1, "a b"},
		{"what runs is not listed", "A B", "Y", 1, "B Y b c"},
		{"nothing", "", "", 1, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			used := digests{}
			for _, digest := range strings.Fields(tt.used) {
				used[digest] = true
			}
			children := func(digest string) ([]string, error) { return index[digest], nil }
			got, err := keep(history(tt.images), used, tt.newest, children)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Fields(tt.want), slices.Sorted(maps.Keys(got)), emptyIsNil); diff != "" {
				t.Errorf("kept (-want +got):\n%s", diff)
			}
		})
	}
}

var emptyIsNil = cmp.Transformer("", func(s []string) string { return strings.Join(s, " ") })

func TestAnIndexThatCannotBeReadStopsAll(t *testing.T) {
	broken := errors.New("no such image")
	_, err := keep(history("A B"), nil, 1, func(string) ([]string, error) { return nil, broken })
	if !errors.Is(err, broken) {
		t.Errorf("err = %v", err)
	}
}
