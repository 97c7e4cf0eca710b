package preview

import (
	"regexp"
	"strings"

	"github.com/cxbridge/cxbridge/local/stack/remedy"
)

// A Problem is one reason why there is no plan.
type Problem struct {
	Resource string // whose it is; empty when it is the program's
	Text     string // one line
	Remedy   string // what to do about it, one line; empty when that is not known
}

// says is what is wrong with what.
func (p Problem) says() string {
	if p.Resource != "" {
		return p.Resource + ": " + p.Text
	}
	return p.Text
}

// line is the problem of a stack on a line, with its remedy.
func (p Problem) line(stack string) string {
	if p.Remedy != "" {
		return p.says() + ": " + remedy.On(stack, p.Remedy)
	}
	return p.says()
}

// frame are the lines that the engine and the SDK put around what is wrong.
var frame = regexp.MustCompile(`^(an unhandled error occurred: )?(program failed:|[0-9]+ errors? occurred:)?$`)

// problems reads an error's text. The program writes each fault of a setting, and each
// rule that is broken, as a line that is indented by two blanks, and the remedy below it,
// indented by six, under a line that counts them. Whatever else is said is one problem.
func problems(resource, message string) []Problem {
	var found []Problem
	var rest []string
	lines := strings.Split(message, "\n")
	for i := 0; i < len(lines); i++ {
		text := strings.TrimPrefix(oneLine(lines[i]), "* ")
		switch {
		case hasRemedy(lines[i:]):
			found = append(found, Problem{Resource: resource, Text: text, Remedy: oneLine(lines[i+1])})
			i++
		case frame.MatchString(text) || strings.HasSuffix(text, ":") && hasRemedy(lines[i+1:]):
		default:
			rest = append(rest, strings.TrimPrefix(text, "an unhandled error occurred: "))
		}
	}
	if len(rest) > 0 || len(found) == 0 {
		found = append(found, Problem{Resource: resource, Text: strings.Join(rest, " ")})
	}
	return found
}

// hasRemedy tells whether lines begin with a problem and its remedy.
func hasRemedy(lines []string) bool {
	return len(lines) > 1 && indent(lines[0]) == 2 && indent(lines[1]) == 6
}

// indent is the number of blanks that a line begins with.
func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// oneLine puts a text on one line.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
