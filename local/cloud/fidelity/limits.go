package fidelity

// Limits is how much a tenancy is assumed to be allowed. OCI's own limits are those of each
// tenancy.
type Limits struct {
	VaultLimit             int
	PendingVaultsCount     bool
	DynamicGroupLimit      int
	VCNLimit               int
	GatewayLimit           int
	ProvisionedMemoryLimit int
}

func limitEntries() []entry {
	return []entry{
		{Switch{"VaultLimit", "100",
			"The tenancy may have this many virtual vaults: kms, virtual-vault-count.",
			"the name is in OCI's quota pages; tenancies publish 1 to 10. More here, as a local cloud is made and unmade often and its vaults are pending for a month"},
			func(s *Switches) any { return &s.VaultLimit }},
		{Switch{"PendingVaultsCount", "true",
			"A vault that is pending deletion counts towards VaultLimit.",
			"published modules tell of tenancies without a vault to spare because of one that is pending; not documented"},
			func(s *Switches) any { return &s.PendingVaultsCount }},
		{Switch{"DynamicGroupLimit", "50",
			"The tenancy may have this many dynamic groups: identity, dynamic-groups-count.",
			"neither name nor value is documented; the name is in published scripts over the Limits service"},
			func(s *Switches) any { return &s.DynamicGroupLimit }},
		{Switch{"VCNLimit", "50",
			"The tenancy may have this many VCNs in the region: vcn, vcn-count.",
			"the name is what the Limits service was seen to have, the value that of published tenancies; both are not documented for all"},
			func(s *Switches) any { return &s.VCNLimit }},
		{Switch{"GatewayLimit", "50",
			"The tenancy may have this many API gateways in the region: api-gateway, gateway-count.",
			"the name is documented (API Gateway Quotas), the value is not"},
			func(s *Switches) any { return &s.GatewayLimit }},
		{Switch{"ProvisionedMemoryLimit", "40960",
			"Functions with provisioned concurrency may have this many MB in the region, units times memory: faas, provisioned-concurrency-mb.",
			"the name is documented (Functions: Monitoring Memory Usage and Availability), the service's name in the Limits service and the value are not; this is the least for eight functions"},
			func(s *Switches) any { return &s.ProvisionedMemoryLimit }},
	}
}
