// Package access says who may do what, and no more: the gateway may invoke this stack's functions, the authorizer may
// read the webhook's secret, the endpoints may read the B2C Service account. Every statement names OCIDs; none speaks
// of a whole compartment.
//
// Functions act through dynamic groups, which match them by OCID. There are two, because the authorizer has no business
// with the B2C Service account, nor the endpoints with the webhook's secret. Dynamic groups live in the tenancy, the
// policies in the stack's compartment. Both are written in the tenancy's home region and take some seconds to act.
package access
