// Package fidelity lists what the local cloud assumes about OCI where Oracle
// documents nothing, or where one published sample is all there is.
//
// Each assumption is a field of Switches with a default, the sentence that says
// what the default takes for true, and what is known about it. The data planes
// read the fields; whoever learns better on a real tenancy turns the switch:
//
//	s := fidelity.Defaults()
//	err := s.Set("RateLimitStatus", "503")
//
// List is what the fidelity page shows.
package fidelity
