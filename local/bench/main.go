package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/checkout"
	"github.com/cxbridge/cxbridge/local/command"
)

func main() { command.Main(newCommand()) }

func newCommand() *cobra.Command {
	var o options
	root := &cobra.Command{
		Use:   "bench [suite]…",
		Short: "What people wait for, and what the functions cost, measured on this machine",
		Long: `Measures what people wait for and what the functions cost, and prints one table:
the median of several samples, the least and the greatest, and what it may be at
most. The suites, of which all are run unless some are named:

` + describeSuites(),
		Example: `  scripts/bench
  scripts/bench --cold --check
  scripts/bench functions stack`,
		Args: cobra.OnlyValidArgs, ValidArgs: suiteNames(),
		RunE: func(c *cobra.Command, names []string) error { return o.run(c, names) },
	}
	root.Flags().BoolVar(&o.cold, "cold", false, "the cold build of the Pulumi program as well, which takes minutes")
	root.Flags().BoolVar(&o.check, "check", false, "fail when something takes more than it may")
	root.Flags().BoolVar(&o.page, "page", false, "keep the table in "+pagePath+"; measures everything, the cold build too")
	return root
}

type options struct{ cold, check, page bool }

// pagePath is where the last figures are kept, in the checkout.
const pagePath = "local/bench/FIGURES.md"

func (o options) run(c *cobra.Command, names []string) error {
	if o.page && len(names) > 0 {
		return errors.New("the page has the figures of all suites: leave the names out, or --page")
	}
	here, err := checkout.Find(".", os.Getenv)
	if err != nil {
		return err
	}
	machine, err := describeMachine(c.Context(), here.Root)
	if err != nil {
		return err
	}
	log := c.ErrOrStderr()
	if warning := machine.busy(); warning != "" {
		fmt.Fprintln(log, "bench:", warning)
	}
	rows, err := measure(c.Context(), here.Root, chosen(names, o.cold || o.page), log)
	if len(rows) > 0 {
		err = errors.Join(writeText(c.OutOrStdout(), rows), err)
	}
	if err != nil {
		return err
	}
	if o.page {
		text := page(rows, machine, time.Now())
		if err := os.WriteFile(filepath.Join(here.Root, pagePath), []byte(text), 0o644); err != nil {
			return err
		}
		fmt.Fprintln(log, "bench: wrote", pagePath)
	}
	if o.check {
		return checkBounds(rows)
	}
	return nil
}

// chosen are the suites of those names, or all; the cold ones only where they are wanted or named.
func chosen(names []string, cold bool) []suite {
	return slices.DeleteFunc(suites(), func(s suite) bool {
		if len(names) == 0 {
			return s.cold && !cold
		}
		return !slices.Contains(names, s.name) && !(s.cold && cold)
	})
}

// checkBounds is an error that names all that takes more than it may.
func checkBounds(rows []row) error {
	var exceeded []string
	for _, r := range rows {
		if r.exceeded {
			exceeded = append(exceeded, fmt.Sprintf("%s: %s, at most %s", r.what, r.measured, strings.TrimSuffix(r.atMost, exceededMark)))
		}
	}
	if len(exceeded) == 0 {
		return nil
	}
	return fmt.Errorf("more than there may be:\n  %s\nmeasure again on a machine that does nothing else before you look for the cause", strings.Join(exceeded, "\n  "))
}
