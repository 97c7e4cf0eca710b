// Package policy reads and evaluates what OCI's IAM lets be written: policy statements and the matching rules of dynamic
// groups. The local cloud asks it whether a function may read a secret or a table's rows and whether a gateway may invoke a
// function.
//
// A statement says who may do what where, and on which condition:
//
//	Allow <subject> to <verb> <resource-type> in <location> [where <condition>]
//	Allow <subject> to {PERMISSION, …} in <location> [where <condition>]
//
//	subject    any-user | any-group | group X[, Y] | dynamic-group X[, Y] | service X
//	           X is a name, 'domain'/'name', or id <ocid>
//	verb       inspect, read, use, manage; each includes the ones before it
//	location   tenancy | compartment <name>[:<name>…] | compartment id <ocid>
//	condition  variable = 'value' | variable != 'value' | variable = /pattern*/ | ANY {…} | ALL {…}
//
// A rule says which resources belong to a dynamic group, in the same conditions:
//
//	ALL {resource.type = 'fnfunc', resource.compartment.id = 'ocid1.compartment…'}
//
// Keywords and comparisons ignore case. A variable that the request does not have makes its comparison false, != too
// (Policy Syntax, Conditions). A resource-type, permission or variable that vocabulary.go and types.go do not list is an error
// that names the word: better a policy refused here than one that silently grants nothing.
//
// A policy reaches no further than the compartment it is attached to and those below it. The caller gives the target's
// compartments from the innermost to the tenancy, and their names if statements use names.
//
// Typical use:
//
//	statement, err := policy.ParseStatement("Allow dynamic-group fns to read secret-bundles in compartment id ocid1…")
//	statement.CompartmentID = tenancy // where the policy is attached
//	rule, err := policy.ParseRule("resource.type = 'fnfunc'")
//	set := policy.NewSet([]policy.Statement{*statement}, []policy.Group{{Name: "fns", Rule: rule}})
//	if !set.Allows(request) {
//		log.Print(set.Explain(request))
//	}
//
// Not modelled: groups of users (the local user may do everything, so such statements are read but never match), time
// and network-source variables, tags of targets.
//
// Sources: OCI documentation, pages "Policy Syntax", "Subjects", "Locations", "Conditions", "General Variables for All
// Requests" and "Writing Matching Rules to Define Dynamic Groups".
package policy
