package images

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"golang.org/x/sync/errgroup"
)

// Builder makes images of the functions of a module.
type Builder struct {
	Root          string            // the module's folder; functions are below Root/functions
	Cache         string            // keeps programs and layers between builds
	Architectures []string          // what the images are for, as Go calls it: amd64, arm64
	Log           func(text string) // tells people about steps that take long
}

// Start begins to build the images of the named functions, so that other resources can be registered meanwhile. The
// returned function waits for them and returns what Build does.
func (b Builder) Start(ctx context.Context, functions []string) (wait func() (map[string]Artifact, error)) {
	wait = sync.OnceValues(func() (map[string]Artifact, error) { return b.Build(ctx, functions) })
	go wait()
	return wait
}

// Build makes the images of the named functions: for one architecture images, for several an index of images each. It
// fails when a function does not compile, with the compiler's words.
func (b Builder) Build(ctx context.Context, functions []string) (map[string]Artifact, error) {
	if len(b.Architectures) == 0 {
		return nil, errors.New("building function images: no architecture is given")
	}
	if err := os.MkdirAll(b.Cache, 0o755); err != nil {
		return nil, fmt.Errorf("building function images: making the cache: %w", err)
	}
	// Two stacks may be previewed at the same time in one checkout.
	lock := flock.New(filepath.Join(b.Cache, "lock"))
	if _, err := lock.TryLockContext(ctx, 50*time.Millisecond); err != nil {
		return nil, fmt.Errorf("building function images: waiting for another build to leave %s: %w", b.Cache, err)
	}
	defer lock.Unlock()

	// One architecture is packed while the other one is still linked.
	built := make([]map[string]v1.Image, len(b.Architectures))
	group, ctx := errgroup.WithContext(ctx)
	for i, architecture := range b.Architectures {
		group.Go(func() (err error) {
			built[i], err = b.platform(ctx, architecture, functions)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, fmt.Errorf("building function images: %w", err)
	}
	artifacts := map[string]Artifact{}
	for _, function := range functions {
		var platforms []platform
		for i, architecture := range b.Architectures {
			platforms = append(platforms, platform{architecture, built[i][function]})
		}
		artifacts[function] = combine(platforms)
	}
	if err := b.forget(); err != nil {
		return nil, fmt.Errorf("building function images: tidying the cache: %w", err)
	}
	return artifacts, nil
}

// platform builds the functions' images for one architecture.
func (b Builder) platform(ctx context.Context, architecture string, functions []string) (map[string]v1.Image, error) {
	programs, err := b.compile(ctx, architecture, functions)
	if err != nil {
		return nil, err
	}
	images := map[string]v1.Image{}
	for _, function := range functions {
		if images[function], err = b.image(architecture, filepath.Join(programs, function)); err != nil {
			return nil, fmt.Errorf("%s for %s: %w", function, architecture, err)
		}
	}
	return images, nil
}

// image packs a compiled program.
func (b Builder) image(architecture, path string) (v1.Image, error) {
	program, err := os.ReadFile(path)
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
	return assemble(architecture, layer)
}
