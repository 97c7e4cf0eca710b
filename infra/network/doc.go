// Package network builds the VCN: a public subnet for the API gateway and a private one for the functions.
//
//	internet ──▶ internet gateway ──▶ public subnet (gateway) ──▶ private subnet (functions)
//	                                     │                           │ NAT gateway ──────▶ B2C Service
//	                                     │                           └ service gateway ──▶ OCI's services
//	                                     └ internet gateway ──▶ keys of listeners' identity providers
//
// What may pass is said by two network security groups, and by nothing else: both subnets use an empty security list
// in place of the VCN's default one, which admits SSH from everywhere and lets everything out.
package network
