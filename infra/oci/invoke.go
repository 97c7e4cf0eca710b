package oci

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// GetServicesArgs are the arguments of the look-up of a region's services: none are needed.
type GetServicesArgs struct{}

// GetServicesResult lists what a service gateway can lead to.
type GetServicesResult struct {
	Services []GetServicesService `pulumi:"services"`
}

// GetServicesService is a service, or the label for all services of the region.
type GetServicesService struct {
	CidrBlock string `pulumi:"cidrBlock"`
	Id        string `pulumi:"id"`
	Name      string `pulumi:"name"`
}

// GetServices lists the services that a service gateway of this region can lead to.
func GetServices(
	ctx *pulumi.Context, args *GetServicesArgs, opts ...pulumi.InvokeOption,
) (*GetServicesResult, error) {
	result := &GetServicesResult{}
	return result, ctx.Invoke("oci:Core/getServices:getServices", args, result, append(opts, pulumi.Version(Version))...)
}

// GetNamespaceArgs are the arguments of the look-up of a tenancy's Object Storage namespace.
type GetNamespaceArgs struct {
	CompartmentId *string `pulumi:"compartmentId"`
}

// GetNamespaceResult holds the namespace.
type GetNamespaceResult struct {
	Namespace string `pulumi:"namespace"`
}

// GetNamespace finds a tenancy's Object Storage namespace, which is also the first part of the path of its container
// images.
func GetNamespace(
	ctx *pulumi.Context, args *GetNamespaceArgs, opts ...pulumi.InvokeOption,
) (*GetNamespaceResult, error) {
	result := &GetNamespaceResult{}
	return result, ctx.Invoke(
		"oci:ObjectStorage/getNamespace:getNamespace", args, result, append(opts, pulumi.Version(Version))...)
}

// GetRegionSubscriptionsArgs are the arguments of the look-up of a tenancy's regions.
type GetRegionSubscriptionsArgs struct {
	TenancyId string `pulumi:"tenancyId"`
}

// GetRegionSubscriptionsResult lists the regions that a tenancy uses.
type GetRegionSubscriptionsResult struct {
	RegionSubscriptions []GetRegionSubscriptionsRegionSubscription `pulumi:"regionSubscriptions"`
}

// GetRegionSubscriptionsRegionSubscription is a region that a tenancy uses.
type GetRegionSubscriptionsRegionSubscription struct {
	IsHomeRegion bool   `pulumi:"isHomeRegion"`
	RegionName   string `pulumi:"regionName"`
}

// GetRegionSubscriptions lists the regions that a tenancy uses, of which one is its home region.
func GetRegionSubscriptions(
	ctx *pulumi.Context, args *GetRegionSubscriptionsArgs, opts ...pulumi.InvokeOption,
) (*GetRegionSubscriptionsResult, error) {
	result := &GetRegionSubscriptionsResult{}
	return result, ctx.Invoke("oci:Identity/getRegionSubscriptions:getRegionSubscriptions", args, result, append(opts, pulumi.Version(Version))...)
}
