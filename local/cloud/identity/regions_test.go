package identity

import (
	"strings"
	"testing"

	"github.com/oracle/oci-go-sdk/v65/common"
)

// The SDK gives a key back that it does not know.
func TestEveryKeyIsOfARegionOfTheRealm(t *testing.T) {
	keys := map[string]string{}
	for _, key := range strings.Fields(commercialKeys) {
		name := common.StringToRegion(key)
		if realm, err := name.RealmID(); err != nil || realm != "oc1" || keys[string(name)] != "" {
			t.Errorf("%s is %s of the realm %q (%v), which %q is too", key, name, realm, err, keys[string(name)])
		}
		keys[string(name)] = key
	}
	if key, err := HomeRegionKey("uk-london-1"); err != nil || key != "LHR" {
		t.Errorf("uk-london-1 has the key %q, %v", key, err)
	}
	if _, err := HomeRegionKey("us-gov-ashburn-1"); err == nil {
		t.Error("a region of another realm has a key")
	}
}
