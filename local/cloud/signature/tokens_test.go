package signature

import (
	"crypto/x509"
	"encoding/pem"
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common/auth"
)

var function = Principal{Type: "fnfunc", ID: "ocid1.fnfunc.oc1..f", TenancyID: "ocid1.tenancy.oc1..t", CompartmentID: "ocid1.compartment.oc1..c"}

// A token must satisfy oci-go-sdk, and what that signs with it must satisfy Verify.
func TestTokenWorksWithTheSDKsResourcePrincipal(t *testing.T) {
	session := newKey(t)
	tokens := &Tokens{Key: newKey(t), Clock: time.Now}
	token, err := tokens.Issue(function, &session.PublicKey, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	private := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(session)})
	t.Setenv("OCI_RESOURCE_PRINCIPAL_VERSION", "2.2")
	t.Setenv("OCI_RESOURCE_PRINCIPAL_RPST", token)
	t.Setenv("OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM", string(private))
	t.Setenv("OCI_RESOURCE_PRINCIPAL_REGION", "us-ashburn-1")
	provider, err := auth.ResourcePrincipalConfigurationProvider()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := provider.TenancyOCID(); err != nil || got != function.TenancyID {
		t.Errorf("tenancy %q, error %v", got, err)
	}
	id, err := provider.KeyID()
	if err != nil {
		t.Fatal(err)
	}
	v := &Verifier{Keys: oneUser{tokens: tokens}, Clock: time.Now}
	p, err := verify(v, sign(t, keyProvider{id, session}, "GET", "/20190301/secretbundles/s", "", nil))
	if err != nil || p != function || p.IsUser() {
		t.Errorf("principal %+v, error %v; want the function", p, err)
	}
}

func TestReadRefusesForeignAndExpiredTokens(t *testing.T) {
	session, now := newKey(t), time.Now()
	tokens := &Tokens{Key: newKey(t), Clock: func() time.Time { return now }}
	foreign, err := (&Tokens{Key: newKey(t), Clock: time.Now}).Issue(function, &session.PublicKey, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	own, err := tokens.Issue(function, &session.PublicKey, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := tokens.Read(own); err != nil {
		t.Errorf("own token: %v", err)
	}
	for name, token := range map[string]string{"foreign": foreign, "altered": own + "A", "empty": "", "unsigned": "eyJhbGciOiJub25lIn0.eyJleHAiOjk5OTk5OTk5OTl9."} {
		if _, _, err := tokens.Read(token); err == nil {
			t.Errorf("%s token was accepted", name)
		}
	}
	now = now.Add(2 * time.Hour)
	if _, _, err := tokens.Read(own); err == nil {
		t.Error("expired token was accepted")
	}
}
