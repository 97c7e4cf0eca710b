package gateway

import (
	"net/http"
	"strconv"

	"github.com/oracle/oci-go-sdk/v65/apigateway"
)

// failurePolicy is a validationFailurePolicy: it reshapes the answer to a caller
// who is nobody. The zero value leaves it as it is.
type failurePolicy struct {
	modify *apigateway.ModifyResponseValidationFailurePolicy
}

func newFailurePolicy(policy apigateway.ValidationFailurePolicy) failurePolicy {
	if modify, ok := policy.(apigateway.ModifyResponseValidationFailurePolicy); ok {
		return failurePolicy{&modify}
	}
	return failurePolicy{}
}

// apply gives a reshaped copy. A code that is no HTTP status leaves the status
// as it was.
func (p failurePolicy) apply(x *exchange, refused *refusal) *refusal {
	if p.modify == nil {
		return refused
	}
	shaped := *refused
	shaped.header = refused.header.Clone()
	if shaped.header == nil {
		shaped.header = http.Header{}
	}
	if code := p.modify.ResponseCode; code != nil {
		if n, err := strconv.Atoi(x.expandBare(*code)); err == nil && n >= 200 && n <= 599 {
			shaped.status = n
		}
	}
	if message := p.modify.ResponseMessage; message != nil {
		shaped.message = x.expandBare(*message)
		shaped.raw = x.fidelity.FailureMessageIsBody
	}
	transformHeaders(shaped.header, p.modify.ResponseHeaderTransformations, protectedResponse, x.expand)
	return &shaped
}

// applyToError is for what went wrong on the gateway's side.
func (p failurePolicy) applyToError(x *exchange, refused *refusal) *refusal {
	if x.fidelity.FailurePolicyCoversErrors {
		return p.apply(x, refused)
	}
	return refused
}
