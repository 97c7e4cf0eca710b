package plugin

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/emptypb"
)

// answering knows its version and nothing else.
type answering struct {
	pulumirpc.UnimplementedResourceProviderServer
}

func (answering) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: "1.2.3"}, nil
}

func TestServeAnswersOnThePortItPrints(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	stdout, printed := io.Pipe()
	ended := make(chan error, 1)
	var serviceEnded <-chan struct{}
	go func() {
		ended <- Serve(ctx, "test", []string{"-logtostderr", "-v=3", "-tracing", "x"}, printed, func(ctx context.Context, engine string) (func(*grpc.Server), error) {
			serviceEnded = ctx.Done()
			return func(s *grpc.Server) { pulumirpc.RegisterResourceProviderServer(s, answering{}) }, nil
		})
	}()
	port, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	connection, err := grpc.NewClient(net.JoinHostPort("127.0.0.1", strings.TrimSpace(port)), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	info, err := pulumirpc.NewResourceProviderClient(connection).GetPluginInfo(ctx, &emptypb.Empty{})
	if err != nil || info.GetVersion() != "1.2.3" {
		t.Errorf("GetPluginInfo = %v, %v", info, err)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("Serve ended with %v", err)
	}
	<-serviceEnded // or the test hangs
}

func TestServeFailsWithItsService(t *testing.T) {
	broken := errors.New("no table")
	err := Serve(context.Background(), "test", nil, io.Discard, func(context.Context, string) (func(*grpc.Server), error) { return nil, broken })
	if !errors.Is(err, broken) {
		t.Errorf("err = %v, want %v", err, broken)
	}
	if err := Serve(context.Background(), "test", []string{"-unknown"}, io.Discard, nil); err == nil {
		t.Error("an unknown flag was accepted")
	}
}
