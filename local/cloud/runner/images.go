package runner

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"golang.org/x/sync/singleflight"
)

// images keeps unpacked images by the digest that their function names, which may be that
// of an index the image is in:
//
//	<dir>/<hex>/rootfs       the files
//	<dir>/<hex>/config.json  the image's configuration
type images struct {
	dir    string
	source Images
	once   singleflight.Group // one pull of an image at a time
}

// image is an unpacked one, ready to be executed.
type image struct {
	executable  string   // on this machine
	command     []string // entrypoint and arguments, as the image names them
	environment []string
}

func openImages(dir string, source Images) (*images, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	stale, err := filepath.Glob(filepath.Join(dir, "new-*")) // of a crash while unpacking
	for _, s := range stale {
		err = errors.Join(err, os.RemoveAll(s))
	}
	return &images{dir: dir, source: source}, err
}

// prune removes what is unpacked of other digests than those. What does not bear a
// digest, such as a pull under way, is left alone.
func (c *images) prune(digests []string) error {
	entries, err := os.ReadDir(c.dir)
	errs := []error{err}
	for _, e := range entries {
		digest, err := v1.NewHash("sha256:" + e.Name())
		if err == nil && !slices.Contains(digests, digest.String()) {
			errs = append(errs, os.RemoveAll(filepath.Join(c.dir, e.Name())))
		}
	}
	return errors.Join(errs...)
}

// prepare gives f's image, pulled and unpacked if it was not yet.
func (c *images) prepare(ctx context.Context, f Function) (*image, error) {
	if f.Architecture != "" && f.Architecture != runtime.GOARCH {
		return nil, initFailed("function %s is to run on linux/%s and this machine runs %s: give its application a shape with this machine's architecture",
			f.Name, f.Architecture, platform())
	}
	hex := strings.TrimPrefix(f.ImageDigest, "sha256:")
	if hex != "" && filepath.Base(hex) == hex {
		if found, err := c.load(f, hex); !errors.Is(err, fs.ErrNotExist) {
			return found, err
		}
	}
	// Others may wait for the same pull, so it outlives the one who asked first.
	ctx = context.WithoutCancel(ctx)
	pulled, err, _ := c.once.Do(f.Image+"@"+f.ImageDigest, func() (any, error) { return c.pull(ctx, f) })
	if err != nil {
		return nil, err
	}
	return c.load(f, pulled.(string))
}

// pull unpacks f's image and gives the hexadecimal part of the digest it is kept by.
func (c *images) pull(ctx context.Context, f Function) (string, error) {
	img, err := c.source.Image(ctx, f)
	if err != nil {
		return "", notAvailable("pull image %s: %v", f.Image, err)
	}
	digest, err := img.Digest()
	if f.ImageDigest != "" {
		digest, err = v1.NewHash(f.ImageDigest)
	}
	if err != nil {
		return "", notAvailable("image %s: %v", f.Image, err)
	}
	if _, err := os.Stat(filepath.Join(c.dir, digest.Hex)); err == nil {
		return digest.Hex, nil
	}
	if err := c.unpack(img, digest.Hex); err != nil {
		return "", notAvailable("unpack image %s: %v", f.Image, err)
	}
	return digest.Hex, nil
}

// unpack makes the folder under another name first: what bears the digest is whole.
func (c *images) unpack(img v1.Image, hex string) error {
	dir, err := os.MkdirTemp(c.dir, "new-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) // gone already after the rename
	config, err := img.RawConfigFile()
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "config.json"), config, 0o600); err != nil {
		return err
	}
	rootfs := filepath.Join(dir, "rootfs")
	if err := os.Mkdir(rootfs, 0o700); err != nil {
		return err
	}
	if err := unpack(img, rootfs); err != nil {
		return err
	}
	return os.Rename(dir, filepath.Join(c.dir, hex))
}

// load reads an unpacked image; one that is not there is fs.ErrNotExist.
func (c *images) load(f Function, hex string) (*image, error) {
	raw, err := os.ReadFile(filepath.Join(c.dir, hex, "config.json"))
	if err != nil {
		return nil, err
	}
	var file v1.ConfigFile
	if err := json.Unmarshal(raw, &file); err != nil {
		return nil, initFailed("configuration of image %s: %v", f.Image, err)
	}
	if have := file.OS + "/" + file.Architecture; have != platform() {
		return nil, initFailed("image %s is for %s and this machine runs %s: build it for that", f.Image, have, platform())
	}
	command := append(file.Config.Entrypoint, file.Config.Cmd...)
	if len(command) == 0 || !strings.HasPrefix(command[0], "/") {
		return nil, initFailed("image %s has entrypoint %q: it must be an absolute path", f.Image, command)
	}
	executable, err := findExecutable(filepath.Join(c.dir, hex, "rootfs"), command[0])
	if err != nil {
		return nil, initFailed("entrypoint %s of image %s: %v", command[0], f.Image, err)
	}
	return &image{executable, command, file.Config.Env}, nil
}

// findExecutable refuses an entrypoint that leads out of the image.
func findExecutable(rootfs, entrypoint string) (string, error) {
	root, err := os.OpenRoot(rootfs)
	if err != nil {
		return "", err
	}
	defer root.Close()
	inside := filepath.Clean(strings.TrimLeft(entrypoint, "/"))
	info, err := root.Stat(inside)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() || info.Mode().Perm()&0o100 == 0 {
		return "", fmt.Errorf("not an executable file (%s)", info.Mode())
	}
	return filepath.Join(rootfs, inside), nil
}

func notAvailable(format string, args ...any) *Error {
	return failure(http.StatusBadGateway, "FunctionInvokeImageNotAvailable", format, args...)
}
