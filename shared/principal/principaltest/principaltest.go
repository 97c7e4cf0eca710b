// Package principaltest stands in for a function's resource principal in tests of what speaks to OCI.
package principaltest

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"sync"
	"testing"

	"github.com/oracle/oci-go-sdk/v65/common"
)

// newKey makes one key, which takes its time, for all.
var newKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

// Somebody is a provider whose signatures are well made and mean nothing, as Options.Provider of package principal wants one.
func Somebody(t testing.TB) func() (common.ConfigurationProvider, error) {
	t.Helper()
	key, err := newKey()
	if err != nil {
		t.Fatal(err)
	}
	block := &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}
	provider := common.NewRawConfigurationProvider("ocid1.tenancy.oc1..t", "ocid1.user.oc1..u", "us-ashburn-1", "f", string(pem.EncodeToMemory(block)), nil)
	return func() (common.ConfigurationProvider, error) { return provider, nil }
}
