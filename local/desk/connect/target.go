package connect

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/cxbridge/cxbridge/local/desk/problem"
	"github.com/cxbridge/cxbridge/local/desk/site"
)

// target is what a path below the root names:
// version, collection, id, sub-collection, key.
type target struct {
	version string
	parts   []string // after the version
	id, key int64
}

var versions = []string{"v1.3", "v1.4", "latest"}

// notSimulated are resources that B2C Service has and this package has not.
var notSimulated = []string{
	"", "accounts", "analyticsReports", "analyticsReportResults", "answers", "answerVersions", "assets", "batch", "channelTypes",
	"chats", "configurations", "countries", "eventSubscriptions", "holidays", "incidentResponse", "mailboxes", "marketing",
	"messageBases", "metadata-catalog", "namedIDs", "opportunities", "organizations", "productCatalogs", "purchasedProducts",
	"salesProducts", "serviceCategories", "serviceDispositions", "serviceMailboxes", "serviceProducts", "siteInterfaces",
	"slaInstances", "standardContents", "tasks", "variables",
}

func parseTarget(rest string) (target, error) {
	parts := strings.Split(rest, "/")
	t := target{version: parts[0], parts: parts[1:]}
	if !slices.Contains(versions, t.version) {
		return t, problem.New(problem.Version, "Version %.40q is not supported; %s are", t.version, strings.Join(versions, ", "))
	}
	return t, nil
}

// readNumbers reads the parts that are numbers.
func (t *target) readNumbers() (err error) {
	if t.id, err = t.number(1); err == nil {
		t.key, err = t.number(3)
	}
	return err
}

// number is the part at a place as a number, 0 if the path ends before it.
func (t *target) number(i int) (int64, error) {
	if i >= len(t.parts) {
		return 0, nil
	}
	n, err := strconv.ParseInt(t.parts[i], 10, 64)
	if err != nil {
		return 0, problem.New(problem.UnknownResource, "%.80q is not an id", t.parts[i])
	}
	return n, nil
}

// at is the part of the path at a place, or empty.
func (t target) at(i int) string {
	if i >= len(t.parts) {
		return ""
	}
	return t.parts[i]
}

// methods are what the target has, by HTTP method.
func (c *call) methods() (map[string]func() error, error) {
	unknown := problem.New(problem.UnknownResource, "There is no resource %.200s", c.r.URL.Path)
	name := c.target.at(0)
	if name == "queryResults" && len(c.target.parts) == 1 {
		return map[string]func() error{http.MethodGet: c.queryResults}, nil
	}
	if slices.Contains(notSimulated, name) {
		return nil, problem.NotSimulated("resource %q; there are contacts, incidents and queryResults", name)
	}
	schema := c.Site.Schema(name)
	if schema == nil {
		return nil, unknown
	}
	if err := c.target.readNumbers(); err != nil {
		return nil, err
	}
	switch len(c.target.parts) {
	case 1:
		return map[string]func() error{http.MethodGet: c.find, http.MethodPost: c.create}, nil
	case 2:
		return map[string]func() error{http.MethodGet: c.get, http.MethodPatch: c.update, http.MethodDelete: c.delete}, nil
	}
	f := schema.Field(c.target.at(2))
	switch {
	case f == nil && slices.Contains(schema.NotSimulated, c.target.at(2)):
		return nil, problem.NotSimulated("attribute %s of %s", c.target.at(2), name)
	case f != nil && f.Type == site.List && len(c.target.parts) == 3:
		return map[string]func() error{http.MethodGet: c.elements, http.MethodPost: c.append}, nil
	case f != nil && f.Type == site.List && len(c.target.parts) == 4:
		return map[string]func() error{http.MethodGet: c.element, http.MethodPatch: c.updateElement, http.MethodDelete: c.deleteElement}, nil
	case f != nil && f.Type == site.Reference && len(c.target.parts) == 3:
		return map[string]func() error{http.MethodGet: c.referenced}, nil
	}
	return nil, unknown
}
