// Package access says who may do what, and no more: the gateway may invoke the functions that it leads to, the authorizer
// may read what callers must show, the endpoints may read the B2C Service account, alarm-to-incident and event-to-incident
// may read that account and use the rows of the ledger. Every statement names the functions, secrets or table it is about.
// Who invokes is any API gateway of the compartment: so API Gateway documents its statement, and IAM's general variables have
// none for the OCID of a gateway. Stacks that must not reach each other's functions want a compartment each. Notifications
// needs no statement: it invokes for whoever made the subscription.
//
// Functions act through dynamic groups, which match them by OCID. There are several, because the authorizer has no
// business with the B2C Service account, nor the others with what callers must show, nor the endpoints with the ledger.
// Dynamic groups live in the tenancy, the policies in the stack's compartment. OCI takes both in the tenancy's home region
// only, and hands them on to the others: the component wants the home region's provider. They take some seconds to act, and
// longer in another region than the home region; whatever acts by them depends on them, and callers are patient.
//
// Each policy's statements are shown to Examine before it is registered: in a first preview, the engine does not know them.
package access
