package cloud

import (
	"github.com/cxbridge/cxbridge/local/cloud/fidelity"
	"github.com/cxbridge/cxbridge/local/cloud/functions"
	"github.com/cxbridge/cxbridge/local/cloud/limits"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// serviceLimits are those that the local cloud keeps to.
type serviceLimits struct{ networks, vaults, groups, gateways, provisioned limits.Limit }

func newLimits(s fidelity.Switches) serviceLimits {
	return serviceLimits{
		networks: limits.Limit{Service: "vcn", Name: "vcn-count", Value: int64(s.VCNLimit), Used: limits.Count("vcn", nil)},
		vaults: limits.Limit{Service: "kms", Name: "virtual-vault-count", Value: int64(s.VaultLimit),
			Used: limits.Count("vault", func(v *store.Resource) bool {
				return v.Doc.String("vaultType") == "DEFAULT" && (v.State == "ACTIVE" || s.PendingVaultsCount)
			})},
		groups: limits.Limit{Service: "identity", Name: "dynamic-groups-count", Global: true, Value: int64(s.DynamicGroupLimit),
			Used: limits.Count("dynamicgroup", nil)},
		gateways: limits.Limit{Service: "api-gateway", Name: "gateway-count", Value: int64(s.GatewayLimit),
			Used: limits.Count("apigateway", nil)},
		provisioned: limits.Limit{Service: "faas", Name: "provisioned-concurrency-mb", Value: int64(s.ProvisionedMemoryLimit),
			Used: functions.ProvisionedMemory},
	}
}

func (l serviceLimits) all() []limits.Limit {
	return []limits.Limit{l.networks, l.vaults, l.groups, l.gateways, l.provisioned}
}
