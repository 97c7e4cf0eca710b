package preview

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"

	"github.com/cxbridge/cxbridge/local/stack/remedy"
)

// GitHub takes 65,536 characters of a comment; a text here is far below.
const (
	maxComment = 60_000
	maxText    = 3_000
)

// Marker is the first line of a stack's comment, by which the next run finds it. A stack is
// called after a file, whose name cannot end the line here.
func Marker(stack string) string {
	return fmt.Sprintf("<!-- cxbridge preview %s -->", url.QueryEscape(stack))
}

// Markdown is the report as a pull request's comment, which GitHub takes.
func (r *Report) Markdown(stack string) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s\n### Preview of %s\n\n%s\n", Marker(stack), code(stack), r.headline(bold))
	if r.Failed() {
		rows := make([]string, len(r.Problems))
		for i, problem := range r.Problems {
			rows[i] = "- " + code(problem.says())
			if problem.Remedy != "" {
				rows[i] += "<br>remedy: " + code(remedy.On(stack, problem.Remedy))
			}
			rows[i] += "\n"
		}
		write(&text, "\n", rows)
	} else if len(r.Changes) > 0 {
		var rows []string
		for _, row := range r.rows() {
			verb := row.verb
			if row.destroys {
				verb = bold(verb)
			}
			rows = append(rows, fmt.Sprintf("| %s | %s | %s |\n", verb, code(row.resource), code(row.what)))
		}
		write(&text, "\n| | resource | what differs |\n|---|---|---|\n", rows)
	}
	if len(r.Warnings) > 0 {
		rows := make([]string, len(r.Warnings))
		for i, warning := range r.Warnings {
			rows[i] = "- " + code(warning) + "\n"
		}
		write(&text, "\nWarnings:\n\n", rows)
	}
	return text.String()
}

// bold makes a text of ours stand out.
func bold(text string) string { return "**" + text + "**" }

// write adds rows below a head, as many as there is room for.
func write(text *strings.Builder, head string, rows []string) {
	text.WriteString(head)
	for i, row := range rows {
		if text.Len()+len(row) > maxComment {
			fmt.Fprintf(text, "\nand %d more, which scripts/stack preview prints\n", len(rows)-i)
			return
		}
		text.WriteString(row)
	}
}

// code shows a text as it is: nothing in it is markup, a link, a mention or a reference
// to GitHub. What could be becomes an entity, which is no markup in Markdown, and inside
// <code> GitHub looks for no mentions.
func code(text string) string {
	if text == "" {
		return ""
	}
	var escaped strings.Builder
	for i, one := range []rune(printable(text)) {
		switch {
		case i == maxText:
			return "<code>" + escaped.String() + "…</code>"
		case strings.ContainsRune(" ,;-()='", one) || unicode.IsLetter(one) || unicode.IsDigit(one):
			escaped.WriteRune(one)
		default:
			fmt.Fprintf(&escaped, "&#%d;", one)
		}
	}
	return "<code>" + escaped.String() + "</code>"
}

// printable leaves out what is not shown but acts: a terminal's commands, and what turns
// the direction of writing.
func printable(text string) string {
	return strings.Map(func(one rune) rune {
		if unicode.IsPrint(one) {
			return one
		}
		return -1
	}, oneLine(text))
}
