// Command pulumi-resource-cxif is the plugin that the Pulumi engine runs for the provider cxif. See the package provider.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/cxbridge/cxbridge/infra/cxif"
	"github.com/cxbridge/cxbridge/infra/cxif/provider"
	p "github.com/pulumi/pulumi-go-provider"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintf(os.Stderr, "pulumi-resource-%s: %v\n", provider.Name, err)
		os.Exit(1)
	}
}

func run() error {
	if err := renew(); err != nil {
		return err
	}
	served, err := provider.New(provider.Options{})
	if err != nil {
		return err
	}
	return p.RunProvider(context.Background(), provider.Name, cxif.Version, served)
}
