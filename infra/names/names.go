// Package names says what the stack's resources are called. The oci provider invents no names, so that each display
// name, repository and tag comes from here: whoever looks at a compartment sees what belongs to which stack.
package names

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// Stack is the project and the stack that the names carry.
type Stack struct{ Project, Name string }

// Of is the running program's stack.
func Of(ctx *pulumi.Context) Stack { return Stack{Project: ctx.Project(), Name: ctx.Stack()} }

// Display is the display name of a part of the stack, such as cxbridge-dev-vcn.
func (s Stack) Display(part string) pulumi.String { return pulumi.String(s.prefix() + "-" + part) }

// Repository is the container repository of a function, such as cxbridge-dev/sms-to-incident.
func (s Stack) Repository(function string) string { return s.prefix() + "/" + function }

// Tags are the free-form tags of every resource that can be tagged.
func (s Stack) Tags() pulumi.StringMap {
	return pulumi.StringMap{"project": pulumi.String(s.Project), "stack": pulumi.String(s.Name)}
}

func (s Stack) prefix() string { return s.Project + "-" + s.Name }
