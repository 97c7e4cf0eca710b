package connect

import (
	"fmt"
	"maps"
	"slices"

	"github.com/cxbridge/cxbridge/local/desk/site"
	"github.com/cxbridge/cxbridge/local/desk/store"
)

// renderer writes records as the API answers them.
type renderer struct {
	site      *site.Site
	base      string // scheme, host and path up to the version
	dropNulls bool   // prefer: exclude-null-properties
	arrays    bool   // fidelity's ExpandedAsArray
}

type link struct {
	Rel       string `json:"rel"`
	Href      string `json:"href"`
	MediaType string `json:"mediaType,omitempty"`
}

func (r renderer) address(record *store.Record) string {
	return fmt.Sprintf("%s/%s/%d", r.base, record.Kind, record.ID)
}

func (r renderer) describedBy(collection string) link {
	return link{Rel: "describedby", Href: r.base + "/metadata-catalog/" + collection, MediaType: "application/schema+json"}
}

// record is one record with its links.
func (r renderer) record(record *store.Record, chosen choice) body {
	address := r.address(record)
	b := r.object(r.site.Schema(record.Kind).Fields, record.Document, chosen, address)
	b["links"] = []link{{Rel: "self", Href: address}, {Rel: "canonical", Href: address}, r.describedBy(record.Kind)}
	return b
}

// object is the chosen fields of a document.
func (r renderer) object(fields []*site.Field, document map[string]any, chosen choice, address string) body {
	b := body{}
	for _, f := range fields {
		if !chosen.wants(f.Name) {
			continue
		}
		value := r.field(f, document, chosen, address)
		if value != nil || !r.dropNulls {
			b[f.Name] = value
		}
	}
	return b
}

func (r renderer) field(f *site.Field, document map[string]any, chosen choice, address string) any {
	address += "/" + f.Name
	value, isObject := document[f.Name].(map[string]any)
	switch {
	case f.Type == site.List && chosen.includes(f.Name):
		all := r.elements(f, document, chosen.below(f.Name), address)
		if r.arrays {
			return all["items"]
		}
		return all
	case f.Type == site.List:
		return body{"links": []link{{Rel: "self", Href: address}}}
	case !isObject:
		return document[f.Name]
	case f.Type == site.Reference:
		return r.reference(f, value, chosen, address)
	case f.Type == site.Object:
		return r.object(f.Fields, value, chosen.below(f.Name), address)
	case f.Type == site.Custom:
		return pick(value, chosen.below(f.Name).fields)
	}
	return value
}

// reference is another record: links to it, a stub, or what is chosen of it.
func (r renderer) reference(f *site.Field, value map[string]any, chosen choice, address string) any {
	id, _ := value["id"].(int64)
	record, err := r.site.Get(f.To, id)
	if err != nil {
		return nil // deleted meanwhile
	}
	if !chosen.includes(f.Name) {
		return body{"links": []link{{Rel: "self", Href: address}, {Rel: "canonical", Href: r.address(record)}, r.describedBy(f.To)}}
	}
	below := chosen.below(f.Name)
	if below.fields == nil {
		below = stub
	}
	return r.record(record, below)
}

// elements is a sub-collection.
func (r renderer) elements(f *site.Field, document map[string]any, chosen choice, address string) body {
	items := []body{}
	for _, element := range site.Elements(document, f.Name) {
		items = append(items, r.element(f, element, chosen, address))
	}
	return body{"items": items, "links": []link{{Rel: "self", Href: address}}}
}

// element is one of a sub-collection. Its stub has what addresses it.
func (r renderer) element(f *site.Field, element map[string]any, chosen choice, address string) body {
	address = fmt.Sprintf("%s/%d", address, site.KeyOf(f, element))
	b := r.object(f.Fields, element, chosen, address)
	if f.Key != "" {
		b[f.Key] = element[f.Key]
	} else {
		b["id"] = element["id"]
	}
	b["links"] = []link{{Rel: "self", Href: address}, {Rel: "canonical", Href: address}}
	return b
}

// pick is the wanted members of custom fields; all of them if none are named.
func pick(value any, wanted tree) any {
	object, ok := value.(map[string]any)
	if !ok || len(wanted) == 0 {
		return value
	}
	picked := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		if member, ok := object[name]; ok {
			picked[name] = pick(member, wanted[name])
		}
	}
	return picked
}
