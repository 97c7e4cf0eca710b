package page

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/cxbridge/cxbridge/local/desk/site"
	"github.com/cxbridge/cxbridge/local/desk/store"
)

type listView struct {
	Title       string
	Incidents   []summary
	Total       int
	Page, Pages int
	Example     string
}

// Previous is the number of the page with newer incidents, 0 for none.
func (v listView) Previous() int { return max(0, v.Page-1) }

// Next is the number of the page with older incidents, 0 for none.
func (v listView) Next() int {
	if v.Page >= v.Pages {
		return 0
	}
	return v.Page + 1
}

// summary is an incident as the list has it.
type summary struct {
	Reference, Subject string
	Contact            contact
	Status, StatusType string
	Severity           string
	Created            moment
	Threads            int
	Suppressed         string
}

type contact struct {
	Name   string
	Phones []phone
	Emails []string
	ID     int64
}

type phone struct{ Number, Type string }

// Phone is the first number, if there is one.
func (c contact) Phone() string {
	if len(c.Phones) == 0 {
		return ""
	}
	return c.Phones[0].Number
}

// detail is an incident as its own page has it.
type detail struct {
	summary
	Title    string
	ID       int64
	Updated  moment
	Closed   moment
	Queue    string
	Product  string
	Category string
	Custom   []attribute
	Messages []message
}

type attribute struct{ Name, Value string }

// message is one thread.
type message struct {
	EntryType, ContentType, Channel string
	Created                         moment
	Text                            string
	IsJSON                          bool
}

// moment is a time for people and for machines; both empty for none.
type moment struct{ Text, Machine string }

func (p *Pages) summary(record *store.Record) summary {
	d := record.Document
	status := object(d, "statusWithType")
	return summary{
		Reference:  text(d, "lookupName"),
		Subject:    text(d, "subject"),
		Contact:    p.contact(object(d, "primaryContact")),
		Status:     text(object(status, "status"), "lookupName"),
		StatusType: strings.ToLower(text(object(status, "statusType"), "lookupName")),
		Severity:   text(object(d, "severity"), "lookupName"),
		Created:    momentOf(d, "createdTime"),
		Threads:    len(site.Elements(d, "threads")),
		Suppressed: strings.Join(record.Suppressed, ", "),
	}
}

func (p *Pages) contact(reference map[string]any) contact {
	id, _ := reference["id"].(int64)
	record, err := p.Site.Get(site.Contacts, id)
	if err != nil {
		return contact{ID: id} // deleted since the incident was read
	}
	c := contact{ID: id, Name: text(record.Document, "lookupName")}
	for _, element := range site.Elements(record.Document, "phones") {
		c.Phones = append(c.Phones, phone{Number: text(element, "number"), Type: text(object(element, "phoneType"), "lookupName")})
	}
	for _, element := range site.Elements(record.Document, "emails") {
		c.Emails = append(c.Emails, text(element, "address"))
	}
	return c
}

func (p *Pages) detail(record *store.Record) detail {
	d := record.Document
	v := detail{
		summary: p.summary(record), Title: text(d, "lookupName"), ID: record.ID,
		Updated: momentOf(d, "updatedTime"), Closed: momentOf(d, "closedTime"),
		Queue: text(object(d, "queue"), "lookupName"), Product: p.trail(site.Products, d, "product"), Category: p.trail(site.Categories, d, "category"),
	}
	v.Custom = attributes(object(d, "customFields"))
	for _, thread := range site.Elements(d, "threads") {
		m := message{
			EntryType:   text(object(thread, "entryType"), "lookupName"),
			ContentType: text(object(thread, "contentType"), "lookupName"),
			Channel:     text(object(thread, "channel"), "lookupName"),
			Created:     momentOf(thread, "createdTime"),
		}
		m.Text, m.IsJSON = pretty(text(thread, "text"))
		v.Messages = append(v.Messages, m)
	}
	return v
}

// trail is a product or a category with what it is below.
func (p *Pages) trail(menu site.Menu, d map[string]any, name string) string {
	item := object(d, name)
	id, ok := item["id"].(int64)
	if !ok {
		return ""
	}
	return cmp.Or(p.Site.Trail(menu, id), text(item, "lookupName"))
}

// attributes are the custom fields by their full names.
func attributes(packages map[string]any) []attribute {
	var all []attribute
	for _, name := range sortedKeys(packages) {
		members := object(packages, name)
		for _, member := range sortedKeys(members) {
			if members[member] == nil {
				continue
			}
			value := fmt.Sprint(members[member])
			if item := object(members, member); item != nil {
				value = fmt.Sprint(first(item["lookupName"], item["id"]))
			}
			all = append(all, attribute{Name: name + "." + member, Value: value})
		}
	}
	return all
}

// pretty indents what is a JSON object or array, keeping its members' order and
// its numbers as they are.
func pretty(content string) (string, bool) {
	trimmed := strings.TrimSpace(content)
	if !strings.HasPrefix(trimmed, "{") && !strings.HasPrefix(trimmed, "[") {
		return content, false
	}
	var out bytes.Buffer
	if json.Indent(&out, []byte(trimmed), "", "  ") != nil {
		return content, false
	}
	return out.String(), true
}

func momentOf(d map[string]any, name string) moment {
	machine := text(d, name)
	t, err := time.Parse(time.RFC3339, machine)
	if err != nil {
		return moment{}
	}
	return moment{Text: t.Format(dayAndTime), Machine: machine}
}

const dayAndTime = "2 Jan 2006, 15:04:05"
