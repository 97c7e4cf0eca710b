package cloud

import (
	"crypto/md5"
	"crypto/rsa"
	"crypto/x509"
	"fmt"
	"path/filepath"
	"strings"
)

// fingerprint names a public key (OCI: Required Keys and OCIDs, How to Get the Key's
// Fingerprint). MD5 is what the format has; nothing depends on its strength.
func fingerprint(key *rsa.PublicKey) string {
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		return ""
	}
	sum := md5.Sum(der)
	parts := make([]string, len(sum))
	for i, b := range sum {
		parts[i] = fmt.Sprintf("%02x", b)
	}
	return strings.Join(parts, ":")
}

// WriteConfigFile writes an OCI config file of the local user at path, and the user's
// key beside it as path.pem, both readable by their owner only.
func (c *Cloud) WriteConfigFile(path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return fmt.Errorf("writing the OCI config file: %w", err)
	}
	keyFile := path + ".pem"
	if err := writePrivate(keyFile, encodeKey(c.keys.api)); err != nil {
		return err
	}
	return writePrivate(path, fmt.Appendf(nil, "[DEFAULT]\nuser=%s\nfingerprint=%s\ntenancy=%s\nregion=%s\nkey_file=%s\n",
		c.options.User, fingerprint(&c.keys.api.PublicKey), c.options.Tenancy, c.options.Region, keyFile))
}
