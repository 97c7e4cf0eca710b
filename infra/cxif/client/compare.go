package client

import (
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/shared/criteria"
)

// Revealed is the registration with the secrets that the answer hides, as they were last written. Beside the account of
// somebody else, the secret is not the one that was written.
func (r Registration) Revealed(written Auth) Registration {
	auth := r.Auth()
	if is, was := auth.Basic, written.Basic; is != nil && was != nil && hidden(is.Password) && is.Username == was.Username {
		basic := *is
		basic.Password = was.Password
		auth.Basic = &basic
	}
	if is, was := auth.OIDC, written.OIDC; is != nil && was != nil && hidden(is.ClientSecret) &&
		is.ClientID == was.ClientID && is.IdentityURI == was.IdentityURI {
		oidc := *is
		oidc.ClientSecret = was.ClientSecret
		auth.OIDC = &oidc
	}
	if auth == (Auth{}) {
		return r
	}
	return r.WithAuth(auth)
}

// hidden tells what stands in place of a secret: nothing, or a mask.
func hidden(secret string) bool { return strings.Trim(secret, "*") == "" }

// Spelled is the registration in the words of another one, where it says the same: an API's id may come back as its
// number, a query in other spaces.
func (r Registration) Spelled(like Registration) Registration {
	r.AffiliatedAPIs = slices.Clone(r.AffiliatedAPIs)
	for i := range r.AffiliatedAPIs {
		if i < len(like.AffiliatedAPIs) {
			r.AffiliatedAPIs[i].spell(like.AffiliatedAPIs[i])
		}
	}
	return r
}

func (a *AffiliatedAPI) spell(like AffiliatedAPI) {
	if a.number() == like.number() {
		a.ID, a.Number = like.ID, like.Number
	}
	if SameQuery(a.Query, like.Query) {
		a.Query = like.Query
	}
}

// number is the id by either name; "" if it has two that differ.
func (a AffiliatedAPI) number() string {
	switch {
	case a.ID == "":
		return a.Number
	case a.Number == "" || a.Number == a.ID:
		return a.ID
	}
	return ""
}

// SameQuery tells whether two queries are the same but for their spaces.
func SameQuery(one, other string) bool {
	return one == other || canonical(one) == canonical(other)
}

// canonical leaves what is no query as it is.
func canonical(query string) string {
	parsed, err := criteria.Parse(query)
	if err != nil {
		return query
	}
	return parsed.String()
}

// Same tells whether both lead the same events to the same place. What differs may be the id and the credentials, which
// an answer hides.
func (r Registration) Same(other Registration) bool {
	return r.URL() == other.URL() &&
		slices.Equal(r.Spelled(other).AffiliatedAPIs, other.AffiliatedAPIs)
}
