// Package resource is the one lifecycle that all of OCI's resources share: create,
// read, list, update and delete over REST, with etags, pages, retry tokens, work
// requests and referential integrity. A service declares its kinds:
//
//	engine.Register(&resource.Kind{
//		Name: "subnet", Title: "Subnet", Paths: []string{"/20160918/subnets"}, Active: "AVAILABLE",
//		Fields: "compartmentId! vcnId! cidrBlock displayName~ routeTableId~ securityListIds:strings~",
//		Refs:   []resource.Ref{{Field: "vcnId", Kind: "vcn", Blocks: true}},
//		Create: func(op *resource.Op, r *store.Resource) error { … },
//	})
//
// Fields is the table of what a body may say. A word is name:type and marks:
//
//	type    (none) a string · bool · int · strings · map (of strings) · object · any ·
//	        tags (defined tags) · A|B an enumeration · {shape} an object · [shape] a list of
//	        objects, of a shape declared in Shapes in the same language
//	marks   ! required to create · ~ may be updated · = only in updates
//
// A key that is not in the table is 400 InvalidParameter: OCI does not ignore what it
// does not know. Every kind has freeformTags and definedTags.
//
// A kind's hooks run inside the change's transaction. What must happen outside the
// database once the change is kept (a listener starts, an image goes) is handed to
// Op.After, and what must be taken back when it is not, to Op.Undo. What is special about a service is an Action or an ordinary route beside.
package resource
