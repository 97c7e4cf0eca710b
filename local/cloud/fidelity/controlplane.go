package fidelity

import "time"

// ControlPlane is what the control planes assume.
type ControlPlane struct {
	PoliciesEnforced         bool
	PolicyDelay              time.Duration
	ImageArchitectureChecked bool
	ProvisionedInstances     int
	CertificatesExist        bool
	VNICLinger               time.Duration
	HomeRegion               string
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
		{Switch{"ImageArchitectureChecked", "true",
			"CreateFunction and UpdateFunction refuse an image that lacks an architecture of the application's shape with 400 InvalidParameter. Otherwise it fails when it is invoked.",
			"that the image must have them is documented (Functions: Specifying the Compute Architecture), when and how that is refused is not"},
			func(s *Switches) any { return &s.ImageArchitectureChecked }},
		{Switch{"ProvisionedInstances", "2",
			"A function with provisioned concurrency has an instance ready for each of its units, but here no more than this (0: one for each unit), as they are processes of one machine.",
			"that there always is what as many concurrent calls need is documented (Functions: Reducing Initial Latency), a smaller number is the local cloud's"},
			func(s *Switches) any { return &s.ProvisionedInstances }},
		{Switch{"CertificatesExist", "true",
			"The certificate that a gateway's certificateId names exists, and the gateway's hostname stays its address here, not the certificate's name. Otherwise no certificate does: 404 NotAuthorizedOrNotFound.",
			"the local cloud has no certificates; that the hostname becomes the certificate's is documented (API Gateway: Setting Up Custom Domains and TLS Certificates)"},
			func(s *Switches) any { return &s.CertificatesExist }},
		{Switch{"VNICLinger", "0s",
			"Subnets and security groups can be deleted as soon as the gateways and applications in them are. Otherwise that is 409 Conflict for this long.",
			"that a service's VNIC stays for some time is told in terraform-provider-oci's issues 660 and 2185; how long is not documented"},
			func(s *Switches) any { return &s.VNICLinger }},
		{Switch{"HomeRegion", "us-ashburn-1",
			"The tenancy's home region is the one region there is. Another name of the realm oc1 makes that one the home, and the local cloud's a further subscription.",
			"that dynamic groups and policies are changed in the home region alone is documented; requests name no region, so that the local cloud takes them whichever region they were meant for"},
			func(s *Switches) any { return &s.HomeRegion }},
	}
}
