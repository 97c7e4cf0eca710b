package artifacts

import (
	"log/slog"
	"net/http"
	"regexp"
	"slices"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/fidelity"
	"github.com/cxbridge/cxbridge/local/cloud/registry"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

const base = "/20160918/container"

// Registry is where the images are. Its repositories begin with the namespace.
type Registry interface {
	Images(repository string) []registry.Image
	Remove(repository, digest string) error
	Delete(repository string) error
}

// Options are what the plane works with.
type Options struct {
	Registry Registry
	User     string // who created what is created
	Fidelity fidelity.Switches
	Log      *slog.Logger
}

// Plane is the control plane of the registry.
type Plane struct {
	Options
	engine *resource.Engine
}

var repositoryName = regexp.MustCompile(`^[a-z0-9]+([._/-]+[a-z0-9]+)*$`)

// Register adds the repositories' kind and the images' routes.
func Register(e *resource.Engine, o Options) *Plane {
	p := &Plane{Options: o, engine: e}
	e.Register(&resource.Kind{
		Name: "containerrepo", Title: "Container Repository", Paths: []string{base + "/repositories"}, Active: "AVAILABLE",
		Fields:  "compartmentId! displayName! isImmutable:bool~ isPublic:bool~ readme:{readme}~ repositoryType isTopLevel:bool",
		Shapes:  map[string]string{"readme": "content! format:TEXT_MARKDOWN|TEXT_PLAIN!"},
		Aliases: map[string]string{"repositoryId": "id"},
		Create:  p.create,
		Delete:  p.remove,
		Show:    p.show,
		Page:    collection,
	})
	p.registerImages()
	return p
}

// collection sums up a page: what is in further ones is not counted.
func collection(_ *resource.Op, items []store.Document) any {
	images, size := 0, int64(0)
	for _, d := range items {
		images += d["imageCount"].(int)
		size += d["layersSizeInBytes"].(int64)
	}
	return map[string]any{"items": items, "repositoryCount": len(items), "remainingItemsCount": 0,
		"imageCount": images, "layerCount": images, "layersSizeInBytes": size}
}

func (p *Plane) create(op *resource.Op, r *store.Resource) error {
	name := r.Doc.String("displayName")
	if !repositoryName.MatchString(name) || len(name) > 255 {
		return api.InvalidParameter("displayName %q is not a repository's name: lower-case letters, digits, and . _ - / between them", name)
	}
	same, err := op.Find(store.Query{Kind: r.Kind, Name: name})
	if err != nil {
		return err
	}
	if len(same) > 0 {
		return api.Errorf(http.StatusConflict, "NAMESPACE_CONFLICT", "the repository %s already exists in the namespace %s", name, op.Namespace)
	}
	// A cloud that was killed may have left images of a deleted repository of that name.
	p.forget(op, r)
	r.Doc["namespace"], r.Doc["createdBy"] = op.Namespace, p.User
	r.Doc["systemTags"] = map[string]any{}
	r.Doc.Default("isImmutable", false)
	r.Doc.Default("isPublic", false)
	return nil
}

// remove deletes the images with the repository.
func (p *Plane) remove(op *resource.Op, r *store.Resource) error {
	name := op.Namespace + "/" + r.Name
	if n := len(p.Registry.Images(name)); n > 0 && !p.Fidelity.RepositoryDeletedWithImages {
		return api.Conflict("The repository %s has %d images. Delete them first.", r.Name, n)
	}
	p.forget(op, r)
	return nil
}

// forget removes the images of a repository that is no more, or not yet.
func (p *Plane) forget(op *resource.Op, r *store.Resource) {
	name := op.Namespace + "/" + r.Doc.String("displayName")
	op.After(func() {
		if err := p.Registry.Delete(name); err != nil {
			p.Log.Error("images of a deleted repository stay on disk", "repository", name, "error", err)
		}
	})
}

// show adds what the registry has. A layer count of one an image is an estimate: the
// registry does not tell.
func (p *Plane) show(op *resource.Op, r *store.Resource) (store.Document, error) {
	d := r.Doc.Clone()
	var size int64
	images := p.listed(op.Namespace + "/" + r.Name)
	for _, i := range images {
		size += i.Size
	}
	d["imageCount"], d["layerCount"], d["layersSizeInBytes"] = len(images), len(images), size
	d["billableSizeInGBs"] = size >> 30
	if len(images) > 0 {
		last := slices.MaxFunc(images, func(a, b registry.Image) int { return a.Pushed.Compare(b.Pushed) })
		d["timeLastPushed"] = resource.Time(last.Pushed)
	}
	return d, nil
}
