package artifacts

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/registry"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// Images are not stored: what the registry has is what there is. Their OCIDs follow
// from repository and digest.
func (p *Plane) registerImages() {
	p.engine.Reader("GET "+base+"/images", func(op *resource.Op) (*api.Answer, error) {
		if op.Call.Query("compartmentId") == "" {
			return nil, api.MissingParameter("listing of images: compartmentId is required")
		}
		all, err := p.images(op, op.Call.Query("compartmentId"))
		if err != nil {
			return nil, err
		}
		page, err := resource.Paged(op.Call, matching(op.Call, all))
		if err != nil {
			return nil, err
		}
		page.Body = map[string]any{"items": page.Body, "remainingItemsCount": 0}
		return page, nil
	})
	p.engine.Reader("GET "+base+"/images/{id}", func(op *resource.Op) (*api.Answer, error) {
		all, err := p.images(op, "")
		if err != nil {
			return nil, err
		}
		for _, image := range all {
			if image["id"] == op.Call.Param("id") {
				return api.OK(image), nil
			}
		}
		return nil, api.NotFound("Container Image", op.Call.Param("id"))
	})
}

func (p *Plane) images(op *resource.Op, compartment string) ([]store.Document, error) {
	repositories, err := op.Find(store.Query{Kind: "containerrepo", Compartment: compartment})
	if err != nil {
		return nil, err
	}
	list := []store.Document{}
	for _, r := range repositories {
		for _, i := range p.registry.Images(op.Namespace + "/" + r.Name) {
			list = append(list, describe(op, r, i))
		}
	}
	return list, nil
}

func describe(op *resource.Op, r *store.Resource, i registry.Image) store.Document {
	version := "unknown"
	if len(i.Tags) > 0 {
		version = i.Tags[0]
	}
	versions := []any{}
	for _, tag := range i.Tags {
		versions = append(versions, map[string]any{"version": tag, "createdBy": r.Doc["createdBy"], "timeCreated": resource.Time(i.Pushed)})
	}
	id := fmt.Sprintf("ocid1.containerimage.oc1.%s.%x", op.RegionKey, sha256.Sum256([]byte(r.ID+i.Digest)))
	return store.Document{
		"id": id, "compartmentId": r.Compartment, "repositoryId": r.ID, "repositoryName": r.Name,
		"displayName": r.Name + ":" + version, "version": version, "versions": versions, "digest": i.Digest,
		"lifecycleState": "AVAILABLE", "timeCreated": resource.Time(i.Pushed), "createdBy": r.Doc["createdBy"],
		"layersSizeInBytes": i.Size, "manifestSizeInBytes": 0, "pullCount": 0, "layers": []any{},
		"freeformTags": map[string]any{}, "definedTags": map[string]any{}, "systemTags": map[string]any{},
	}
}

// matching filters by the query parameters that name a field.
func matching(c *api.Call, all []store.Document) []store.Document {
	filters := map[string]string{"repositoryId": "repositoryId", "repositoryName": "repositoryName", "displayName": "displayName",
		"imageId": "id", "version": "version", "imageDigest": "digest", "lifecycleState": "lifecycleState"}
	out := []store.Document{}
	for _, d := range all {
		fits := true
		for parameter, field := range filters {
			want := c.Query(parameter)
			fits = fits && (want == "" || strings.EqualFold(want, d.String(field)))
		}
		if fits {
			out = append(out, d)
		}
	}
	return out
}
