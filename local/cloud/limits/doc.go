// Package limits is the Limits service: how much of a thing the tenancy may have, how much
// it has, and the refusal of more. A plane asks before it creates:
//
//	vaults := limits.Limit{Service: "kms", Name: "virtual-vault-count", Value: 10, Used: limits.Count("vault", nil)}
//	err := vaults.Admit(op, 1) // 400 LimitExceeded where there are ten
//	limits.Register(engine, vaults)
//
// Values are the whole tenancy's; quotas of compartments are not simulated.
package limits
