// Package ledger builds the table in which functions keep what they have seen and which incident it became: a row for
// each key, for 90 days after it was last written. Capacity is on demand, so that the stack pays for the rows that are
// read and written and for one gigabyte, room for some hundred thousand rows.
//
// To throw the table away is to lose what the functions remember, not the incidents: these carry their key themselves.
package ledger

import (
	"fmt"

	"github.com/cxbridge/cxbridge/infra/names"
	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/shared/ledger/ddl"
	"github.com/pulumi/pulumi-oci/sdk/v2/go/oci/nosql"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Args are where the table is.
type Args struct {
	Stack    names.Stack
	Settings *settings.Settings
}

// Ledger is the table.
type Ledger struct {
	pulumi.ResourceState

	TableID pulumi.IDOutput
}

// New builds the table.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Ledger, error) {
	ledger := &Ledger{}
	if err := ctx.RegisterComponentResource("cxbridge:ledger:Ledger", name, ledger, opts...); err != nil {
		return nil, err
	}
	tableName := args.Stack.Table("ledger")
	table, err := nosql.NewTable(ctx, "ledger", &nosql.TableArgs{
		CompartmentId: pulumi.String(args.Settings.CompartmentID),
		Name:          pulumi.String(tableName),
		// The provider compares it with what OCI returns, letter case aside, and sends another one to an existing
		// table, which takes no CREATE TABLE: whoever changes the columns gives the table a new name.
		DdlStatement: pulumi.String(ddl.CreateTable(tableName)),
		TableLimits: nosql.TableTableLimitsArgs{
			CapacityMode:    pulumi.String("ON_DEMAND"),
			MaxReadUnits:    pulumi.Int(0), // not used on demand, but required (NoSQL API: TableLimits)
			MaxWriteUnits:   pulumi.Int(0),
			MaxStorageInGbs: pulumi.Int(1),
		},
		FreeformTags: args.Stack.Tags(),
	}, pulumi.Parent(ledger), pulumi.Protect(args.Settings.Protect), pulumi.DeleteBeforeReplace(true)) // a second table of that name would be the first one
	if err != nil {
		return nil, fmt.Errorf("building the ledger's table: %w", err)
	}
	ledger.TableID = table.ID()
	return ledger, ctx.RegisterResourceOutputs(ledger, pulumi.Map{"tableId": ledger.TableID})
}
