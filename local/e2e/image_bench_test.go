//go:build engine

package e2e

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"
)

// image is a function's image in the registry.
type image struct {
	function string
	size     int64 // of manifest, configuration and layers, in bytes
}

// images reads from the registry what the stack has pushed there.
func (s *stack) images() (list []image) {
	s.t.Helper()
	out, err := s.engine.Command(context.Background(), "stack", "output", "-s", "local", "--json").Output()
	if err != nil {
		s.t.Fatalf("pulumi stack output: %v", err)
	}
	var outputs struct{ FunctionDigests map[string]string }
	if err := json.Unmarshal(out, &outputs); err != nil || len(outputs.FunctionDigests) == 0 {
		s.t.Fatalf("the outputs hold no functionDigests: %v\n%s", err, out)
	}
	registry := strings.TrimPrefix(s.addresses.Registry, "http://")
	for _, function := range slices.Sorted(maps.Keys(outputs.FunctionDigests)) {
		reference := registry + "/cxbridge/cxbridge-local/" + function + "@" + outputs.FunctionDigests[function]
		size, err := imageSize(reference)
		if err != nil {
			s.t.Fatalf("reading the image %s: %v", reference, err)
		}
		list = append(list, image{function, size})
	}
	return list
}

// imageSize asks the registry, as the user who pushes there.
func imageSize(reference string) (int64, error) {
	digest, err := name.NewDigest(reference, name.Insecure)
	if err != nil {
		return 0, err
	}
	pushed, err := remote.Image(digest, remote.WithAuth(&authn.Basic{Username: "cxbridge/local", Password: "local-auth-token"}))
	if err != nil {
		return 0, err
	}
	manifest, err := pushed.Manifest()
	if err != nil {
		return 0, err
	}
	total, err := pushed.Size() // of the manifest
	for _, layer := range manifest.Layers {
		total += layer.Size
	}
	return total + manifest.Config.Size, err
}
