package doctor

import (
	"context"
	"net/http"
	"strings"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/identity"

	"github.com/cxbridge/cxbridge/local/stack/target"
)

// credentials looks whether OCI takes the credentials, and whose they are.
func (d *doctor) credentials(ctx context.Context, about string) {
	provider, err := d.Target.Credentials(d.config)
	if err != nil {
		d.found(fault, about, "%v", err)
		return
	}
	if d.iam, err = identity.NewIdentityClientWithConfigurationProvider(provider); err != nil {
		d.found(fault, about, "%v: oci setup config makes them anew", err)
		return
	}
	d.pointed(&d.iam.BaseClient, "oci_identity.IdentityClient")
	id, err := provider.UserOCID()
	if err != nil {
		d.found(fault, about, "%v", err)
		return
	}
	tenancy, err := provider.TenancyOCID()
	if err != nil {
		d.found(fault, about, "%v", err)
		return
	}
	if tenancy != d.settings.TenancyID {
		d.found(fault, about, "they are of the tenancy %s, and tenancyId is %s: take others, or pulumi config set tenancyId %s", tenancy, d.settings.TenancyID, tenancy)
		return
	}
	if d.signIn(ctx, about, id) {
		d.provider = provider
	}
}

// signIn says whether OCI takes the credentials of a user, whatever it may see. A session's
// token and an instance's principal do not tell whose they are: id is empty.
func (d *doctor) signIn(ctx context.Context, about, id string) bool {
	var user identity.GetUserResponse
	var err error
	if id != "" {
		user, err = d.iam.GetUser(ctx, identity.GetUserRequest{UserId: &id})
	} else {
		_, err = d.iam.GetTenancy(ctx, identity.GetTenancyRequest{TenancyId: &d.settings.TenancyID})
	}
	switch {
	case id == "" && (err == nil || notShown(err)):
		d.found(ok, about, "OCI takes them")
	case err == nil:
		d.found(ok, about, "they are those of %s", text(user.Name))
	case notShown(err):
		d.found(ok, about, "they are those of %s, whose name the user may not read", id)
	default:
		d.found(fault, about, "OCI does not take them: %v: %s", target.Brief(err), refusedAdvice(err))
		return false
	}
	return true
}

// notShown says whether OCI took the credentials, and something is not there for the user:
// it does not tell what is not there at all from what the user may not see (API errors:
// NotAuthorizedOrNotFound).
func notShown(err error) bool {
	answer, is := common.IsServiceError(err)
	return is && answer.GetHTTPStatusCode() == http.StatusNotFound
}

// refusedAdvice is what to do about credentials that are refused.
func refusedAdvice(err error) string {
	if answer, is := common.IsServiceError(err); is && answer.GetHTTPStatusCode() == http.StatusUnauthorized {
		return "is the fingerprint's key among the user's API keys (the user's page in the console), are tenancy and user right, and this machine's clock? OCI says so, too, of a region that the tenancy is not subscribed to: pulumi config set region <region>"
	}
	return "is there a way to OCI from here, and is region right? pulumi config set region <region>"
}

// region looks whether the tenancy has the stack's region, and which one is its home.
func (d *doctor) region(ctx context.Context, about string) {
	d.moved(about)
	answer, err := d.iam.ListRegionSubscriptions(ctx, identity.ListRegionSubscriptionsRequest{TenancyId: &d.settings.TenancyID})
	if err != nil {
		d.found(warning, about, "the tenancy's regions cannot be listed: %v: set homeRegion, or let the user inspect tenancies in the tenancy", target.Brief(err))
		return
	}
	var names []string
	var home string
	var status identity.RegionSubscriptionStatusEnum
	for _, one := range answer.Items {
		names = append(names, text(one.RegionName))
		if text(one.RegionName) == d.settings.Region {
			status = one.Status
		}
		if one.IsHomeRegion != nil && *one.IsHomeRegion {
			home = text(one.RegionName)
		}
	}
	switch {
	case status == "":
		d.found(fault, about, "the tenancy is not subscribed to %s, but to %s: pulumi config set region <one of these>, or have an administrator subscribe it in the console (Governance, Region management)",
			d.settings.Region, strings.Join(names, ", "))
	case status != identity.RegionSubscriptionStatusReady:
		d.found(fault, about, "%s is %s: wait until it is READY", d.settings.Region, status)
	case d.settings.HomeRegion != "" && d.settings.HomeRegion != home:
		d.found(fault, about, "homeRegion is %s, but the tenancy's home region is %s: pulumi config set homeRegion %s, or pulumi config rm homeRegion", d.settings.HomeRegion, home, home)
	case d.settings.Region == home:
		d.found(ok, about, "%s is ready, and the tenancy's home region", d.settings.Region)
	default:
		d.found(ok, about, "%s is ready, and %s the tenancy's home region, where policies and dynamic groups go", d.settings.Region, home)
	}
}

// moved looks whether a stack that is up is in the region of its settings: in another one
// pulumi would find nothing of it.
func (d *doctor) moved(about string) {
	for _, output := range []string{"vaultId", "vcnId"} { // a foundation has no VCN
		id, err := d.outputs.Text(output)
		if err != nil {
			continue
		}
		if is := regionOf(id); is != "" && is != d.settings.Region {
			d.found(fault, about, "the stack is in %s, and region is %s, where pulumi would find nothing of it: pulumi config set region %s, and pulumi destroy -s %s before it moves", is, d.settings.Region, is, d.Stack)
			return
		}
	}
}

// regionOf is the region that an OCID names: ocid1.vcn.oc1.<region's key or name>.<unique>
// (Resource Identifiers: Syntax of Oracle Cloud IDs).
func regionOf(ocid string) string {
	parts := strings.Split(ocid, ".")
	if len(parts) < 5 || parts[3] == "" {
		return ""
	}
	return string(common.StringToRegion(parts[3]))
}

// compartment looks whether the compartment is there. Who may build a stack in it may list
// its policies, but need not be allowed to look at the compartment itself. On the local
// cloud, the user may.
func (d *doctor) compartment(ctx context.Context, about string) {
	answer, err := d.iam.GetCompartment(ctx, identity.GetCompartmentRequest{CompartmentId: &d.settings.CompartmentID})
	if notShown(err) && !d.Target.Local {
		if _, listed := d.iam.ListPolicies(ctx, identity.ListPoliciesRequest{CompartmentId: &d.settings.CompartmentID}); listed == nil {
			d.found(ok, about, "%s is there, and the user may not read its name", d.settings.CompartmentID)
			return
		}
	}
	switch {
	case err != nil:
		d.found(fault, about, "%s: %v: pulumi config set compartmentId <OCID of the compartment>, or give the user's group the rights that README.md lists", d.settings.CompartmentID, target.Brief(err))
	case answer.LifecycleState != identity.CompartmentLifecycleStateActive:
		d.found(fault, about, "%s is %s: restore it, or pulumi config set compartmentId <another one>", text(answer.Name), answer.LifecycleState)
	default:
		d.found(ok, about, "%s is active", text(answer.Name))
	}
}

// text is what the SDK has as a pointer.
func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
