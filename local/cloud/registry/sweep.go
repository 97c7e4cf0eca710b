package registry

import (
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
)

// sweep drops blobs that no manifest names, and uploads cut short.
func (s *store) sweep() error {
	named := map[string]bool{}
	for _, escaped := range list(filepath.Join(s.dir, "repositories")) {
		repository, err := url.PathUnescape(escaped)
		if err != nil {
			return err
		}
		for _, hex := range list(s.path(repository, "manifests")) {
			m, err := s.read(repository, "sha256:"+hex)
			if err != nil {
				return err
			}
			for _, h := range m.blobs {
				named[s.blob(h)] = true
			}
		}
	}
	return filepath.WalkDir(filepath.Join(s.dir, "blobs"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || named[path] {
			return err
		}
		return os.Remove(path)
	})
}
