package notifications

import (
	"regexp"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

var topicName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

func (p *Plane) topicKind() *resource.Kind {
	return &resource.Kind{
		Name: "onstopic", Title: "Topic", Paths: []string{base + "/topics"}, Active: "ACTIVE", NameKey: "name",
		Fields: "name! compartmentId! description~",
		Create: createTopic,
		Delete: p.deleteTopic,
		Show:   showTopic,
	}
}

func createTopic(op *resource.Op, r *store.Resource) error {
	name := r.Doc.String("name")
	if !topicName.MatchString(name) {
		return api.InvalidParameter("Topic: name %q is not 1 to 256 letters, digits, dashes and underscores", name)
	}
	// Across the tenancy, case and all (OCI Notifications: Creating a Topic).
	same, err := op.Find(store.Query{Kind: r.Kind, Name: name})
	if err != nil {
		return err
	}
	if len(same) > 0 {
		return api.Conflict("Topic: the name %s is taken by %s; it must be unique in the tenancy", name, same[0].ID)
	}
	r.Doc["shortTopicId"] = shortID(r.ID)
	return nil
}

// shortID is the end of the OCID: SMS, which alone needs it, is not simulated.
func shortID(id string) string { return id[len(id)-10:] }

// deleteTopic takes the subscriptions along, and asks nobody: alarms and rules that
// publish to a topic do not keep it (OCI Notifications: Deleting a Topic).
func (p *Plane) deleteTopic(op *resource.Op, r *store.Resource) error {
	subscriptions, err := op.Find(store.Query{Kind: "onssubscription", Equal: map[string]string{"topicId": r.ID}})
	for _, s := range subscriptions {
		if err == nil {
			err = op.Remove(s)
		}
	}
	op.After(func() { p.limits.forget(r.ID) })
	return err
}

// showTopic names the topic as its API does (oci-go-sdk: ons.NotificationTopic).
func showTopic(op *resource.Op, r *store.Resource) (store.Document, error) {
	d := r.Doc.Clone()
	delete(d, "id")
	d["topicId"], d["etag"] = r.ID, r.Etag
	d["apiEndpoint"] = op.URL // another one after a start elsewhere
	return d, nil
}
