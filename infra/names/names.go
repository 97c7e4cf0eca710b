// Package names says what the stack's resources are called. The oci provider invents no names, so that each display
// name, repository and tag comes from here: whoever looks at a compartment sees what belongs to which stack.
package names

import (
	"regexp"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Stack is the project and the stack that the names carry, and what else the tags tell.
type Stack struct {
	Project, Name string
	Owner         string
	Expires       string // empty: never
}

// Of is the running program's stack, with the owner and the expiry of its settings.
func Of(ctx *pulumi.Context, owner, expires string) Stack {
	return Stack{Project: ctx.Project(), Name: ctx.Stack(), Owner: owner, Expires: expires}
}

// Display is the display name of a part of the stack, such as cxbridge-dev-vcn.
func (s Stack) Display(part string) pulumi.String { return pulumi.String(s.prefix() + "-" + part) }

// Repository is the container repository of a function, such as cxbridge-dev/sms-to-incident.
func (s Stack) Repository(function string) string { return s.prefix() + "/" + function }

// Table is the name of a NoSQL table, such as cxbridge_dev_ledger. It has letters, digits and underscores only (NoSQL
// Database: limits).
func (s Stack) Table(part string) string { return strings.ReplaceAll(s.prefix()+"-"+part, "-", "_") }

// Tags are the free-form tags of every resource that can be tagged: project, stack, owner, and expires if the stack does.
func (s Stack) Tags() pulumi.StringMap {
	tags := pulumi.StringMap{
		"project": pulumi.String(s.Project), "stack": pulumi.String(s.Name), "owner": pulumi.String(s.Owner),
	}
	if s.Expires != "" {
		tags["expires"] = pulumi.String(s.Expires)
	}
	return tags
}

func (s Stack) prefix() string { return s.Project + "-" + s.Name }

// noWord is what stands between the words of a text.
var noWord = regexp.MustCompile(`[^\pL\pN]+`)

// Slug makes a resource's name of a text that people wrote: its words in lower case, joined by hyphens.
func Slug(text string) string {
	return strings.Trim(noWord.ReplaceAllString(strings.ToLower(text), "-"), "-")
}
