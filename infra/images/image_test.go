package images

import (
	"testing"

	"github.com/google/go-containerregistry/pkg/v1/static"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// Another form would change every function's digest, though no code changed.
func TestTheFormOfImagesStays(t *testing.T) {
	layer := static.NewLayer([]byte("a program"), types.DockerLayer)
	var platforms []platform
	for _, architecture := range []string{"amd64", "arm64"} {
		image, err := assemble(architecture, layer)
		if err != nil {
			t.Fatal(err)
		}
		platforms = append(platforms, platform{architecture, image})
	}
	for _, tt := range []struct {
		name string
		of   []platform
		want string
	}{
		{"amd64", platforms[:1], "sha256:5141f8026a2813e3f43ade64dc32b9cc4c4a04792ee89cf7365a5c05d8cdd499"},
		{"arm64", platforms[1:], "sha256:cb6229cc0e4cbee13fd4305e4832dc66b76577701bc36553c760b59ee1729fc6"},
		{"both", platforms, "sha256:6ed2a91a02d5c014dd55679e466b5e242d973d8f4756f5a322fbaab04c46e3fa"},
	} {
		if got, err := digestOf(combine(tt.of)); err != nil || got.String() != tt.want {
			t.Errorf("%s: %s, %v, want %s", tt.name, got, err, tt.want)
		}
	}
}
