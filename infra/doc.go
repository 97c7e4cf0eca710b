// Command infra is the Pulumi program of cxbridge: everything that turns a webhook, an alarm or an event into an
// incident of Oracle B2C Service, on Oracle Cloud. The Pulumi engine runs it; see Pulumi.yaml for its settings.
//
// stack.go wires the components, one package each. A package registers its resources and returns what others need.
package main
