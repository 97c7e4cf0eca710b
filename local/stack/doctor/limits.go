package doctor

import (
	"context"
	"fmt"
	"regexp"

	"github.com/oracle/oci-go-sdk/v65/limits"

	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/local/stack/target"
)

// need is how much of something that is limited a new stack takes.
type need struct {
	what    string
	service string         // as the Limits service calls it
	limit   *regexp.Regexp // the limit's name
	count   func(*settings.Settings) int
	spare   string // how to need less of it
}

// needs are what tenancies run out of. OCI's pages tell the names of the limits of vaults,
// gateways and provisioned concurrency (API Gateway: quotas; Vault: quotas; Functions:
// monitoring memory usage); of the others they are what the services were seen to have.
var needs = []need{
	{"vaults", "kms", regexp.MustCompile(`^virtual-vault-count$`), func(s *settings.Settings) int { return one(s.Vault.VaultID == "") },
		"let stacks share one (pulumi config set vaultId <OCID>, pulumi config set keyId <OCID>)"},
	{"API gateways", "api-gateway", regexp.MustCompile(`^gateway-count$`), func(s *settings.Settings) int { return one(isWhole(s)) }, "delete some"},
	{"VCNs", "vcn", regexp.MustCompile(`^vcn-count$`), func(s *settings.Settings) int { return one(isWhole(s)) }, "delete some"},
	{"dynamic groups", "identity", regexp.MustCompile(`^dynamic-?groups?-count$`), groups, "delete some"},
	{"MB of provisioned concurrency", "faas", regexp.MustCompile(`^provisioned-concurrency-mb$`), concurrency, "lower provisionedConcurrency"},
}

func one(needed bool) int {
	if needed {
		return 1
	}
	return 0
}

// groups is one for the endpoints and one for each function with rights of its own.
func groups(s *settings.Settings) int {
	if !isWhole(s) {
		return 0
	}
	accounts := s.Access.WebhookSecret.IsSet() || s.BasicAccounts().IsSet()
	return 1 + one(accounts) + one(s.HasAlarmFlow()) + one(s.HasEventFlow())
}

// concurrency is the memory of all functions' units.
func concurrency(s *settings.Settings) int {
	if !isWhole(s) {
		return 0
	}
	sizings := []settings.Sizing{s.Authorizer}
	for _, endpoint := range s.Endpoints {
		sizings = append(sizings, endpoint.Sizing)
	}
	if s.HasAlarmFlow() {
		sizings = append(sizings, s.AlarmToIncident.Sizing)
	}
	if s.HasEventFlow() {
		sizings = append(sizings, s.EventToIncident.Sizing)
	}
	sum := 0
	for _, sizing := range sizings {
		sum += sizing.ProvisionedConcurrency * sizing.MemoryInMBs
	}
	return sum
}

// limits looks whether there is room for the stack. One that is up has what it needs, and
// one that came up in part has some of it.
func (d *doctor) limits(ctx context.Context, about string) {
	if len(d.outputs) > 0 {
		d.found(ok, about, "the stack is up, and has its share")
		return
	}
	client, err := limits.NewLimitsClientWithConfigurationProvider(d.provider)
	if err != nil {
		d.found(fault, about, "%v", err)
		return
	}
	d.pointed(&client.BaseClient, "oci_limits.LimitsClient")
	for _, n := range needs {
		if count := n.count(d.settings); count > 0 {
			d.room(ctx, client, about, n, int64(count))
		}
	}
}

// room looks at the limits of one need.
func (d *doctor) room(ctx context.Context, client limits.LimitsClient, about string, n need, count int64) {
	names, err := limitNames(ctx, client, d.settings.TenancyID, n)
	if err != nil {
		d.found(warning, about, "%s: the limits cannot be read: %v: let the user inspect resource-availability in the tenancy", n.what, err)
		return
	}
	if len(names) == 0 && d.Target.Local {
		d.found(ok, about, "%s: the stack needs %d, and the local cloud has no limit", n.what, count)
	} else if len(names) == 0 {
		d.found(warning, about, "%s: the stack needs %d, and OCI tells no limit: see Limits, Quotas and Usage in the console", n.what, count)
	}
	for _, name := range names {
		answer, err := client.GetResourceAvailability(ctx, limits.GetResourceAvailabilityRequest{
			ServiceName: &n.service, LimitName: &name, CompartmentId: &d.settings.TenancyID,
		})
		switch {
		case err != nil:
			d.found(warning, about, "%s: how many of %s of %s are left cannot be read: %v: let the user read resource-availability in the tenancy",
				n.what, name, n.service, target.Brief(err))
		case answer.Available == nil:
			d.found(warning, about, "%s: the stack needs %d, and OCI does not tell how many are left: see %s of %s in the console", n.what, count, name, n.service)
		case *answer.Available < count:
			serious := fault
			if d.resources > 0 {
				serious = warning
			}
			d.found(serious, about, "%s: the stack needs %d, and %d are left: %s, or have %s of %s raised in the console (Limits, Quotas and Usage)",
				n.what, count, *answer.Available, n.spare, name, n.service)
		default:
			d.found(ok, about, "%s: the stack needs %d, and %d are left", n.what, count, *answer.Available)
		}
	}
}

// limitNames are the service's limits of a need that count for the whole region or
// tenancy.
func limitNames(ctx context.Context, client limits.LimitsClient, tenancy string, n need) ([]string, error) {
	var names []string
	request := limits.ListLimitValuesRequest{CompartmentId: &tenancy, ServiceName: &n.service}
	for {
		answer, err := client.ListLimitValues(ctx, request)
		if err != nil {
			return nil, fmt.Errorf("listing the limits of %s: %w", n.service, target.Brief(err))
		}
		for _, value := range answer.Items {
			if name := text(value.Name); n.limit.MatchString(name) && value.ScopeType != limits.LimitValueSummaryScopeTypeAd {
				names = append(names, name)
			}
		}
		if request.Page = answer.OpcNextPage; request.Page == nil {
			return names, nil
		}
	}
}
