package main

import (
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"

	"github.com/cxbridge/cxbridge/local/daemon"
)

// signer is the user of the local cloud, as any OCI SDK finds it.
func (p place) signer() (common.ConfigurationProvider, error) {
	return common.ConfigurationProviderFromFile(p.engine().OCIConfigFile, "")
}

// point turns a new client of the SDK to the local cloud. err is that of making it.
func (p place) point(client *common.BaseClient, err error) error {
	if err != nil {
		return err
	}
	client.Host = daemon.URLs(p.Ports).Cloud
	return nil
}

// clockTime is how a time is shown: by the clock on the wall, with the day unless
// that is today.
func clockTime(t, now time.Time) string {
	t = t.In(now.Location())
	if t.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return t.Format(time.TimeOnly)
	}
	return t.Format(time.DateTime)
}
