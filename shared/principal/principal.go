// Package principal makes clients of OCI that act as a function's resource principal. What they may do is said by the policies
// for the dynamic group that the function is in.
package principal

import (
	"fmt"
	"sync"

	"github.com/cxbridge/cxbridge/shared/hostoverride"
	"github.com/cxbridge/cxbridge/shared/roots"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/common/auth"
)

// Options say which client is wanted. All but Provider are required.
type Options[C any] struct {
	Make func(common.ConfigurationProvider) (C, error) // oci-go-sdk's constructor
	Base func(*C) *common.BaseClient                   // what the client is built on
	// Override is the client's name among the endpoints that the environment overrides (package hostoverride). Without such
	// an override the endpoint is the region's.
	Override string
	Getenv   func(string) string
	// Provider says who the client acts as; the resource principal where it is nil.
	Provider func() (common.ConfigurationProvider, error)
}

// Client is an OCI client that is made when it is first used: that parses a private key, which a function does not have that
// is configured to do without OCI.
type Client[C any] struct {
	options Options[C]

	mu     sync.Mutex
	client *C // nil until it is first used
}

// New returns a client. Nothing is read yet.
func New[C any](options Options[C]) *Client[C] {
	if options.Provider == nil {
		options.Provider = resourcePrincipal
	}
	return &Client[C]{options: options}
}

func resourcePrincipal() (common.ConfigurationProvider, error) {
	provider, err := auth.ResourcePrincipalConfigurationProvider()
	if err != nil {
		return nil, fmt.Errorf("no resource principal: run this as a function of OCI: %w", err)
	}
	return provider, nil
}

// Get returns the client. It is tried again after a failure, because the key's file may come a moment later than the function.
func (c *Client[C]) Get() (*C, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.client != nil {
		return c.client, nil
	}
	roots.Load()
	provider, err := c.options.Provider()
	if err != nil {
		return nil, err
	}
	client, err := c.options.Make(provider)
	if err != nil {
		return nil, fmt.Errorf("making the OCI client %s: %w", c.options.Override, err)
	}
	if endpoint, ok := hostoverride.Lookup(c.options.Getenv, c.options.Override); ok {
		c.options.Base(&client).Host = endpoint
	}
	c.client = &client
	return c.client, nil
}
