package main

import "context"

// check returns why the request is refused, or "". It fails if that cannot be decided.
func (a *authorizer) check(ctx context.Context, request request) (reason string, err error) {
	// The gateway may show an authorizer no address, or one that the client made up. One that is outside can be refused here;
	// what looks well is decided by the function behind, which sees the gateway's own headers.
	if len(a.allowed) > 0 && !request.from(a.allowed) {
		return "the client's address is in none of the networks of allowed_client_cidrs", nil
	}
	if request.API != "" {
		return a.checkAccount(ctx, request)
	}
	return a.checkSecret(ctx, request)
}

// checkAccount decides on a caller who wants to send events of an API.
func (a *authorizer) checkAccount(ctx context.Context, request request) (reason string, err error) {
	if a.accounts == nil {
		return "no API has an account, so all callers are refused: set basic_accounts_ocid", nil
	}
	given, err := parseBasic(request.Authorization)
	if err != nil {
		return err.Error(), nil
	}
	text, err := a.accounts.Value(ctx)
	if err != nil {
		return "", err
	}
	accounts, err := parseAccounts(text)
	if err != nil {
		return "", err
	}
	if !accounts.admit(request.API, given) {
		return "wrong user name or password for events of " + request.API, nil
	}
	return "", nil
}

// checkSecret decides on a caller of an endpoint.
func (a *authorizer) checkSecret(ctx context.Context, request request) (reason string, err error) {
	switch {
	case a.secret != nil:
	case len(a.allowed) == 0:
		return "nothing is demanded of callers, so all are refused: set webhook_secret_ocid or allowed_client_cidrs", nil
	case a.accounts != nil && !request.Endpoint:
		return "the argument endpoint is missing, so this may be a listener's call: name a host, and have the deployment give the argument", nil
	default:
		return "", nil // the address, which was looked at before, is all that is demanded
	}
	wanted, err := a.secret.Value(ctx)
	if err != nil {
		return "", err
	}
	if !request.has(wanted) {
		return "wrong secret or none", nil
	}
	return "", nil
}
