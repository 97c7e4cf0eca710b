package prune

import (
	"cmp"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/dustin/go-humanize"
)

// print shows what is to be deleted, and what that is worth.
func (p *pruner) print(all int, doomed []image) {
	if len(doomed) == 0 {
		fmt.Fprintf(p.Out, "%s: all %d images are needed\n", p.Stack, all)
		return
	}
	var size int64
	table := tabwriter.NewWriter(p.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "REPOSITORY\tVERSION\tDIGEST\tPUSHED\tSIZE")
	for _, i := range doomed {
		size += i.size
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", i.repository, cmp.Or(i.version, "-"), short(i.digest),
			humanize.RelTime(i.created, p.Now, "ago", "from now"), humanize.Bytes(uint64(i.size)))
	}
	table.Flush()
	does, next := "deletes", ""
	if !p.Delete {
		does, next = "would delete", "; --delete does it"
	}
	// Layers that images share are counted for each.
	fmt.Fprintf(p.Out, "%s: %s %d of %d images, at most %s%s\n", p.Stack, does, len(doomed), all, humanize.Bytes(uint64(size)), next)
}

// short is a digest that people can still tell from others: as many digits as a tag has.
func short(digest string) string {
	hex := strings.TrimPrefix(digest, "sha256:")
	return hex[:min(len(hex), 12)]
}
