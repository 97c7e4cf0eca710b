package images

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/partial"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// programPath is where the program is in the image.
const programPath = "/function"

// packed is a layer in the cache: a compressed archive, and beside it what is known about it.
type packed struct {
	path  string
	facts facts
}

// facts are what a manifest says about a layer.
type facts struct {
	Digest v1.Hash `json:"digest"`
	DiffID v1.Hash `json:"diffId"`
	Size   int64   `json:"size"`
}

func (l packed) Digest() (v1.Hash, error)            { return l.facts.Digest, nil }
func (l packed) DiffID() (v1.Hash, error)            { return l.facts.DiffID, nil }
func (l packed) Size() (int64, error)                { return l.facts.Size, nil }
func (l packed) MediaType() (types.MediaType, error) { return types.DockerLayer, nil }
func (l packed) Compressed() (io.ReadCloser, error)  { return os.Open(l.path) }

// layer packs a program, or finds it in the cache by its hash.
func (b Builder) layer(program []byte) (v1.Layer, error) {
	sum := sha256.Sum256(program)
	path := filepath.Join(b.Cache, "layers", hex.EncodeToString(sum[:])+".tar.gz")
	facts, err := readFacts(path)
	if err != nil {
		if facts, err = pack(path, program); err != nil {
			return nil, fmt.Errorf("packing the layer: %w", err)
		}
	}
	now := time.Now()
	if err := os.Chtimes(factsPath(path), now, now); err != nil { // see forget
		return nil, err
	}
	return partial.CompressedToLayer(packed{path: path, facts: facts})
}

// pack writes the layer and then its facts, whose presence says that the layer is whole.
func pack(path string, program []byte) (facts, error) {
	archive, err := tarball(program)
	if err != nil {
		return facts{}, err
	}
	var compressed bytes.Buffer
	zip := gzip.NewWriter(&compressed)
	if _, err := zip.Write(archive); err != nil {
		return facts{}, err
	}
	if err := zip.Close(); err != nil {
		return facts{}, err
	}
	f := facts{Digest: hash(compressed.Bytes()), DiffID: hash(archive), Size: int64(compressed.Len())}
	text, err := json.Marshal(f)
	if err != nil {
		return facts{}, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return facts{}, err
	}
	if err := os.WriteFile(path, compressed.Bytes(), 0o644); err != nil {
		return facts{}, err
	}
	return f, os.WriteFile(factsPath(path), text, 0o644)
}

// tarball is an archive with the program alone, the same for the same program: it has no owner, no time, and a fixed mode.
func tarball(program []byte) ([]byte, error) {
	var archive bytes.Buffer
	writer := tar.NewWriter(&archive)
	header := &tar.Header{
		Typeflag: tar.TypeReg, Format: tar.FormatUSTAR,
		Name: programPath[1:], Mode: 0o555, Size: int64(len(program)), ModTime: time.Unix(0, 0),
	}
	if err := writer.WriteHeader(header); err != nil {
		return nil, err
	}
	if _, err := writer.Write(program); err != nil {
		return nil, err
	}
	return archive.Bytes(), writer.Close()
}

func hash(content []byte) v1.Hash {
	sum := sha256.Sum256(content)
	return v1.Hash{Algorithm: "sha256", Hex: hex.EncodeToString(sum[:])}
}
