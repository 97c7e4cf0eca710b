// Package identity is the control plane of IAM as far as functions and gateways need
// it: dynamic groups and policies, and read-only the one tenancy, its compartments and
// its user. IAM answers what a resource principal may do:
//
//	err := identity.Register(engine, identity.Options{User: user, HomeRegion: "us-ashburn-1", Limit: limit})
//	iam := identity.NewIAM(engine, 0, log)
//	err = iam.Permit(ctx, identity.Question{Principal: …, Permission: "SECRET_BUNDLE_READ", …})
//
// In OCI a change of a policy takes some seconds to act. Here it acts at once, or after
// Options.PolicyDelay: until then what was before it does. What is deleted acts no more.
package identity
