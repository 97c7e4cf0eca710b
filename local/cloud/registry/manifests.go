package registry

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"strconv"
)

func (r *Registry) manifests(w http.ResponseWriter, req *http.Request, repository, reference string) {
	switch req.Method {
	case http.MethodGet, http.MethodHead:
		r.getManifest(w, repository, reference)
	case http.MethodPut:
		r.putManifest(w, req, repository, reference)
	case http.MethodDelete:
		if err := r.store.remove(repository, reference); err != nil {
			failStore(w, err, reference)
			return
		}
		w.WriteHeader(http.StatusAccepted)
	default:
		fail(w, http.StatusMethodNotAllowed, "UNSUPPORTED", "a manifest takes GET, HEAD, PUT and DELETE")
	}
}

// getManifest serves HEAD too: net/http leaves the body out.
func (r *Registry) getManifest(w http.ResponseWriter, repository, reference string) {
	m, err := r.store.manifest(repository, reference)
	if err != nil {
		failStore(w, err, reference)
		return
	}
	w.Header().Set("Docker-Content-Digest", m.digest.String())
	w.Header().Set("Content-Type", string(m.mediaType))
	w.Header().Set("Content-Length", strconv.Itoa(len(m.raw)))
	w.Write(m.raw)
}

func (r *Registry) putManifest(w http.ResponseWriter, req *http.Request, repository, reference string) {
	raw, err := io.ReadAll(http.MaxBytesReader(w, req.Body, maxManifest))
	if err != nil {
		fail(w, http.StatusRequestEntityTooLarge, "SIZE_INVALID", "read manifest: "+err.Error())
		return
	}
	m, err := parseManifest(raw)
	if err != nil {
		fail(w, http.StatusBadRequest, "MANIFEST_INVALID", err.Error())
		return
	}
	switch {
	case digestForm.MatchString(reference) && reference != m.digest.String():
		fail(w, http.StatusBadRequest, "DIGEST_INVALID", "the manifest's digest is "+m.digest.String())
	case !digestForm.MatchString(reference) && !tagForm.MatchString(reference):
		fail(w, http.StatusBadRequest, "TAG_INVALID", "not a tag: "+strconv.Quote(reference))
	default:
		if missing, ok := r.store.missing(repository, m); ok {
			fail(w, http.StatusNotFound, "MANIFEST_BLOB_UNKNOWN", "push "+missing.String()+" before the manifest that names it")
			return
		}
		if err := r.store.put(repository, reference, m); err != nil {
			failStore(w, err, reference)
			return
		}
		w.Header().Set("Docker-Content-Digest", m.digest.String())
		w.Header().Set("Location", "/v2/"+repository+"/manifests/"+m.digest.String())
		w.WriteHeader(http.StatusCreated)
	}
}

func (r *Registry) tags(w http.ResponseWriter, req *http.Request, repository string) {
	if req.Method != http.MethodGet {
		fail(w, http.StatusMethodNotAllowed, "UNSUPPORTED", "tags take GET")
		return
	}
	tags, err := r.store.tags(repository)
	if err != nil {
		failStore(w, err, repository)
		return
	}
	names := make([]string, 0, len(tags))
	for _, t := range tags {
		names = append(names, t.name)
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(map[string]any{"name": repository, "tags": names})
}

// fail writes the distribution specification's error body.
func fail(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]any{
		"errors": []map[string]string{{"code": code, "message": message}},
	})
}

func failStore(w http.ResponseWriter, err error, reference string) {
	if errors.Is(err, fs.ErrNotExist) {
		fail(w, http.StatusNotFound, "MANIFEST_UNKNOWN", "no manifest "+strconv.Quote(reference))
		return
	}
	fail(w, http.StatusInternalServerError, "UNKNOWN", err.Error())
}
