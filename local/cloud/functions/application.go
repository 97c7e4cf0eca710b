package functions

import (
	"regexp"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

var (
	displayName = regexp.MustCompile(`^[A-Za-z0-9_.-]{1,255}$`)
	configKey   = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
)

// maxConfig is what keys and values of an application's and a function's configuration
// may come to together, in bytes (OCI Functions: limits).
const maxConfig = 4 << 10

func (p *Plane) application() *resource.Kind {
	return &resource.Kind{
		Name: "fnapp", Title: "Application", Paths: paths("/applications"), Active: "ACTIVE", Updated: "timeUpdated",
		Fields: "compartmentId! displayName! subnetIds:strings! config:map~ shape:GENERIC_X86|GENERIC_ARM|GENERIC_X86_ARM networkSecurityGroupIds:strings~ " +
			"syslogUrl~ traceConfig:{trace}~ imagePolicyConfig:{policy}~ logging:object~ securityAttributes:tags~",
		Shapes: map[string]string{"trace": "isEnabled:bool domainId", "policy": "isPolicyEnabled:bool! keyDetails:[key]", "key": "kmsKeyId!"},
		Refs: []resource.Ref{
			{Field: "subnetIds", Kind: "subnet", Blocks: true, Lingers: true},
			{Field: "networkSecurityGroupIds", Kind: "networksecuritygroup", Blocks: true, Lingers: true},
		},
		Create: func(op *resource.Op, r *store.Resource) error {
			if !displayName.MatchString(r.Doc.String("displayName")) {
				return api.InvalidParameter("Application: displayName %q is not 1 to 255 letters, digits, dashes, underscores and periods", r.Doc.String("displayName"))
			}
			if len(r.Doc.Strings("subnetIds")) == 0 {
				return api.InvalidParameter("Application: subnetIds is empty")
			}
			r.Doc.Default("shape", "GENERIC_X86")
			r.Doc.Default("config", map[string]any{})
			r.Doc.Default("networkSecurityGroupIds", []any{})
			if err := unique(op, r, "compartmentId"); err != nil {
				return err
			}
			return p.checkApplication(op, r)
		},
		Update: func(op *resource.Op, _, r *store.Resource) error { return p.checkApplication(op, r) },
		Delete: p.deleteApplication,
	}
}

func (p *Plane) checkApplication(op *resource.Op, r *store.Resource) error {
	switch {
	case r.Doc.String("syslogUrl") != "":
		return api.NotSimulated("syslogUrl: read the logs of the logging service")
	case r.Doc.Object("traceConfig").Bool("isEnabled"):
		return api.NotSimulated("tracing of functions")
	case r.Doc.Object("imagePolicyConfig").Bool("isPolicyEnabled"):
		return api.NotSimulated("signed images")
	}
	if err := checkConfig(r.Doc.StringMap("config"), nil); err != nil {
		return err
	}
	functions, err := op.Find(store.Query{Kind: "fnfunc", Equal: map[string]string{"applicationId": r.ID}})
	if err != nil {
		return err
	}
	for _, f := range functions {
		if err := checkConfig(r.Doc.StringMap("config"), f.Doc.StringMap("config")); err != nil {
			return err
		}
		p.keepReady(op, f)
	}
	return sameVCN(op, r)
}

// sameVCN checks that the application's security groups are in its subnets' VCN.
func sameVCN(op *resource.Op, r *store.Resource) error {
	vcn := ""
	for _, id := range append(r.Doc.Strings("subnetIds"), r.Doc.Strings("networkSecurityGroupIds")...) {
		other, err := op.Get(id)
		if err != nil {
			return err
		}
		if vcn == "" {
			vcn = other.Doc.String("vcnId")
		}
		if other.Doc.String("vcnId") != vcn {
			return api.InvalidParameter("Application: %s is not in the VCN %s of the first subnet", id, vcn)
		}
	}
	return nil
}

// checkConfig checks the configuration of an application and, besides, a function.
func checkConfig(application, function map[string]string) error {
	size := 0
	for _, config := range []map[string]string{application, function} {
		for key, value := range config {
			if !configKey.MatchString(key) {
				return api.InvalidParameter("config: the key %q is not letters, digits and underscores beginning with a letter or underscore", key)
			}
			size += len(key) + len(value)
		}
	}
	if size > maxConfig {
		return api.InvalidParameter("config: %d bytes with the application's; keys and values together may have %d", size, maxConfig)
	}
	return nil
}

// deleteApplication takes its functions along (OCI Functions: Deleting Applications).
func (p *Plane) deleteApplication(op *resource.Op, r *store.Resource) error {
	functions, err := op.Find(store.Query{Kind: "fnfunc", Equal: map[string]string{"applicationId": r.ID}})
	for _, f := range functions {
		if err == nil {
			err = op.Remove(f)
		}
	}
	return err
}
