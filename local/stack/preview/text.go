package preview

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// most is how many properties of one resource are named.
const most = 10

// Text prints the report for people. Nothing of it is to be taken for a terminal's
// commands, whoever chose the names.
func (r *Report) Text(out io.Writer, stack string) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "%s: %s\n", stack, r.headline(plainly))
	for _, problem := range r.Problems {
		fmt.Fprintf(table, "  %s\n", printable(problem.line(stack)))
	}
	if !r.Failed() {
		for _, row := range r.rows() {
			line := row.verb + "\t" + printable(row.resource) + "\t" + printable(row.what)
			fmt.Fprintf(table, "  %s\n", strings.TrimSuffix(line, "\t"))
		}
	}
	for _, warning := range r.Warnings {
		fmt.Fprintf(table, "  warning: %s\n", printable(warning))
	}
	return table.Flush()
}

// plainly emphasizes nothing.
func plainly(text string) string { return text }

// headline counts: 1 to delete, 2 to change; 61 stay as they are. What destroys something
// is emphasized.
func (r *Report) headline(emphasized func(string) string) string {
	if r.Failed() {
		return fmt.Sprintf("no preview, because of %d problem(s)", len(r.Problems))
	}
	if len(r.Changes) == 0 {
		return fmt.Sprintf("nothing to do; %d resources stay as they are", r.Same)
	}
	count := map[apitype.OpType]int{}
	for _, change := range r.Changes {
		count[change.Op]++
	}
	var parts []string
	for _, one := range ops {
		if n := count[one.op]; n > 0 {
			part := fmt.Sprintf("%d to %s", n, one.verb)
			if one.destroys {
				part = emphasized(part)
			}
			parts = append(parts, part)
		}
	}
	return fmt.Sprintf("%s; %d stay as they are", strings.Join(parts, ", "), r.Same)
}

// what is how a resource changes: its code, and the names of properties.
func (c Change) what() string {
	var parts []string
	if c.Code {
		parts = append(parts, "new code")
	}
	if names := c.Properties; len(names) > most {
		parts = append(parts, fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most))
	} else if len(names) > 0 {
		parts = append(parts, strings.Join(names, ", "))
	}
	if c.Origin != "" {
		parts = append(parts, c.Origin)
	}
	return strings.Join(parts, "; ")
}
