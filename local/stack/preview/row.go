package preview

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// A row tells of one change, or of many that are alike.
type row struct {
	operation
	resource, what string
}

// many is how many resources are told of on one row when they change alike.
const many = 4

// way is how a resource changes.
type way struct {
	op   apitype.OpType
	what string
}

// rows are the changes as they are told, in their order. What changes alike in many
// resources, such as a tag, is one row, where the first of them would be.
func (r *Report) rows() []row {
	alike := map[way][]Change{}
	for _, change := range r.Changes {
		alike[change.way()] = append(alike[change.way()], change)
	}
	told := map[way]bool{}
	var rows []row
	for _, change := range r.Changes {
		way := change.way()
		switch all := alike[way]; {
		case way.what == "" || len(all) < many:
			rows = append(rows, row{change.operation(), change.Kind + " " + change.Name, way.what})
		case !told[way]:
			told[way] = true
			rows = append(rows, row{change.operation(), fmt.Sprintf("%d resources", len(all)), way.what + ": " + names(all)})
		}
	}
	return rows
}

func (c Change) way() way { return way{c.Op, c.what()} }

// names are those of sorted changes, each kind once: Alarm a, b; Vcn vcn.
func names(changes []Change) string {
	var text strings.Builder
	kind := ""
	for i, change := range changes {
		switch {
		case i > 0 && change.Kind == kind:
			text.WriteString(", ")
		case i > 0:
			text.WriteString("; ")
			fallthrough
		default:
			text.WriteString(change.Kind + " ")
		}
		kind = change.Kind
		text.WriteString(change.Name)
	}
	return text.String()
}
