// Package fidelity lists what the simulated B2C Service, and the application of CX
// Industries beside it, assume because no document says it, each with a switch:
// whoever knows better from a real site turns it.
package fidelity

import "net/http"

// Switches are the assumptions. Use [Defaults] and change what differs.
type Switches struct {
	SecondPhoneRefused      bool  `json:"secondPhoneRefused"`
	AnyCustomAttribute      bool  `json:"anyCustomAttribute"`
	CaseSensitiveText       bool  `json:"caseSensitiveText"`
	BackslashEscapesQuote   bool  `json:"backslashEscapesQuote"`
	SpacesAroundOperators   bool  `json:"spacesAroundOperators"`
	RepeatedItems           bool  `json:"repeatedItems"`
	ContactDeletionCascades bool  `json:"contactDeletionCascades"`
	BareUnauthorized        bool  `json:"bareUnauthorized"`
	BareNotFound            bool  `json:"bareNotFound"`
	AccessTokenChecked      bool  `json:"accessTokenChecked"`
	FullElements            bool  `json:"fullElements"`
	ExpandedAsArray         bool  `json:"expandedAsArray"`
	PutStatus               int   `json:"putStatus"`
	AccessTokenStatus       int   `json:"accessTokenStatus"`
	DefaultStatus           int64 `json:"defaultStatus"`
	MaxPage                 int   `json:"maxPage"`

	CXIF
}

// Defaults are the assumptions that were made.
func Defaults() Switches {
	return Switches{
		SecondPhoneRefused: true,
		AnyCustomAttribute: true,
		AccessTokenChecked: true,
		PutStatus:          http.StatusMethodNotAllowed,
		AccessTokenStatus:  http.StatusBadRequest,
		DefaultStatus:      1,
		MaxPage:            1000,
		CXIF:               defaultsCXIF(),
	}
}

// Switch describes one assumption.
type Switch struct {
	Name       string `json:"name"`
	Default    any    `json:"default"`
	Assumption string `json:"assumption"`
	Source     string `json:"source"`
}

// List describes every switch, and after them what is assumed and set through
// the desk's options (their names begin with Options).
func List() []Switch {
	d := Defaults()
	return append([]Switch{
		{"SecondPhoneRefused", d.SecondPhoneRefused, "A contact has one phone of each type, and one email address of each; a second is refused with 400.", "Inferred from sub-items being addressed by their type's id (Connect REST API: Manage collections)."},
		{"AnyCustomAttribute", d.AnyCustomAttribute, "Every custom field and attribute exists. Off: only those named in Options.CustomFields.", "Sites define their own; none is standard."},
		{"CaseSensitiveText", d.CaseSensitiveText, "Texts are compared without regard to case.", "General knowledge of the site's database; not documented."},
		{"BackslashEscapesQuote", d.BackslashEscapesQuote, `\' does not write a quote inside a ROQL text; such a query is unbalanced and refused.`, "How a quote is written is not documented."},
		{"SpacesAroundOperators", d.SpacesAroundOperators, "ROQL operators need no spaces around them.", "The documentation asks for spaces, but some of its examples have none (ROQL object queries)."},
		{"RepeatedItems", d.RepeatedItems, "An object query lists a contact once even if two of its phones match. queryResults repeats it, unless DISTINCT.", "Public clients remove repeated ids; the documentation is silent."},
		{"ContactDeletionCascades", d.ContactDeletionCascades, "A contact that has incidents cannot be deleted (OSC-CREST-00009). On: its incidents go with it.", "Not documented."},
		{"BareUnauthorized", d.BareUnauthorized, "A 401 has the body of every other error, with OSC-CREST-00014. On: it has none.", "The body of a 401 is not documented."},
		{"BareNotFound", d.BareNotFound, "A 404 has the body of every other error. On: it has none.", "The body of a 404 is not documented."},
		{"AccessTokenChecked", d.AccessTokenChecked, "An osvc-crest-api-access-token that this site did not hand out is refused.", "An error is documented (Custom Headers), which one is not."},
		{"FullElements", d.FullElements, "A GET of a sub-collection lists what addresses each element and its links; fields or expand gives more. On: all of each.", "Documented for lists of records; assumed for sub-collections."},
		{"ExpandedAsArray", d.ExpandedAsArray, "An expanded sub-collection is {\"items\": […], \"links\": […]}. On: only the array.", "Not found in the documentation."},
		{"PutStatus", d.PutStatus, "The HTTP status of a refused PUT (OSC-CREST-00002).", "The code is documented (HTTP Methods), the status is not."},
		{"AccessTokenStatus", d.AccessTokenStatus, "The HTTP status for a changed osvc-crest-api-access-token (OSC-CREST-00016).", "Not documented."},
		{"DefaultStatus", d.DefaultStatus, "The id of a new incident's status if none is given; 0 leaves it empty.", "A site's setting; Unresolved is the usual one."},
		{"MaxPage", d.MaxPage, "The default number of items in a page, and the most that limit gives.", "1000 is the documented default; the most is not documented."},
		{"Options.Menus", "site.DefaultMenus", "Ids of phone types other than 3, of the statuses Waiting (3) and Updated (8), and the email address types are conventional. The only channel is 9, Email. Products, categories and queues are examples; groups and accounts are empty. A product's or a category's name names it wherever it is in the hierarchy, and is refused if several have it.", "Public code; a site's own menus differ."},
		{"Options.CustomFields", nil, "Custom attributes hold texts, numbers, truth values and menu items as given; none is unique.", "Types and uniqueness are a site's own."},
		{"Options.Clock", "time.Now", "A reference number is YYMMDD-NNNNNN by the day in UTC, counted from 000000.", "The form is from public examples; the time zone is a site's setting."},
	}, listCXIF(d.CXIF)...)
}
