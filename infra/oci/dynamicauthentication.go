package oci

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// DeploymentSpecificationRequestPoliciesDynamicAuthenticationArgs let something in a request choose how it is
// authenticated.
type DeploymentSpecificationRequestPoliciesDynamicAuthenticationArgs struct {
	AuthenticationServers []*DeploymentSpecificationRequestPoliciesDynamicAuthenticationAuthenticationServerArgs `pulumi:"authenticationServers,optional"`
	SelectionSource       *DeploymentSpecificationRequestPoliciesDynamicAuthenticationSelectionSourceArgs        `pulumi:"selectionSource"`
}

// DeploymentSpecificationRequestPoliciesDynamicAuthenticationSelectionSourceArgs name the context variable that
// chooses.
type DeploymentSpecificationRequestPoliciesDynamicAuthenticationSelectionSourceArgs struct {
	Selector pulumi.StringInput `pulumi:"selector"`
	Type     pulumi.StringInput `pulumi:"type"`
}

// DeploymentSpecificationRequestPoliciesDynamicAuthenticationAuthenticationServerArgs are one way to be authenticated.
type DeploymentSpecificationRequestPoliciesDynamicAuthenticationAuthenticationServerArgs struct {
	AuthenticationServerDetail *DeploymentSpecificationRequestPoliciesDynamicAuthenticationAuthenticationServerAuthenticationServerDetailArgs `pulumi:"authenticationServerDetail"`
	Key                        *DeploymentSpecificationRequestPoliciesDynamicAuthenticationAuthenticationServerKeyArgs                        `pulumi:"key"`
}

// DeploymentSpecificationRequestPoliciesDynamicAuthenticationAuthenticationServerKeyArgs say for which values of the
// context variable it is chosen.
type DeploymentSpecificationRequestPoliciesDynamicAuthenticationAuthenticationServerKeyArgs struct {
	IsDefault pulumi.BoolPtrInput     `pulumi:"isDefault,optional"`
	Name      pulumi.StringInput      `pulumi:"name"`
	Type      pulumi.StringPtrInput   `pulumi:"type,optional"`
	Values    pulumi.StringArrayInput `pulumi:"values,optional"`
}

// DeploymentSpecificationRequestPoliciesDynamicAuthenticationAuthenticationServerAuthenticationServerDetailArgs name an
// authorizer function and what it is told, or the tokens that are taken.
type DeploymentSpecificationRequestPoliciesDynamicAuthenticationAuthenticationServerAuthenticationServerDetailArgs struct {
	CacheKeys        pulumi.StringArrayInput                                                                                                        `pulumi:"cacheKeys,optional"`
	FunctionId       pulumi.StringPtrInput                                                                                                          `pulumi:"functionId,optional"`
	Parameters       pulumi.StringMapInput                                                                                                          `pulumi:"parameters,optional"`
	TokenAuthScheme  pulumi.StringPtrInput                                                                                                          `pulumi:"tokenAuthScheme,optional"`
	TokenHeader      pulumi.StringPtrInput                                                                                                          `pulumi:"tokenHeader,optional"`
	Type             pulumi.StringInput                                                                                                             `pulumi:"type"`
	ValidationPolicy *DeploymentSpecificationRequestPoliciesDynamicAuthenticationAuthenticationServerAuthenticationServerDetailValidationPolicyArgs `pulumi:"validationPolicy,optional"`
}

// DeploymentSpecificationRequestPoliciesDynamicAuthenticationAuthenticationServerAuthenticationServerDetailValidationPolicyArgs say whose
// keys sign a token.
type DeploymentSpecificationRequestPoliciesDynamicAuthenticationAuthenticationServerAuthenticationServerDetailValidationPolicyArgs struct {
	AdditionalValidationPolicy *DeploymentSpecificationRequestPoliciesDynamicAuthenticationAuthenticationServerAuthenticationServerDetailValidationPolicyAdditionalValidationPolicyArgs `pulumi:"additionalValidationPolicy,optional"`
	MaxCacheDurationInHours    pulumi.IntPtrInput                                                                                                                                       `pulumi:"maxCacheDurationInHours,optional"`
	Type                       pulumi.StringInput                                                                                                                                       `pulumi:"type"`
	Uri                        pulumi.StringPtrInput                                                                                                                                    `pulumi:"uri,optional"`
}

// DeploymentSpecificationRequestPoliciesDynamicAuthenticationAuthenticationServerAuthenticationServerDetailValidationPolicyAdditionalValidationPolicyArgs
// say what must stand in a token.
type DeploymentSpecificationRequestPoliciesDynamicAuthenticationAuthenticationServerAuthenticationServerDetailValidationPolicyAdditionalValidationPolicyArgs struct {
	Audiences    pulumi.StringArrayInput                                                                                                                                               `pulumi:"audiences,optional"`
	Issuers      pulumi.StringArrayInput                                                                                                                                               `pulumi:"issuers,optional"`
	VerifyClaims []*DeploymentSpecificationRequestPoliciesDynamicAuthenticationAuthenticationServerAuthenticationServerDetailValidationPolicyAdditionalValidationPolicyVerifyClaimArgs `pulumi:"verifyClaims,optional"`
}

// DeploymentSpecificationRequestPoliciesDynamicAuthenticationAuthenticationServerAuthenticationServerDetailValidationPolicyAdditionalValidationPolicyVerifyClaimArgs
// say what a claim must be.
type DeploymentSpecificationRequestPoliciesDynamicAuthenticationAuthenticationServerAuthenticationServerDetailValidationPolicyAdditionalValidationPolicyVerifyClaimArgs struct {
	IsRequired pulumi.BoolPtrInput     `pulumi:"isRequired,optional"`
	Key        pulumi.StringPtrInput   `pulumi:"key,optional"`
	Values     pulumi.StringArrayInput `pulumi:"values,optional"`
}
