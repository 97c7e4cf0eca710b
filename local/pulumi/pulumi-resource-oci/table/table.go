package table

import (
	"net/http"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/oci"
)

// Call is one request of a resource's life.
type Call struct {
	Method string
	Path   string
	// List names the property that wraps the body in a list; the answer has
	// the resource in a list of the same name.
	List string
	// IDs names the property of a body that is nothing but a list of the id.
	IDs string
	// Find says that the answer lists resources, of which ours has the id.
	Find bool
}

// Move is a change that has a call of its own: POST {path}/{id}/actions/{Action}.
type Move struct {
	Action string
	Key    string // of the new value, in the body
}

// Edit is a list that is changed by one element at a time, with an action for
// each kind of change: POST {path}/{id}/actions/{Add, Remove or Modify}.
type Edit struct {
	Add, Remove, Modify string
	Key                 string // of the element that is added or removed, in the body
	Old, New            string // keys of the element that is modified
}

// Resource is how a type is handled.
type Resource struct {
	Token   string
	Service *oci.Service
	// Endpoint names the input that holds the service's address.
	Endpoint string

	Create, Get, Update, Delete Call
	// IDKey is what OCI's answers call the id, if not "id".
	IDKey string

	// Ready are the lifecycle states that end the wait after a create or an
	// update, Gone those in which the resource counts as deleted.
	Ready, Gone []string
	// Entity is set where calls answer with a work request: what it calls the
	// resource, in lower case.
	Entity string

	// Sets are lists whose order means nothing.
	Sets []string
	// WriteOnly are inputs that OCI never tells again, Secret outputs that are
	// secret even if the program did not say so.
	WriteOnly, Secret []string
	// Defaults are inputs that the official provider fills in.
	Defaults map[string]any
	// Moves are inputs that are changed by an action instead of the update.
	Moves map[string]Move
	// Edits are inputs that are changed by an action for each element.
	Edits map[string]Edit
	// Texts are inputs that are JSON as text, and in an update's body, under
	// the key given here, the JSON itself.
	Texts map[string]string
	// OneByOne: an update takes one changed input.
	OneByOne bool
	// Alike says of inputs whether what OCI has is what is wanted, where that
	// may be spelled in several ways.
	Alike map[string]func(wanted, live any) bool
	// Refused are inputs that the official plugin has and this one does not.
	Refused []string
	// AutoName is the input that gets the resource's name in the program and
	// random digits when it is not given.
	AutoName string
	// Import is the form of an id that holds inputs too, as the official
	// provider's documentation gives it.
	Import string
}

// Function is how a data source is read: GET Path.
type Function struct {
	Token   string
	Service *oci.Service
	Path    string   // inputs in braces
	Params  []string // inputs that become query parameters
	List    string   // the output that the answer's list becomes
	Bare    string   // or the output that the whole answer is
	ID      string   // prefix of the id that the official provider makes up
}

// rest is a resource with the usual calls.
func rest(token string, service *oci.Service, path, ready string, gone ...string) *Resource {
	one := path + "/{id}"
	return &Resource{
		Token: token, Service: service,
		Create: Call{Method: http.MethodPost, Path: path},
		Get:    Call{Method: http.MethodGet, Path: one},
		Update: Call{Method: http.MethodPut, Path: one},
		Delete: Call{Method: http.MethodDelete, Path: one},
		Ready:  []string{ready}, Gone: gone,
		Moves: map[string]Move{"compartmentId": {Action: "changeCompartment", Key: "compartmentId"}},
	}
}

// scheduled makes the deletion one that OCI carries out later.
func (r *Resource) scheduled() *Resource {
	r.Delete = Call{Method: http.MethodPost, Path: r.Get.Path + "/actions/scheduleDeletion"}
	return r
}

func (r *Resource) sets(names ...string) *Resource {
	r.Sets = names
	return r
}

func (r *Resource) asynchronous(entity string) *Resource {
	r.Entity = entity
	return r
}

// Resources gives the table, by token.
func Resources() map[string]*Resource {
	all := map[string]*Resource{}
	for _, service := range [][]*Resource{
		coreResources(), identityResources(), kmsResources(), vaultResources(), artifactsResources(),
		functionsResources(), apiGatewayResources(), loggingResources(),
		onsResources(), monitoringResources(), nosqlResources(),
	} {
		for _, r := range service {
			all[r.Token] = r
		}
	}
	return all
}

// Functions gives the table of data sources, by token.
func Functions() map[string]*Function {
	all := map[string]*Function{}
	for _, f := range []*Function{getServices(), getNamespace(), getRegionSubscriptions()} {
		all[f.Token] = f
	}
	return all
}
