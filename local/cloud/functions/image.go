package functions

import (
	"errors"
	"io/fs"
	"slices"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/registry"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// architectures are those an image must have for an application's shape (OCI Functions:
// Specifying the Compute Architecture on Which to Run Functions), in the words of images.
var architectures = map[string][]string{
	"GENERIC_X86":     {"amd64"},
	"GENERIC_ARM":     {"arm64"},
	"GENERIC_X86_ARM": {"amd64", "arm64"},
}

// resolve checks that the image is in the registry, and for the shape's architectures, and
// fills in its digest.
func (p *Plane) resolve(op *resource.Op, doc store.Document, shape string) error {
	image := doc.String("image")
	if image == "" {
		return api.MissingParameter("Function: image is required")
	}
	tag, err := name.NewTag(image, name.StrictValidation)
	if err != nil {
		return api.InvalidParameter("Invalid Image %q: it is not a registry, repository and tag: %v", image, err)
	}
	if tag.RegistryStr() != p.Host || !strings.HasPrefix(tag.RepositoryStr(), op.Namespace+"/") {
		return api.InvalidParameter("Invalid Image %q: it is not in the registry of the region, %s/%s", image, p.Host, op.Namespace)
	}
	reference := tag.TagStr()
	if digest := doc.String("imageDigest"); digest != "" {
		reference = digest
	}
	found, err := p.Registry.Inspect(tag.RepositoryStr(), reference)
	if errors.Is(err, fs.ErrNotExist) {
		return api.InvalidParameter("Invalid Image %q: %s does not exist or you do not have access to it; push it first", image, reference)
	}
	if err != nil {
		return api.InvalidParameter("Invalid Image %q: %v", image, err)
	}
	if err := p.checkArchitectures(image, found, shape); err != nil {
		return err
	}
	// The digest of the version under the tag (OCI Functions: Creating Functions), which is
	// an index's where there is one.
	doc.Default("imageDigest", found.Digest)
	return nil
}

func (p *Plane) checkArchitectures(image string, found registry.Found, shape string) error {
	if !p.Fidelity.ImageArchitectureChecked {
		return nil
	}
	for _, wanted := range architectures[shape] {
		if !slices.Contains(found.Architectures, wanted) {
			return api.InvalidParameter("Invalid Image %q: it is for %s, and the application's shape %s needs %s",
				image, strings.Join(found.Architectures, ", "), shape, strings.Join(architectures[shape], " and "))
		}
	}
	return nil
}

// runsOn is the one architecture of a shape; none where there are several.
func runsOn(shape string) string {
	if all := architectures[shape]; len(all) == 1 {
		return all[0]
	}
	return ""
}
