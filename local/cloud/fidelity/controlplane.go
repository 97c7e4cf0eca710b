package fidelity

// ControlPlane is what the control planes assume.
type ControlPlane struct {
	PoliciesEnforced bool
	HomeRegion       string
}

func controlPlaneEntries() []entry {
	return []entry{
		{Switch{"PoliciesEnforced", "true",
			"Gateways and functions may do what a policy statement allows and nothing else, from the moment the policy is there.",
			"the statements are documented, and that a new one takes up to minutes to act; off lets everybody do everything"},
			func(s *Switches) any { return &s.PoliciesEnforced }},
		{Switch{"HomeRegion", "us-ashburn-1",
			"The tenancy's home region is the one region there is. Another name of the realm oc1 makes that one the home, and the local cloud's a further subscription.",
			"that dynamic groups and policies are changed in the home region alone is documented; requests name no region, so that the local cloud takes them whichever region they were meant for"},
			func(s *Switches) any { return &s.HomeRegion }},
	}
}
