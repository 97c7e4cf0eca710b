// Package gateway is the data plane of API Gateway.
package gateway
