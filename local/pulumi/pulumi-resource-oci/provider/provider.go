package provider

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/oci"
	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/schema"
	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/table"
	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/wire"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
)

// Version is that of pulumi-oci/sdk/v2 in go.mod, which programs ask for.
const Version = "2.20.0"

// Options say how a Provider works.
type Options struct {
	oci.Options
	// Clock gives the time, for progress messages.
	Clock func() time.Time
	// Log passes a message on to the user; urn may be empty. A status is
	// shown while it lasts and then forgotten.
	Log func(urn, message string, status bool)
}

// Provider implements the plugin's gRPC service. What it does not have answers
// Unimplemented with the method's name.
type Provider struct {
	pulumirpc.UnimplementedResourceProviderServer

	options   Options
	schema    *schema.Schema
	codec     wire.Codec
	resources map[string]*table.Resource
	functions map[string]*table.Function

	// running ends when the engine cancels; calls to OCI end with it.
	running context.Context
	stop    context.CancelFunc

	mu     sync.Mutex
	client *oci.Client // set by Configure
}

// New gives a provider that is not yet configured.
func New(o Options) (*Provider, error) {
	s, err := schema.Load()
	if err != nil {
		return nil, err
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Log == nil {
		o.Log = func(string, string, bool) {}
	}
	p := &Provider{
		options: o, schema: s, codec: wire.Codec{Types: s.Types},
		resources: table.Resources(), functions: table.Functions(),
	}
	p.running, p.stop = context.WithCancel(context.Background())
	return p, nil
}

// GetPluginInfo says which version of the official plugin this one stands for.
func (p *Provider) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: Version}, nil
}

// Handshake tells the engine what values the plugin understands.
func (p *Provider) Handshake(
	context.Context, *pulumirpc.ProviderHandshakeRequest,
) (*pulumirpc.ProviderHandshakeResponse, error) {
	return &pulumirpc.ProviderHandshakeResponse{AcceptSecrets: true, AcceptResources: true}, nil
}

// Cancel ends the calls that are under way.
func (p *Provider) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	p.stop()
	return &emptypb.Empty{}, nil
}

// GetMapping: the plugin maps no Terraform provider's names.
func (p *Provider) GetMapping(
	context.Context, *pulumirpc.GetMappingRequest,
) (*pulumirpc.GetMappingResponse, error) {
	return &pulumirpc.GetMappingResponse{}, nil
}

// entry finds a type in the table and its properties in the schema.
func (p *Provider) entry(token string) (*table.Resource, schema.Properties, error) {
	r, known := p.resources[token]
	if !known {
		return nil, nil, status.Errorf(codes.Unimplemented,
			"this plugin does not have the type %s; the official oci plugin may "+
				"(a type is added in pulumi-resource-oci/table and schemagen/types.go)", token)
	}
	return r, p.schema.Resources[token].Properties, nil
}

// configured gives the client, once Configure has made it.
func (p *Provider) configured() (*oci.Client, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.client == nil {
		return nil, fmt.Errorf("the oci plugin was used before it was configured")
	}
	return p.client, nil
}
