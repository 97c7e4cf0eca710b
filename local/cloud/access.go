package cloud

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"strings"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/gateway"
	"github.com/cxbridge/cxbridge/local/cloud/identity"
	"github.com/cxbridge/cxbridge/local/cloud/nosql"
	"github.com/cxbridge/cxbridge/local/cloud/policy"
	"github.com/cxbridge/cxbridge/local/cloud/registry"
	"github.com/cxbridge/cxbridge/local/cloud/runner"
	"github.com/cxbridge/cxbridge/local/cloud/signature"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

func principal(p signature.Principal) policy.Principal {
	return policy.Principal{Type: p.Type, ID: p.ID, CompartmentID: p.CompartmentID, TenancyID: p.TenancyID}
}

// mayRead asks IAM whether the caller may read a secret (OCI Vault: policy reference).
func (c *Cloud) mayRead(ctx context.Context, caller signature.Principal, secret *store.Resource) error {
	return c.permit(ctx, identity.Question{
		Principal: principal(caller), Permission: "SECRET_BUNDLE_READ",
		What: "Secret", ID: secret.ID, CompartmentID: secret.Compartment,
		Target: map[string]string{
			"request.operation": "GetSecretBundle", "request.region": c.options.RegionKey,
			"target.secret.id": secret.ID, "target.secret.name": secret.Name,
			"target.vault.id": secret.Doc.String("vaultId"), "target.key.id": secret.Doc.String("keyId"),
		},
	})
}

// mayUseRows asks IAM whether the caller has access to a table's rows (Oracle NoSQL
// Database Cloud Service: policy reference).
func (c *Cloud) mayUseRows(ctx context.Context, caller signature.Principal, a nosql.Access, table *store.Resource) error {
	return c.permit(ctx, identity.Question{
		Principal: principal(caller), Permission: a.Permission,
		What: "Table", ID: table.ID, CompartmentID: table.Compartment,
		Target: map[string]string{
			"request.operation": a.Operation, "request.region": c.options.RegionKey,
			"target.nosql-table.id": table.ID, "target.nosql-table.name": table.Name,
		},
	})
}

func (c *Cloud) mayInvoke(ctx context.Context, by policy.Principal, f runner.Function) error {
	return c.permit(ctx, identity.Question{
		Principal: by, Permission: "FN_INVOCATION",
		What: "Function", ID: f.ID, CompartmentID: f.CompartmentID,
		Target: map[string]string{"request.operation": "InvokeFunction", "request.region": c.options.RegionKey, "target.function.id": f.ID},
	})
}

func (c *Cloud) permit(ctx context.Context, q identity.Question) error {
	if !c.options.Fidelity.PoliciesEnforced {
		return nil
	}
	return c.iam.Permit(ctx, q)
}

// gatewayInvoker runs functions for gateways that IAM lets.
type gatewayInvoker struct{ *Cloud }

func (i gatewayInvoker) Invoke(ctx context.Context, g gateway.Gateway, functionID string, call runner.Call) (*runner.Answer, error) {
	f, err := i.functions.Function(ctx, functionID)
	if err == nil {
		by := policy.Principal{Type: "ApiGateway", ID: g.ID, CompartmentID: g.CompartmentID, TenancyID: g.TenancyID}
		err = i.mayInvoke(ctx, by, f)
	}
	var refused *api.Error
	if errors.As(err, &refused) {
		return nil, &runner.Error{Status: refused.Status, Code: refused.Code, Message: refused.Message}
	}
	if err != nil {
		return nil, fmt.Errorf("invoking %s for the gateway %s: %w", functionID, g.ID, err)
	}
	return i.runner.Invoke(ctx, f, call)
}

// authorizeRegistry admits the one user of the registry. The namespace stands before
// the user's name, as in OCI, and before every repository.
func (c *Cloud) authorizeRegistry(user, password, repository string, push bool) error {
	want := c.options.Namespace + "/" + c.options.RegistryUser
	good := subtle.ConstantTimeCompare([]byte(user), []byte(want)) & subtle.ConstantTimeCompare([]byte(password), []byte(c.options.RegistryPassword))
	if good != 1 {
		return registry.ErrUnauthorized
	}
	if repository == "" {
		return nil
	}
	name, ok := strings.CutPrefix(repository, c.options.Namespace+"/")
	if !ok {
		return fmt.Errorf("the repository %s is not in the namespace %s", repository, c.options.Namespace)
	}
	if !push {
		return nil
	}
	if c.options.Fidelity.PushCreatesRepository {
		return c.artifacts.Ensure(context.Background(), name)
	}
	there, err := c.artifacts.Has(context.Background(), name)
	if err == nil && !there {
		err = fmt.Errorf("the repository %s does not exist: create it first", name)
	}
	return err
}
