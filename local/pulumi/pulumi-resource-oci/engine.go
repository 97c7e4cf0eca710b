package main

import (
	"context"
	"fmt"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// logTimeout bounds a message to the engine: progress is not worth waiting for.
const logTimeout = 2 * time.Second

// engine is the connection back to the engine, for messages to the user.
type engine struct{ client pulumirpc.EngineClient }

func (e *engine) connect(address string) error {
	conn, err := grpc.NewClient(address,
		grpc.WithTransportCredentials(insecure.NewCredentials()), rpcutil.GrpcChannelOptions())
	if err != nil {
		return fmt.Errorf("connecting to the engine at %s: %w", address, err)
	}
	e.client = pulumirpc.NewEngineClient(conn)
	return nil
}

// log shows a message at the resource. One that does not arrive is no fault of
// the resource's.
func (e *engine) log(urn, message string, status bool) {
	if e.client == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), logTimeout)
	defer cancel()
	_, _ = e.client.Log(ctx, &pulumirpc.LogRequest{
		Severity: pulumirpc.LogSeverity_INFO, Message: message, Urn: urn, Ephemeral: status,
	})
}
