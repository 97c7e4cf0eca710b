package main

import (
	"context"
	"os"

	"github.com/cxbridge/cxbridge/local/pulumi/plugin"
	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/oci"
	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/provider"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

func main() { plugin.Main("pulumi-resource-oci", serve) }

// serve makes the provider, which says over the engine how far it is.
func serve(_ context.Context, address string) (func(*grpc.Server), error) {
	engine := &engine{}
	if address != "" {
		if err := engine.connect(address); err != nil {
			return nil, err
		}
	}
	p, err := provider.New(provider.Options{Options: oci.Options{Getenv: os.Getenv}, Log: engine.log})
	if err != nil {
		return nil, err
	}
	return func(s *grpc.Server) { pulumirpc.RegisterResourceProviderServer(s, p) }, nil
}
