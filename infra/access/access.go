package access

import (
	"fmt"
	"slices"

	"github.com/cxbridge/cxbridge/infra/functions"
	"github.com/cxbridge/cxbridge/infra/ledger"
	"github.com/cxbridge/cxbridge/infra/names"
	"github.com/cxbridge/cxbridge/infra/oci"
	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/infra/vault"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Args are what the policies are about.
type Args struct {
	Stack     names.Stack
	Settings  *settings.Settings
	Functions *functions.Functions
	Vault     *vault.Vault
	Ledger    *ledger.Ledger // nil when nothing has to be remembered
	// Examine looks at the statements of a policy before it is registered, with names in place of OCIDs.
	Examine func(policy string, statements []string) error
}

// Access is the dynamic groups and the policies.
type Access struct {
	pulumi.ResourceState

	// GatewayPolicy must stand before a deployment names a function: API Gateway checks then.
	GatewayPolicy *oci.Policy
	// All are the groups and policies, for what has to come after. Whoever depends on the component itself depends on those of
	// them that the SDK has begun to register by then, which may be none.
	All []pulumi.Resource
}

// New builds the dynamic groups and the policies.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Access, error) {
	access := &Access{}
	if err := ctx.RegisterComponentResource("cxbridge:access:Access", name, access, opts...); err != nil {
		return nil, err
	}
	b := &builder{Args: args, ctx: ctx, parent: access}
	var invoking []grant
	for _, function := range slices.Concat(b.endpoints(), given(&args.Functions.AuthorizerID, args.Functions.EventToIncidentID)) {
		invoking = append(invoking, grant{to: mayInvoke, on: []pulumi.IDOutput{function}})
	}
	policy, err := b.policy("gateway", "Lets the API gateway invoke the functions.", pulumi.String(""), invoking)
	if err != nil {
		return nil, err
	}
	access.GatewayPolicy = policy

	if err := b.actors(); err != nil {
		return nil, err
	}
	return access, ctx.RegisterResourceOutputs(access, pulumi.Map{"gatewayPolicyId": policy.ID()})
}

// builder holds what the groups and policies share.
type builder struct {
	Args
	ctx    *pulumi.Context
	parent *Access
}

// endpoints are the OCIDs of the endpoints' functions, in the order of the settings.
func (b *builder) endpoints() []pulumi.IDOutput {
	var ids []pulumi.IDOutput
	for _, endpoint := range b.Settings.Endpoints {
		ids = append(ids, b.Functions.EndpointIDs[endpoint.Name])
	}
	return ids
}

// actors lets the functions do what they must.
func (b *builder) actors() error {
	account := grant{to: mayRead, on: []pulumi.IDOutput{b.Vault.UsernameID, b.Vault.PasswordID}}
	if err := b.group("endpoints", "Lets the endpoints read the secrets they need.", b.endpoints(), account); err != nil {
		return err
	}
	if secrets := given(b.Vault.WebhookSecretID, b.Vault.BasicAccountsID); len(secrets) > 0 {
		authorizer := []pulumi.IDOutput{b.Functions.AuthorizerID}
		err := b.group("authorizer", "Lets the authorizer read the secrets it needs.", authorizer, grant{to: mayRead, on: secrets})
		if err != nil {
			return err
		}
	}
	for _, one := range []struct {
		group, function string
		ids             []pulumi.IDOutput
	}{
		{"alarms", settings.AlarmToIncident, given(b.Functions.AlarmToIncidentID)},
		{"events", settings.EventToIncident, given(b.Functions.EventToIncidentID)},
	} {
		if len(one.ids) == 0 {
			continue
		}
		rows := grant{to: mayUseRows, on: []pulumi.IDOutput{b.Ledger.TableID}}
		description := "Lets " + one.function + " read the secrets it needs, and keep its ledger."
		if err := b.group(one.group, description, one.ids, account, rows); err != nil {
			return err
		}
	}
	return nil
}

// given are the OCIDs that there are.
func given(ids ...*pulumi.IDOutput) []pulumi.IDOutput {
	var there []pulumi.IDOutput
	for _, id := range ids {
		if id != nil {
			there = append(there, *id)
		}
	}
	return there
}

// grant is a statement of a policy about some resources.
type grant struct {
	to func(group, compartment string, on []string) string
	on []pulumi.IDOutput
}

// group makes functions a dynamic group, and a policy of the same name for it.
func (b *builder) group(name, description string, functions []pulumi.IDOutput, grants ...grant) error {
	group, err := oci.NewDynamicGroup(b.ctx, name, &oci.DynamicGroupArgs{
		CompartmentId: pulumi.String(b.Settings.TenancyID),
		Name:          b.Stack.Display(name),
		Description:   pulumi.String("The functions of " + string(b.Stack.Display(name)) + "."),
		MatchingRule:  list(functions).ApplyT(matching).(pulumi.StringOutput),
		FreeformTags:  b.Stack.Tags(),
	}, pulumi.Parent(b.parent), pulumi.DeleteBeforeReplace(true))
	if err != nil {
		return fmt.Errorf("building the dynamic group of the %s: %w", name, err)
	}
	b.parent.All = append(b.parent.All, group)
	_, err = b.policy(name, description, group.Name, grants)
	return err
}

// policy says what a dynamic group may do, or what needs none.
func (b *builder) policy(name, description string, group pulumi.StringInput, grants []grant) (*oci.Policy, error) {
	statements, examples := make(pulumi.StringArray, len(grants)), make([]string, len(grants))
	for i, grant := range grants {
		examples[i] = grant.to(string(b.Stack.Display(name)), b.Settings.CompartmentID, someOCIDs(len(grant.on)))
		statements[i] = pulumi.All(group, list(grant.on)).ApplyT(func(all []any) string {
			return grant.to(all[0].(string), b.Settings.CompartmentID, all[1].([]string))
		}).(pulumi.StringOutput)
	}
	if err := b.Examine(name, examples); err != nil {
		return nil, err
	}
	policy, err := oci.NewPolicy(b.ctx, name, &oci.PolicyArgs{
		CompartmentId: pulumi.String(b.Settings.CompartmentID),
		Name:          b.Stack.Display(name),
		Description:   pulumi.String(description),
		Statements:    statements,
		FreeformTags:  b.Stack.Tags(),
	}, pulumi.Parent(b.parent), pulumi.DeleteBeforeReplace(true))
	if err != nil {
		return nil, fmt.Errorf("building the policy of the %s: %w", name, err)
	}
	b.parent.All = append(b.parent.All, policy)
	return policy, nil
}

// list is OCIDs that are not known yet, as texts.
func list(ids []pulumi.IDOutput) pulumi.StringArrayOutput {
	inputs := make(pulumi.StringArray, len(ids))
	for i, id := range ids {
		inputs[i] = id
	}
	return inputs.ToStringArrayOutput()
}

// someOCIDs stand for OCIDs that are not known yet.
func someOCIDs(count int) []string {
	ocids := make([]string, count)
	for i := range ocids {
		ocids[i] = fmt.Sprintf("ocid1.example.oc1..%d", i)
	}
	return ocids
}
