package target

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/common/auth"
)

// metadata is the service that tells an instance about itself (Compute: Getting Instance
// Metadata), and metadataVariable what oci-go-sdk takes instead.
const (
	metadata         = "http://169.254.169.254/opc/v2"
	metadataVariable = "OCI_METADATA_BASE_URL"
)

// metadataPatience is how long that service may take, which is on the instance's host.
const metadataPatience = 10 * time.Second

// instancePrincipal signs as the instance of Compute that this runs on, such as a runner of
// CI: a dynamic group has it, and policies say what that may do.
func (s signer) instancePrincipal(region string) (common.ConfigurationProvider, error) {
	if err := s.onInstance(); err != nil {
		return nil, fmt.Errorf("oci:auth InstancePrincipal is for instances of Oracle Cloud, and this machine seems to be none: %w: sign by ApiKey or SecurityToken here", err)
	}
	provider, err := auth.InstancePrincipalConfigurationProviderForRegion(common.Region(region))
	if err == nil {
		_, err = provider.KeyID()
	}
	if err != nil {
		return nil, fmt.Errorf("getting a token for this instance: %w", err)
	}
	return provider, nil
}

// onInstance looks for the metadata. The SDK would, for minutes.
func (s signer) onInstance() error {
	ctx, cancel := context.WithTimeout(context.Background(), metadataPatience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, cmp.Or(s.getenv(metadataVariable), metadata)+"/instance/region", nil)
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer Oracle") // version 2 wants it
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", request.URL, response.Status)
	}
	return nil
}
