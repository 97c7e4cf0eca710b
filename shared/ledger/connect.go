package ledger

import (
	"context"

	"github.com/cenkalti/backoff/v5"
	"github.com/cxbridge/cxbridge/shared/config"
	"github.com/cxbridge/cxbridge/shared/hostoverride"
	"github.com/cxbridge/cxbridge/shared/principal"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/nosql"
)

// Configured returns the ledger that a function's configuration names:
//
//   - ledger_table_ocid: OCID of its table
//
// It is nil if there is none, which the configuration then knows.
func Configured(cfg *config.Reader) *Ledger {
	table := cfg.Required("ledger_table_ocid", "set it to the OCID of the NoSQL table that the function keeps its ledger in")
	if table == "" {
		return nil
	}
	return New(Options{Rows: NewRows(cfg.Getenv), Table: table})
}

// NewRows returns the rows of OCI NoSQL as the function's resource principal may use them. The endpoint is the region's, unless
// the environment overrides it (package hostoverride).
func NewRows(getenv func(string) string) Rows { return newRows(getenv, nil) }

// newRows is NewRows for another principal.
func newRows(getenv func(string) string, provider func() (common.ConfigurationProvider, error)) Rows {
	return rows{principal.New(principal.Options[nosql.NosqlClient]{
		Make:     newClient,
		Base:     func(c *nosql.NosqlClient) *common.BaseClient { return &c.BaseClient },
		Override: hostoverride.NoSQL,
		Getenv:   getenv,
		Provider: provider,
	})}
}

// newClient is oci-go-sdk's client without its circuit breaker. That would refuse all calls for half a minute after ten failed
// ones, which are soon made while a key is waited for; and who holds a key then could not even let go of it.
func newClient(provider common.ConfigurationProvider) (nosql.NosqlClient, error) {
	client, err := nosql.NewNosqlClientWithConfigurationProvider(provider)
	client.Configuration.CircuitBreaker = nil
	return client, err
}

// rows are those of a client that is made when the first one is asked for.
type rows struct {
	client *principal.Client[nosql.NosqlClient]
}

func (r rows) GetRow(ctx context.Context, request nosql.GetRowRequest) (nosql.GetRowResponse, error) {
	client, err := r.client.Get()
	if err != nil {
		return nosql.GetRowResponse{}, backoff.Permanent(err)
	}
	return client.GetRow(ctx, request)
}

func (r rows) UpdateRow(ctx context.Context, request nosql.UpdateRowRequest) (nosql.UpdateRowResponse, error) {
	client, err := r.client.Get()
	if err != nil {
		return nosql.UpdateRowResponse{}, backoff.Permanent(err)
	}
	return client.UpdateRow(ctx, request)
}
