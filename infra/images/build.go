package images

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"
	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// Builder makes images of the functions of a module.
type Builder struct {
	Root  string            // the module's folder; functions are below Root/functions
	Cache string            // keeps programs and layers between builds
	Log   func(text string) // tells people about steps that take long
}

// Start begins to build the images of the named functions, so that other resources can be registered meanwhile. The
// returned function waits for them and returns what Build does.
func (b Builder) Start(ctx context.Context, functions []string) (wait func() (map[string]v1.Image, error)) {
	wait = sync.OnceValues(func() (map[string]v1.Image, error) { return b.Build(ctx, functions) })
	go wait()
	return wait
}

// Build makes the images of the named functions. It fails when one does not compile, with the compiler's words.
func (b Builder) Build(ctx context.Context, functions []string) (map[string]v1.Image, error) {
	if err := os.MkdirAll(b.Cache, 0o755); err != nil {
		return nil, fmt.Errorf("building function images: making the cache: %w", err)
	}
	// Two stacks may be previewed at the same time in one checkout.
	lock := flock.New(filepath.Join(b.Cache, "lock"))
	if _, err := lock.TryLockContext(ctx, 50*time.Millisecond); err != nil {
		return nil, fmt.Errorf("building function images: waiting for another build to leave %s: %w", b.Cache, err)
	}
	defer lock.Unlock()

	programs, err := b.compile(ctx, functions)
	if err != nil {
		return nil, fmt.Errorf("building function images: %w", err)
	}
	images := map[string]v1.Image{}
	for _, function := range functions {
		if images[function], err = b.image(programs, function); err != nil {
			return nil, fmt.Errorf("building the image of %s: %w", function, err)
		}
	}
	return images, nil
}

// image packs the compiled program of a function, which is a file in the folder programs.
func (b Builder) image(programs, function string) (v1.Image, error) {
	program, err := os.ReadFile(filepath.Join(programs, function))
	if err != nil {
		return nil, err
	}
	if err := clearBuildIDs(program); err != nil {
		return nil, err
	}
	layer, err := b.layer(program)
	if err != nil {
		return nil, err
	}
	return assemble(layer)
}
