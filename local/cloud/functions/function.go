package functions

import (
	"slices"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// memorySizes are in MB (OCI Functions: Changing Default Memory and Timeout Settings).
var memorySizes = []int64{128, 256, 512, 1024, 2048, 3072}

func (p *Plane) function() *resource.Kind {
	return &resource.Kind{
		Name: "fnfunc", Title: "Function", Paths: paths("/functions"), Active: "ACTIVE", Updated: "timeUpdated", ListBy: "applicationId",
		Fields: "applicationId! displayName! memoryInMBs:int!~ image~ imageDigest~ sourceDetails:{source}~ config:map~ timeoutInSeconds:int~ " +
			"detachedModeTimeoutInSeconds:int~ provisionedConcurrencyConfig:{provisioned}~ traceConfig:{trace}~ failureDestination:{destination}~ successDestination:{destination}~",
		Shapes: map[string]string{
			"source":      "sourceType:CONTAINER_IMAGE|PRE_BUILT_FUNCTIONS|ARCHIVE! image imageDigest pbfListingId archiveSourceDetails:object runtimeConfig:object handler",
			"provisioned": "strategy:NONE|CONSTANT! count:int",
			"trace":       "isEnabled:bool",
			"destination": "kind:NONE|STREAM|QUEUE|NOTIFICATION! streamId queueId topicId channelId",
		},
		Refs: []resource.Ref{{Field: "applicationId", Kind: "fnapp"}},
		Create: func(op *resource.Op, r *store.Resource) error {
			if !displayName.MatchString(r.Doc.String("displayName")) {
				return api.InvalidParameter("Function: displayName %q is not 1 to 255 letters, digits, dashes, underscores and periods", r.Doc.String("displayName"))
			}
			application, err := op.Load("fnapp", r.Doc.String("applicationId"))
			if err != nil {
				return err
			}
			r.Doc["compartmentId"], r.Doc["shape"] = application.Compartment, application.Doc["shape"]
			r.Doc["invokeEndpoint"] = op.URL
			r.Doc.Default("config", map[string]any{})
			r.Doc.Default("timeoutInSeconds", 30)
			if err := unique(op, r, "applicationId"); err != nil {
				return err
			}
			p.keepReady(op, r)
			return p.checkFunction(op, nil, r)
		},
		Update: func(op *resource.Op, before, r *store.Resource) error {
			asked, err := op.Call.Document()
			if err != nil {
				return err
			}
			flatten(asked)
			if asked["image"] != nil && asked["image"] != before.Doc["image"] && asked["imageDigest"] == nil {
				delete(r.Doc, "imageDigest") // another image has another digest
			}
			p.keepReady(op, r)
			return p.checkFunction(op, before, r)
		},
		Delete: func(op *resource.Op, r *store.Resource) error {
			op.After(func() { p.Runner.Retire(r.ID) })
			return nil
		},
		Show: show,
	}
}

// flatten moves the image out of sourceDetails, where one version of the API has it.
func flatten(doc store.Document) {
	source := doc.Object("sourceDetails")
	if source.String("sourceType") != "CONTAINER_IMAGE" {
		return
	}
	delete(doc, "sourceDetails")
	for _, key := range []string{"image", "imageDigest"} {
		if source[key] != nil {
			doc[key] = source[key]
		}
	}
}

func show(op *resource.Op, r *store.Resource) (store.Document, error) {
	if op.Version() != "20260325" {
		return r.Doc, nil
	}
	d := r.Doc.Clone()
	d["sourceDetails"] = map[string]any{"sourceType": "CONTAINER_IMAGE", "image": d["image"], "imageDigest": d["imageDigest"]}
	delete(d, "image")
	delete(d, "imageDigest")
	return d, nil
}

func (p *Plane) checkFunction(op *resource.Op, before, r *store.Resource) error {
	flatten(r.Doc)
	if err := checkSimulated(r.Doc); err != nil {
		return err
	}
	memory, _ := r.Doc.Int("memoryInMBs")
	if !slices.Contains(memorySizes, memory) {
		return api.InvalidParameter("Function: memoryInMBs %d is none of %v", memory, memorySizes)
	}
	if timeout, _ := r.Doc.Int("timeoutInSeconds"); timeout < 1 || timeout > 300 {
		return api.InvalidParameter("Function: timeoutInSeconds %d is not from 1 to 300", timeout)
	}
	if timeout, given := r.Doc.Int("detachedModeTimeoutInSeconds"); given && (timeout < 5 || timeout > 3600) {
		return api.InvalidParameter("Function: detachedModeTimeoutInSeconds %d is not from 5 to 3600", timeout)
	}
	application, err := op.Load("fnapp", r.Doc.String("applicationId"))
	if err != nil {
		return err
	}
	if err := checkConfig(application.Doc.StringMap("config"), r.Doc.StringMap("config")); err != nil {
		return err
	}
	if err := p.checkConcurrency(op, before, r); err != nil {
		return err
	}
	return p.resolve(op, r.Doc, application.Doc.String("shape"))
}

func checkSimulated(doc store.Document) error {
	switch {
	case doc.Object("sourceDetails") != nil:
		return api.NotSimulated("functions from %s", doc.Object("sourceDetails").String("sourceType"))
	case doc.Object("traceConfig").Bool("isEnabled"):
		return api.NotSimulated("tracing of functions")
	}
	for _, key := range []string{"failureDestination", "successDestination"} {
		if kind := doc.Object(key).String("kind"); kind != "" && kind != "NONE" {
			return api.NotSimulated("%s %s", key, kind)
		}
	}
	return nil
}
