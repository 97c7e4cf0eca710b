package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
)

// notes are what the figures cannot say.
const notes = `measured is the median of 3 to 7 samples, min–max the least and the greatest (the cold build is measured once).
Throughput: each caller sends its next message when its last one is an incident; callers, gateway, functions, topic and
B2C Service share this machine's cores. Refused messages (429) are those of all samples. Two limits of OCI are out of the way:
the stack's rateLimit, and the 60 messages that a topic takes in a minute (the switch PublishPerMinute=0). A function has at
most 20 instances, with one message each, as on the local cloud always, and calls wait a second for one. B2C Service is a
stand-in that answers everything from what it has at hand, after 0 or 50 ms; an SMS takes two of its answers, an alarm two.
Own time is that of the handler alone, with TLS to a B2C Service that answers at once and, but for SMS, a ledger in memory.
`

// writeText prints the table for a terminal.
func writeText(w io.Writer, rows []row) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, strings.Join(columns, "\t"))
	for _, r := range rows {
		fmt.Fprintln(table, strings.Join(r.cells(), "\t"))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprint(w, "\n", notes)
	return err
}

// page is the table as it is kept, with the machine it was measured on.
func page(rows []row, m machine, at time.Time) string {
	var text strings.Builder
	fmt.Fprintf(&text, "# Figures\n\nMeasured on %s at commit %s. `scripts/bench --page` measures again and writes this page;\n"+
		"`scripts/bench --check` fails where a bound is exceeded.\n\n", at.UTC().Format(time.DateOnly), m.commit)
	fmt.Fprintf(&text, "| machine | |\n|---|---|\n| cores | %d, %s |\n| memory | %s GB |\n| kernel | %s |\n| Go | %s |\n| load before | %s |\n\n",
		m.cores, m.processor, digits(m.memoryGB, 2), m.kernel, m.goVersion, digits(m.load, 2))
	fmt.Fprintf(&text, "| %s |\n|%s\n", strings.Join(columns, " | "), strings.Repeat("---|", len(columns)))
	for _, r := range rows {
		fmt.Fprintf(&text, "| %s |\n", strings.Join(r.cells(), " | "))
	}
	return text.String() + "\n" + notes
}

// readPage returns the lines of a page's table.
func readPage(text string) (rows []row, err error) {
	_, table, found := strings.Cut(text, "| "+strings.Join(columns, " | ")+" |\n|"+strings.Repeat("---|", len(columns))+"\n")
	if !found {
		return nil, fmt.Errorf("the page has no table with the columns %s", strings.Join(columns, ", "))
	}
	for line := range strings.Lines(table) {
		inner, isRow := strings.CutPrefix(strings.TrimSpace(line), "|")
		if !isRow {
			break
		}
		cells := strings.Split(strings.TrimSuffix(inner, "|"), "|")
		if len(cells) != len(columns) {
			return nil, fmt.Errorf("the line %q has %d cells, want %d", strings.TrimSpace(line), len(cells), len(columns))
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, row{what: cells[0], measured: cells[1], spread: cells[2], atMost: cells[3], ratio: cells[4],
			exceeded: strings.HasSuffix(cells[3], exceededMark)})
	}
	return rows, nil
}
