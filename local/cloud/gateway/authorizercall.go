package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/cxbridge/cxbridge/local/cloud/runner"
)

// callAuthorizer invokes the function and reads its verdict. Others may wait
// for the same call, so the client's leaving does not end it.
func (x *exchange) callAuthorizer(a *authorizer, args map[string]any) verdict {
	body, err := json.Marshal(authorizerRequest(a, args))
	if err != nil {
		panic(err) // strings and lists of them
	}
	header := x.callHeader(body)
	header.Set("Content-Type", "application/json")
	if x.fidelity.AuthorizerGetsHTTPIntent {
		header.Set("Fn-Intent", "httprequest")
		header.Set("Fn-Http-Method", http.MethodPost)
		header.Set("Fn-Http-Request-Url", "/")
	}
	call := runner.Call{ID: x.options.CallID(), Header: header, Body: body}
	answer, err := x.options.Invoker.Invoke(context.WithoutCancel(x.r.Context()), x.options.Gateway, a.functionID, call)
	if err != nil {
		return verdict{failed: x.authorizerFailed(a, err)}
	}
	if status := answer.Header.Get("Fn-Http-Status"); status != "" && status != "200" {
		return verdict{failed: x.authorizerAnswered(a, status)}
	}
	v, err := parseVerdict(answer.Body)
	if err != nil {
		return verdict{failed: &refusal{
			status: x.fidelity.AuthorizerUnparsableStatus, code: codeAuthUnexpected, subject: a.functionID,
			detail: fmt.Sprintf("the authorizer's answer is not what an authorizer owes: %v", err),
		}}
	}
	return v
}

func authorizerRequest(a *authorizer, args map[string]any) any {
	if a.token == nil {
		return map[string]any{"type": "USER_DEFINED", "data": args}
	}
	return map[string]any{"type": "TOKEN", "token": args["token"]}
}

// authorizerFailed: whatever ends in 5xx is a bad gateway to the client (API
// Gateway: Creating an Authorizer Function).
func (x *exchange) authorizerFailed(a *authorizer, err error) *refusal {
	r := &refusal{status: http.StatusBadGateway, code: codeAuthFailed, subject: a.functionID, detail: err.Error(), level: levelError}
	var failed *runner.Error
	switch {
	case !errors.As(err, &failed) || failed.Status >= 500:
	case failed.Status == http.StatusNotFound:
		r.status = x.fidelity.AuthorizerUnauthorizedStatus
	default:
		r.status = x.fidelity.AuthorizerErrorStatus
	}
	return r
}

// authorizerAnswered is for a status that the function wrote itself.
func (x *exchange) authorizerAnswered(a *authorizer, status string) *refusal {
	r := &refusal{
		status: x.fidelity.AuthorizerErrorStatus, code: codeAuthUnexpected, subject: a.functionID, level: levelError,
		detail: "the authorizer answered status " + status,
	}
	if n, err := strconv.Atoi(status); err == nil && n >= 500 {
		r.status = http.StatusBadGateway
	}
	return r
}

// deny answers active: false. The context that came with it is there for the
// failure policy.
func (a *authorizer) deny(x *exchange, v verdict) *refusal {
	x.caller = identity{context: v.context}
	refused := unauthenticated(v.challenge, "the authorizer does not know the caller")
	refused.subject = a.functionID
	return a.failure.apply(x, refused)
}
