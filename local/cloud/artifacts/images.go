package artifacts

import (
	"crypto/sha256"
	"fmt"

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
		compartment := op.Call.Query("compartmentId")
		if op.Call.Query("compartmentIdInSubtree") == "true" && compartment == op.Tenancy {
			compartment = ""
		}
		all, err := p.images(op, compartment)
		if err != nil {
			return nil, err
		}
		list := matching(op.Call, all)
		if err := order(op.Call, list); err != nil {
			return nil, err
		}
		after, limit, err := resource.Page(op.Call)
		if err != nil {
			return nil, err
		}
		page, err := resource.Paged(op.Call, list)
		if err != nil {
			return nil, err
		}
		page.Body = map[string]any{"items": page.Body, "remainingItemsCount": max(len(list)-int(after)-limit, 0)}
		return page, nil
	})
	p.engine.Reader("GET "+base+"/images/{id}", func(op *resource.Op) (*api.Answer, error) {
		image, err := p.image(op)
		if err != nil {
			return nil, err
		}
		return api.OK(image).With("Etag", etag(image)), nil
	})
	p.engine.Server.Handle(api.Route{Pattern: "DELETE " + base + "/images/{id}", Handler: p.removeImage})
}

// image is the one that the call's path names, if it is the one the caller last saw.
func (p *Plane) image(op *resource.Op) (store.Document, error) {
	all, err := p.images(op, "")
	if err != nil {
		return nil, err
	}
	for _, image := range all {
		if image["id"] != op.Call.Param("id") {
			continue
		}
		if match := op.Call.Request.Header.Get("If-Match"); match != "" && match != etag(image) {
			return nil, api.NoEtagMatch(image.String("id"))
		}
		return image, nil
	}
	return nil, api.NotFound("Container Image", op.Call.Param("id"))
}

// etag changes with what an image is shown as, its versions among it.
func etag(image store.Document) string {
	return fmt.Sprintf("%x", sha256.Sum256(fmt.Append(nil, image)))
}

func (p *Plane) images(op *resource.Op, compartment string) ([]store.Document, error) {
	repositories, err := op.Find(store.Query{Kind: "containerrepo", Compartment: compartment})
	if err != nil {
		return nil, err
	}
	list := []store.Document{}
	for _, r := range repositories {
		for _, i := range p.listed(op.Namespace + "/" + r.Name) {
			list = append(list, describe(op, r, i))
		}
	}
	return list, nil
}

func describe(op *resource.Op, r *store.Resource, i registry.Image) store.Document {
	id := fmt.Sprintf("ocid1.containerimage.oc1.%s.%x", op.RegionKey, sha256.Sum256([]byte(r.ID+i.Digest)))
	d := store.Document{
		"id": id, "compartmentId": r.Compartment, "repositoryId": r.ID, "repositoryName": r.Name, "digest": i.Digest,
		"lifecycleState": "AVAILABLE", "timeCreated": resource.Time(i.Pushed), "createdBy": r.Doc["createdBy"],
		"layersSizeInBytes": i.Size, "manifestSizeInBytes": 0, "pullCount": 0, "layers": []any{},
		"freeformTags": map[string]any{}, "definedTags": map[string]any{}, "systemTags": map[string]any{},
	}
	versions := []any{}
	for _, tag := range i.Tags {
		versions = append(versions, map[string]any{"version": tag, "createdBy": r.Doc["createdBy"], "timeCreated": resource.Time(i.Pushed)})
	}
	d["versions"] = versions
	// As oci-go-sdk, artifacts.ContainerImageSummary, says of images with and without a version.
	d["displayName"] = r.Name + ":unknown@" + i.Digest
	if n := len(i.Tags); n > 0 {
		d["version"], d["displayName"] = i.Tags[n-1], r.Name+":"+i.Tags[n-1]
	}
	return d
}
