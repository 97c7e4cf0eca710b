package desk_test

import "testing"

// The password changes at the REST API at once, and nowhere else.
func TestThePasswordChanges(t *testing.T) {
	c := start(t, options(t))
	c.must(200, "GET", "contacts", "")
	c.must(204, "PUT", "/desk/password", `{"password": "another"}`)
	c.must(401, "GET", "contacts", "")
	c.must(204, "PUT", "/desk/password", `{"password": "`+options(t).Password+`"}`)
	c.must(200, "GET", "contacts", "")
	for _, body := range []string{`{}`, `{"pasword": "x"}`, `x`} {
		c.must(400, "PUT", "/desk/password", body)
	}
	c.must(200, "GET", "contacts", "")
}
