package fidelity

import "time"

// Tokens is what the API gateway assumes where it validates JSON Web Tokens and
// selects authentication servers.
type Tokens struct {
	TokenSchemeIgnoresCase        bool
	SeveralTokensRefused          bool
	TokenNeedsKeyID               bool
	TokenChallenge                bool
	ListClaimsMatch               bool
	KeysTimeout                   time.Duration
	KeysKeptFor                   time.Duration
	KeysRedirectsFollowed         bool
	UnknownKeyRefetch             time.Duration
	SelectorReadsUnverifiedClaims bool
}

func tokenEntries() []entry {
	return []entry{
		{Switch{"TokenSchemeIgnoresCase", "true",
			"bearer is as good as Bearer where tokenAuthScheme is Bearer.",
			"not documented for API Gateway; RFC 9110 compares schemes so"},
			func(s *Switches) any { return &s.TokenSchemeIgnoresCase }},
		{Switch{"SeveralTokensRefused", "true",
			"A request with several values of the token's header or query parameter is refused; otherwise the first counts.",
			notDocumented},
			func(s *Switches) any { return &s.SeveralTokensRefused }},
		{Switch{"TokenNeedsKeyID", "true",
			"A token without kid is refused; otherwise every key is tried.",
			"API Gateway, Validating Tokens, chooses keys by kid and says nothing of tokens without"},
			func(s *Switches) any { return &s.TokenNeedsKeyID }},
		{Switch{"TokenChallenge", "true",
			"The 401 to a missing or bad token has WWW-Authenticate with the scheme and, to a bad one, error=\"invalid_token\".",
			"not documented for API Gateway; RFC 6750 asks for it"},
			func(s *Switches) any { return &s.TokenChallenge }},
		{Switch{"ListClaimsMatch", "false",
			"A claim that is a list does not match the values of verifyClaims, not even by one of its elements.",
			"API Gateway, Validating Tokens: values are compared as strings, exactly"},
			func(s *Switches) any { return &s.ListClaimsMatch }},
		{Switch{"KeysTimeout", "10s",
			"An identity provider that has not sent its keys by then has failed.",
			notDocumented},
			func(s *Switches) any { return &s.KeysTimeout }},
		{Switch{"KeysKeptFor", "1h0m0s",
			"Keys are kept this long where the policy has no maxCacheDurationInHours.",
			notDocumented},
			func(s *Switches) any { return &s.KeysKeptFor }},
		{Switch{"KeysRedirectsFollowed", "false",
			"An identity provider that sends the gateway elsewhere for its keys has failed.",
			"not documented; the HTTP client that gateways show to functions (lua-resty-http) follows no redirects by itself"},
			func(s *Switches) any { return &s.KeysRedirectsFollowed }},
		{Switch{"UnknownKeyRefetch", "0s",
			"A token whose kid is not among the kept keys does not make the gateway fetch them before their time (0); otherwise it does, at most this often.",
			"oci-go-sdk, TokenAuthenticationRemoteJwksValidationPolicy, speaks of the duration alone"},
			func(s *Switches) any { return &s.UnknownKeyRefetch }},
		{Switch{"SelectorReadsUnverifiedClaims", "true",
			"The selector request.auth[claim] reads the token before it is verified, where one of the servers looks for it; otherwise it has no value.",
			"API Gateway, Adding Multiple Authentication Servers, names the variable, not where the token is"},
			func(s *Switches) any { return &s.SelectorReadsUnverifiedClaims }},
	}
}
