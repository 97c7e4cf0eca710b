package credentials

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/cxbridge/cxbridge/shared/principal/principaltest"
)

// newTestVault returns a Vault that speaks to handler through oci-go-sdk's own client.
func newTestVault(t *testing.T, handler http.HandlerFunc) Vault {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	getenv := func(name string) string {
		return map[string]string{"CLIENT_HOST_OVERRIDES": "oci_secrets.SecretsClient=" + server.URL}[name]
	}
	return newVault(getenv, principaltest.Somebody(t))
}

func TestVaultRead(t *testing.T) {
	const bundle = `{"secretId":"ocid1.secret","versionNumber":2,"stages":["CURRENT"],"secretBundleContent":{"contentType":"BASE64","content":%q}}`
	tests := []struct {
		name   string
		status int
		body   string
		want   string
		fault  string // part of the error's text
	}{
		{"text", 200, fmt.Sprintf(bundle, "aHVudGVyMg=="), "hunter2", ""},
		{"with a line break", 200, fmt.Sprintf(bundle, "aHVudGVyMg0K"), "hunter2", ""},
		{"empty", 200, fmt.Sprintf(bundle, ""), "", "empty"},
		{"not base64", 200, fmt.Sprintf(bundle, "%%"), "", "not base64"},
		{"no content", 200, `{"secretId":"ocid1.secret","versionNumber":2}`, "", "no content"},
		{"not allowed", 404, `{"code":"NotAuthorizedOrNotFound","message":"Authorization failed or requested resource not found."}`, "", "policy"},
		{"not signed well", 401, `{"code":"NotAuthenticated","message":"The required information to complete authentication was not provided."}`, "", "401 NotAuthenticated"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			vault := newTestVault(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/20190301/secretbundles/ocid1.secret" || !strings.HasPrefix(r.Header.Get("Authorization"), "Signature ") {
					t.Errorf("request %s with Authorization %q", r.URL, r.Header.Get("Authorization"))
				}
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(test.status)
				fmt.Fprint(w, test.body)
			})
			got, err := vault.Read(t.Context(), "ocid1.secret")
			if test.fault == "" && (err != nil || got != test.want) {
				t.Errorf("Read = %q, %v; want %q", got, err, test.want)
			}
			if test.fault != "" && (err == nil || !strings.Contains(err.Error(), test.fault)) {
				t.Errorf("error = %v, want %q in it", err, test.fault)
			}
		})
	}
}

func TestNoResourcePrincipal(t *testing.T) {
	t.Setenv("OCI_RESOURCE_PRINCIPAL_VERSION", "")
	if _, err := NewVault(func(string) string { return "" }).Read(t.Context(), "ocid1.secret"); err == nil || !strings.Contains(err.Error(), "resource principal") {
		t.Errorf("error = %v", err)
	}
}
