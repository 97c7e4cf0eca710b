package toolchain

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// Progress tells a person what is being built and how far it is. Nothing is
// said of what takes less than a second: a build that finds all up to date is
// silent.
type Progress struct {
	out      io.Writer
	terminal bool // the line can be rewritten
	now      func() time.Time

	mu       sync.Mutex
	name     string
	started  time.Time
	printed  time.Time
	packages int // compiled so far
	expected int // to be compiled
	modules  int // downloaded so far
	last     string
}

// How often a line is shown: rewritten on a terminal, added in a log.
const (
	patience      = time.Second
	terminalPause = 200 * time.Millisecond
	logPause      = 10 * time.Second
)

// NewProgress reports to out. On a terminal one line is rewritten; in a log
// a line is added every ten seconds.
func NewProgress(out io.Writer, terminal bool, now func() time.Time) *Progress {
	return &Progress{out: out, terminal: terminal, now: now}
}

func (p *Progress) begin(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.name, p.started, p.printed = name, p.now(), time.Time{}
	p.packages, p.expected, p.modules, p.last = 0, 0, 0, ""
}

func (p *Progress) expect(packages int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.expected, p.packages = packages, 0
}

func (p *Progress) downloading(module string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.modules++
	p.last = module
	p.show(fmt.Sprintf("%d modules fetched", p.modules))
}

func (p *Progress) compiled(path string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.packages++
	p.last = path
	p.show(fmt.Sprintf("%d of %d packages", p.packages, max(p.expected, p.packages)))
}

// end closes the unit's line, if one was shown.
func (p *Progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.printed.IsZero() {
		return
	}
	p.last = ""
	p.print(fmt.Sprintf("done, %d packages", p.packages))
	if p.terminal {
		fmt.Fprintln(p.out)
	}
}

func (p *Progress) show(how string) {
	pause := logPause
	if p.terminal {
		pause = terminalPause
	}
	now := p.now()
	if now.Sub(p.started) < patience || now.Sub(p.printed) < pause {
		return
	}
	p.printed = now
	p.print(how)
}

func (p *Progress) print(how string) {
	line := fmt.Sprintf("build: %s: %s, %s", p.name, how, p.now().Sub(p.started).Round(time.Second))
	if p.last != "" {
		line += ": " + p.last
	}
	if !p.terminal {
		fmt.Fprintln(p.out, line)
		return
	}
	const width = 110
	if len(line) > width {
		line = line[:width]
	}
	fmt.Fprint(p.out, "\r"+line+strings.Repeat(" ", width-len(line)))
}
