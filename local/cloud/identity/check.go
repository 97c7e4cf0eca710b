package identity

import (
	"net/http"
	"regexp"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/policy"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// nameForm is what groups and policies may be called (oci-go-sdk: CreatePolicyDetails).
var nameForm = regexp.MustCompile(`^[A-Za-z0-9_.-]{1,100}$`)

// checkName checks a name, which is unique in the tenancy and cannot be changed.
func checkName(op *resource.Op, r *store.Resource, code string) error {
	name := r.Doc.String("name")
	if !nameForm.MatchString(name) {
		return api.InvalidParameter("name %q is not 1 to 100 letters, digits, periods, dashes and underscores", name)
	}
	same, err := op.Find(store.Query{Kind: r.Kind, Name: name})
	if err == nil && len(same) > 0 {
		err = api.Errorf(http.StatusConflict, code, "%s '%s' already exists", r.Kind, name)
	}
	return err
}

func checkRule(r *store.Resource) error {
	if _, err := policy.ParseRule(r.Doc.String(ruleKey)); err != nil {
		return api.InvalidParameter("%v", err)
	}
	return nil
}

func checkStatements(op *resource.Op, r *store.Resource) error {
	statements := r.Doc.Strings(statementsKey)
	if len(statements) == 0 {
		return api.InvalidParameter("Policy: statements is empty")
	}
	for _, text := range statements {
		if _, err := policy.ParseStatement(text); err != nil {
			return api.InvalidParameter("No permissions found: %v", err)
		}
	}
	return checkTotal(op, r)
}

// maxStatements is how many statements may apply to a compartment, its parents' among them
// (OCI IAM: Policy Limits).
const maxStatements = 500

func checkTotal(op *resource.Op, r *store.Resource) error {
	policies, err := op.Find(store.Query{Kind: r.Kind})
	if err != nil {
		return err
	}
	own := r.Doc.String("compartmentId")
	count := map[string]int{own: len(r.Doc.Strings(statementsKey))}
	for _, p := range policies {
		if p.ID != r.ID {
			count[p.Compartment] += len(p.Doc.Strings(statementsKey))
		}
	}
	for id := range op.Compartments {
		total := count[id]
		if id != op.Tenancy {
			total += count[op.Tenancy]
		}
		if total > maxStatements && (own == id || own == op.Tenancy) {
			return api.Errorf(http.StatusBadRequest, "LimitExceeded", "%d policy statements would apply to the compartment %s, of %d at most", total, id, maxStatements)
		}
	}
	return nil
}
