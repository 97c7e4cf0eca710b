// Package apigateway is the control plane of API gateways and their deployments. Each
// gateway gets an address, the first one the configured one, which it keeps over
// restarts if it can be had; what happens behind it is
// package gateway's. A change of a deployment takes effect at once and leaves the other
// requests alone: the gateway's handler is replaced as a whole.
package apigateway
