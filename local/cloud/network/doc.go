// Package network is the control plane of OCI's virtual cloud networks as far as a
// gateway and functions need one: VCNs with their default route table, security list
// and DHCP options, gateways, route tables, security lists, network security groups
// and subnets. It routes no packet: on one machine everything reaches everything.
//
// It does refuse what OCI refuses: CIDRs that do not fit or overlap, things of another
// VCN, and the deletion of what is in use.
//
//	network.Register(engine, limit)
package network
