package target

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"
)

// newInstance stands for the metadata of an instance in us-ashburn-1, and for the service
// that gives it tokens.
func newInstance(t *testing.T, token string) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour),
		Subject: pkix.Name{OrganizationalUnit: []string{"opc-tenant:ocid1.tenancy.oc1..a"}},
	}
	certificate, err := x509.CreateCertificate(rand.Reader, about, about, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	asPEM := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate})
	answers := map[string]string{
		"/opc/v2/instance/region": "us-ashburn-1", "/opc/v2/identity/cert.pem": string(asPEM), "/opc/v2/identity/intermediate.pem": string(asPEM),
		"/opc/v2/identity/key.pem": string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})),
		"/v1/x509":                 fmt.Sprintf(`{"token": %q}`, token),
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, found := answers[r.URL.Path]
		if !found || strings.HasPrefix(r.URL.Path, "/opc/") && r.Header.Get("Authorization") != "Bearer Oracle" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, answer)
	}))
	t.Cleanup(server.Close)
	t.Setenv(metadataVariable, server.URL+"/opc/v2")
	t.Setenv("OCI_SDK_AUTH_CLIENT_REGION_URL", server.URL)
}

func TestAnInstancesPrincipal(t *testing.T) {
	claims := fmt.Sprintf(`{"exp": %d}`, time.Now().Add(time.Hour).Unix())
	token := strings.Join([]string{"e30", base64.RawURLEncoding.EncodeToString([]byte(claims)), "c2lnbmF0dXJl"}, ".") // which nobody looks at
	newInstance(t, token)
	onPath(t, "exit 0")
	target, err := onOracleCloud(t, environment{"OCI_AUTH": "InstancePrincipal", metadataVariable: os.Getenv(metadataVariable)})
	if err != nil {
		t.Fatal(err)
	}
	provider, err := target.Credentials(Config{"cxbridge:region": {Value: "eu-frankfurt-1"}})
	if err != nil {
		t.Fatal(err)
	}
	id, _ := provider.KeyID()
	tenancy, _ := provider.TenancyOCID()
	region, _ := provider.Region()
	if id != "ST$"+token || tenancy != "ocid1.tenancy.oc1..a" || region != "eu-frankfurt-1" {
		t.Errorf("key = %s, tenancy = %s, region = %s", id, tenancy, region)
	}
}

func TestAnotherMachineIsNoInstance(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	onPath(t, "exit 0")
	target, err := onOracleCloud(t, environment{"OCI_AUTH": "InstancePrincipal", metadataVariable: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	_, err = target.Credentials(nil)
	if err == nil || !strings.Contains(err.Error(), "this machine seems to be none") || !strings.Contains(err.Error(), "sign by ApiKey") {
		t.Errorf("err = %v", err)
	}
}
