package site

import (
	"fmt"
	"slices"
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
	Parent     int64 // of a product or a category: the id of the one it is below; 0 for none
}

// Menus are a site's choices.
type Menus map[Menu][]Item

// solved is the status type that closes an incident.
const solved = 2

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

// Trail is the name of an item below those of the items that it is below:
// Cloud Infrastructure / Vault. It is empty if there is no such item.
func (s *Site) Trail(menu Menu, id int64) string {
	var names []string
	for item, ok := s.menus.byID(menu, id); ok && len(names) < maxDepth; item, ok = s.menus.byID(menu, item.Parent) {
		names = append(names, item.LookupName)
	}
	slices.Reverse(names)
	return strings.Join(names, " / ")
}

// maxDepth is how deep products and categories nest; it ends a menu's circles too.
const maxDepth = 6

func (m Menus) byID(menu Menu, id int64) (Item, bool) {
	for _, item := range m[menu] {
		if item.ID == id {
			return item, true
		}
	}
	return Item{}, false
}
