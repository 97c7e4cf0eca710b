package site

import (
	"fmt"
	"strings"

	"github.com/cxbridge/cxbridge/local/desk/problem"
)

// Menu names one list of choices.
type Menu string

// The menus that contacts and incidents use.
const (
	PhoneTypes        Menu = "phoneTypes"
	EmailAddressTypes Menu = "emailAddressTypes"
	Statuses          Menu = "statuses"
	StatusTypes       Menu = "statusTypes"
	Severities        Menu = "severities"
	ThreadEntryTypes  Menu = "threadEntryTypes"
	ContentTypes      Menu = "contentTypes"
	Channels          Menu = "channels"
	Products          Menu = "products"
	Categories        Menu = "categories"
	Queues            Menu = "queues"
	StaffGroups       Menu = "staffGroups"
	Accounts          Menu = "accounts"
)

// Item is a choice, addressed by its id or by its name.
type Item struct {
	ID         int64
	LookupName string
	Type       int64 // of a status: the id of its status type
}

// Menus are a site's choices.
type Menus map[Menu][]Item

// solved is the status type that closes an incident.
const solved = 2

// DefaultMenus are those of a new site. Products, categories, queues, groups and
// accounts are a site's own and begin empty.
func DefaultMenus() Menus {
	return Menus{
		PhoneTypes: {
			{ID: 0, LookupName: "Office Phone"}, {ID: 1, LookupName: "Mobile Phone"}, {ID: 2, LookupName: "Fax Phone"},
			{ID: 3, LookupName: "Assistant Phone"}, {ID: 4, LookupName: "Home Phone"},
			{ID: 5, LookupName: "Alternate Phone 1"}, {ID: 6, LookupName: "Alternate Phone 2"},
		},
		EmailAddressTypes: {
			{ID: 0, LookupName: "Email - Primary"}, {ID: 1, LookupName: "Alternate Email 1"}, {ID: 2, LookupName: "Alternate Email 2"},
		},
		Statuses: {
			{ID: 1, LookupName: "Unresolved", Type: 1}, {ID: 2, LookupName: "Solved", Type: solved},
			{ID: 3, LookupName: "Waiting", Type: 3}, {ID: 8, LookupName: "Updated", Type: 1},
		},
		StatusTypes: {{ID: 1, LookupName: "Unresolved"}, {ID: solved, LookupName: "Solved"}, {ID: 3, LookupName: "Waiting"}},
		Severities: {
			{ID: 1, LookupName: "1 - Most Severe"}, {ID: 2, LookupName: "2 - Severe"},
			{ID: 3, LookupName: "3 - Normal"}, {ID: 4, LookupName: "4 - Low"},
		},
		ThreadEntryTypes: {
			{ID: 1, LookupName: "Note"}, {ID: 2, LookupName: "Staff Account"}, {ID: 3, LookupName: "Customer"},
			{ID: 4, LookupName: "Customer Proxy"}, {ID: 5, LookupName: "Chat"}, {ID: 6, LookupName: "Rule Response"},
			{ID: 7, LookupName: "Rule Response Template"}, {ID: 8, LookupName: "Voice Integration"},
		},
		ContentTypes: {{ID: 1, LookupName: "text/plain"}, {ID: 2, LookupName: "text/html"}},
		Channels:     {{ID: 9, LookupName: "Email"}},
	}
}

// with is these menus, with those of others in place of the ones they name.
func (m Menus) with(others Menus) Menus {
	for menu, items := range others {
		m[menu] = items
	}
	return m
}

// choose finds the item that a client means by {"id": n} or {"lookupName": "…"}.
func (m Menus) choose(menu Menu, path string, input any) (map[string]any, error) {
	object, ok := input.(map[string]any)
	if !ok {
		return nil, problem.New(problem.Write, `%s: an object with an id or a lookupName is expected, such as {"id": 1}`, path)
	}
	id, byID, name, byName, err := identity(path, object)
	if err != nil {
		return nil, err
	}
	var found []Item
	for _, item := range m[menu] {
		if (!byID || item.ID == id) && (!byName || strings.EqualFold(item.LookupName, name)) {
			found = append(found, item)
		}
	}
	if len(found) != 1 {
		return nil, problem.New(problem.Write, "%s: %s", path, wrongCount(len(found), string(menu), object))
	}
	return asReference(found[0]), nil
}

// identity reads the id, the lookupName or both of an object that names another.
func identity(path string, object map[string]any) (id int64, byID bool, name string, byName bool, err error) {
	if value, given := object["id"]; given {
		if id, byID = value.(int64); !byID {
			return 0, false, "", false, problem.New(problem.Write, "%s: id must be an integer", path)
		}
	}
	if value, given := object["lookupName"]; given {
		if name, byName = value.(string); !byName {
			return 0, false, "", false, problem.New(problem.Write, "%s: lookupName must be a text", path)
		}
	}
	if !byID && !byName {
		return 0, false, "", false, problem.New(problem.Write, "%s: id or lookupName is missing", path)
	}
	return id, byID, name, byName, nil
}

func wrongCount(n int, of string, wanted map[string]any) string {
	what := fmt.Sprintf("ID = %v", wanted["id"])
	if name, ok := wanted["lookupName"]; ok {
		what = fmt.Sprintf("lookupName = %.100q", name)
	}
	if n == 0 {
		return fmt.Sprintf("Invalid ID: no such entry of %s with %s", of, what)
	}
	return fmt.Sprintf("Ambiguous: %d entries of %s have %s", n, of, what)
}

func asReference(item Item) map[string]any {
	return map[string]any{"id": item.ID, "lookupName": item.LookupName}
}

func (m Menus) byID(menu Menu, id int64) (Item, bool) {
	for _, item := range m[menu] {
		if item.ID == id {
			return item, true
		}
	}
	return Item{}, false
}
