package registry

import (
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// store is the folder. Every write is a rename, so a crash leaves whole files.
type store struct {
	dir string
	mu  sync.RWMutex
}

type tag struct {
	name, digest string
	pushed       time.Time
}

func openStore(dir string) (*store, error) {
	s := &store{dir: dir}
	for _, sub := range []string{"repositories", filepath.Join("blobs", "sha256")} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			return nil, err
		}
	}
	return s, s.sweep()
}

func (s *store) path(repository string, more ...string) string {
	return filepath.Join(append([]string{s.dir, "repositories", url.PathEscape(repository)}, more...)...)
}

func (s *store) blob(h v1.Hash) string { return filepath.Join(s.dir, "blobs", h.Algorithm, h.Hex) }

// manifest reads by tag or digest; what is not there is fs.ErrNotExist.
func (s *store) manifest(repository, reference string) (manifest, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.read(repository, reference)
}

func (s *store) read(repository, reference string) (manifest, error) {
	digest := reference
	if tagForm.MatchString(reference) {
		b, err := os.ReadFile(s.path(repository, "tags", reference))
		if err != nil {
			return manifest{}, err
		}
		digest = string(b)
	}
	if !digestForm.MatchString(digest) {
		return manifest{}, fmt.Errorf("%q is neither tag nor digest: %w", reference, fs.ErrNotExist)
	}
	file := s.path(repository, "manifests", strings.TrimPrefix(digest, "sha256:"))
	raw, err := os.ReadFile(file)
	if err != nil {
		return manifest{}, err
	}
	m, err := parseManifest(raw)
	if err != nil {
		return manifest{}, fmt.Errorf("%s: %w", file, err)
	}
	if info, err := os.Stat(file); err == nil {
		m.pushed = info.ModTime().UTC()
	}
	return m, nil
}

func (s *store) put(repository, reference string, m manifest) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := write(s.path(repository, "manifests", m.digest.Hex), m.raw); err != nil {
		return err
	}
	if !tagForm.MatchString(reference) {
		return nil
	}
	return write(s.path(repository, "tags", reference), []byte(m.digest.String()))
}

// remove takes away a tag, or a manifest with the tags that name it.
func (s *store) remove(repository, reference string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if tagForm.MatchString(reference) {
		return os.Remove(s.path(repository, "tags", reference))
	}
	m, err := s.read(repository, reference)
	if err != nil {
		return err
	}
	tags, err := s.readTags(repository)
	if err != nil {
		return err
	}
	for _, t := range tags {
		if t.digest == m.digest.String() {
			if err := os.Remove(s.path(repository, "tags", t.name)); err != nil {
				return err
			}
		}
	}
	return os.Remove(s.path(repository, "manifests", m.digest.Hex))
}

func (s *store) tags(repository string) ([]tag, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if _, err := os.Stat(s.path(repository)); err != nil {
		return nil, err
	}
	return s.readTags(repository)
}

// readTags sorts by name. A repository without tags has no folder for them.
func (s *store) readTags(repository string) ([]tag, error) {
	var tags []tag
	for _, name := range list(s.path(repository, "tags")) {
		file := s.path(repository, "tags", name)
		b, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		info, err := os.Stat(file)
		if err != nil {
			return nil, err
		}
		tags = append(tags, tag{name, string(b), info.ModTime().UTC()})
	}
	return tags, nil
}

// missing is a blob or manifest that m names and that was not pushed.
func (s *store) missing(repository string, m manifest) (v1.Hash, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, h := range m.blobs {
		if _, err := os.Stat(s.blob(h)); err != nil {
			return h, true
		}
	}
	for _, d := range m.children {
		if _, err := os.Stat(s.path(repository, "manifests", d.Digest.Hex)); err != nil {
			return d.Digest, true
		}
	}
	return v1.Hash{}, false
}
