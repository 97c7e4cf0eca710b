package access

import (
	"fmt"
	"strings"
)

// The texts of every rule and statement. Sources: IAM, "Policy syntax" and "Writing matching rules for dynamic groups";
// API Gateway, "Create policies to control access to network and API Gateway-related resources"; Functions,
// "Details for Functions" (fn-invocation is what invoking takes, target.function.id names the function); Vault,
// "Details for the Vault service" (GetSecretBundle takes read secret-bundles, target.secret.id names the secret); NoSQL
// Database, "Oracle NoSQL Database Cloud Service Policies Reference" (GetRow takes read nosql-rows, UpdateRow takes use,
// target.nosql-table.id names the table).

// matching is the rule of a dynamic group whose members are the given resources and no others.
func matching(resources []string) string {
	return anyOf("resource.id", resources)
}

// mayInvoke lets the API gateways of a compartment, which are no dynamic group, invoke one function.
func mayInvoke(_, compartment string, function []string) string {
	return fmt.Sprintf("Allow any-user to use fn-invocation in compartment id %s where ALL "+
		"{request.principal.type = 'ApiGateway', request.resource.compartment.id = '%s', target.function.id = '%s'}",
		compartment, compartment, function[0])
}

// mayRead lets a dynamic group read secrets.
func mayRead(group, compartment string, secrets []string) string {
	return fmt.Sprintf("Allow dynamic-group %s to read secret-bundles in compartment id %s where %s",
		group, compartment, anyOf("target.secret.id", secrets))
}

// mayUseRows lets a dynamic group read and write the rows of tables, and leaves the tables themselves alone.
func mayUseRows(group, compartment string, tables []string) string {
	return fmt.Sprintf("Allow dynamic-group %s to use nosql-rows in compartment id %s where %s",
		group, compartment, anyOf("target.nosql-table.id", tables))
}

// anyOf is the condition that a variable is one of some OCIDs.
func anyOf(variable string, ocids []string) string {
	conditions := make([]string, len(ocids))
	for i, ocid := range ocids {
		conditions[i] = fmt.Sprintf("%s = '%s'", variable, ocid)
	}
	return "ANY {" + strings.Join(conditions, ", ") + "}"
}
