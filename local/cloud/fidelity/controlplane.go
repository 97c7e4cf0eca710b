package fidelity

import "time"

// ControlPlane is what the control planes assume.
type ControlPlane struct {
	PoliciesEnforced bool
	PolicyDelay      time.Duration
	HomeRegion       string
}

func controlPlaneEntries() []entry {
	return []entry{
		{Switch{"PoliciesEnforced", "true",
			"Gateways and functions may do what a policy statement allows and nothing else.",
			"the statements are documented; off lets everybody do everything"},
			func(s *Switches) any { return &s.PoliciesEnforced }},
		{Switch{"PolicyDelay", "0s",
			"A new or changed policy statement or dynamic group acts at once. Otherwise after this long, and what was before it acts until then; what is deleted acts no more.",
			"that a policy usually acts within 10 s is documented (oci provider: oci_identity_policy), not how long it can take at most, nor what holds for deletions"},
			func(s *Switches) any { return &s.PolicyDelay }},
		{Switch{"HomeRegion", "us-ashburn-1",
			"The tenancy's home region is the one region there is. Another name of the realm oc1 makes that one the home, and the local cloud's a further subscription.",
			"that dynamic groups and policies are changed in the home region alone is documented; requests name no region, so that the local cloud takes them whichever region they were meant for"},
			func(s *Switches) any { return &s.HomeRegion }},
	}
}
