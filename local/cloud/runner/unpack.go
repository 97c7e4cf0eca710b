package runner

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
)

// What an image may hold, so that a faulty one cannot fill the disk.
const (
	maxImageBytes   = 1 << 30
	maxImageEntries = 100_000
)

func platform() string { return "linux/" + runtime.GOARCH }

// unpack writes the image's files below dir, layers applied. Nothing is
// written elsewhere, whatever names and links the image has: os.Root refuses.
func unpack(img v1.Image, dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	files := mutate.Extract(img)
	defer files.Close()
	return unpackTar(root, files, maxImageBytes)
}

func unpackTar(root *os.Root, files io.Reader, budget int64) error {
	archive := tar.NewReader(files)
	for entries := 0; ; entries++ {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if budget -= header.Size; budget < 0 {
			return errors.New("the image is larger than functions may be here")
		}
		if entries == maxImageEntries {
			return fmt.Errorf("the image has more than %d files", maxImageEntries)
		}
		if err := unpackEntry(root, header, archive); err != nil {
			return fmt.Errorf("%s: %w", header.Name, err)
		}
	}
}

// unpackEntry passes over what only a container has use for: devices, pipes,
// owners, and the bits that change them.
func unpackEntry(root *os.Root, header *tar.Header, content io.Reader) error {
	name := filepath.Clean(strings.TrimLeft(header.Name, "/"))
	if name == "." {
		return nil
	}
	if err := root.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	switch header.Typeflag {
	case tar.TypeDir:
		return root.MkdirAll(name, 0o755)
	case tar.TypeSymlink:
		return root.Symlink(header.Linkname, name)
	case tar.TypeLink:
		return root.Link(filepath.Clean(strings.TrimLeft(header.Linkname, "/")), name)
	case tar.TypeReg:
		return unpackFile(root, name, header, content)
	}
	return nil
}

// unpackFile keeps executable files executable, and all readable and, to be
// removed one day, writable.
func unpackFile(root *os.Root, name string, header *tar.Header, content io.Reader) error {
	mode := header.FileInfo().Mode().Perm()&0o755 | 0o600
	file, err := root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	_, err = io.CopyN(file, content, header.Size)
	return errors.Join(err, file.Close())
}
