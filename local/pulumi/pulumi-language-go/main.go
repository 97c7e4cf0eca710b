package main

import (
	"context"
	"os"

	"github.com/cxbridge/cxbridge/local/pulumi/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

func main() {
	plugin.Main("pulumi-language-go", func(ctx context.Context, engine string) (func(*grpc.Server), error) {
		h := newHost(engine, os.Stdout, os.Stderr)
		context.AfterFunc(ctx, h.stop)
		return func(s *grpc.Server) { pulumirpc.RegisterLanguageRuntimeServer(s, h) }, nil
	})
}
