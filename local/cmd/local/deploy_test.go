package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/keymanagement"
	"github.com/oracle/oci-go-sdk/v65/monitoring"
	"github.com/oracle/oci-go-sdk/v65/ons"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/cxbridge/cxbridge/local/checkout"
	"github.com/cxbridge/cxbridge/local/daemon"
)

// deploy makes of a stack what the commands use, a vault with its key and a topic
// with an alarm, and has the stand-in for pulumi give them out.
func deploy(ts *testscript.TestScript, _ bool, _ []string) {
	first, err := strconv.Atoi(ts.Getenv(checkout.PortsVariable))
	ts.Check(err)
	home := ts.MkAbs(".cxbridge")
	p := place{Checkout: checkout.Checkout{Home: home}, Ports: checkout.PortsAt(first)}
	user, err := p.signer()
	ts.Check(err)

	vaultID, keyID := makeVault(ts, p, user)
	topicID := makeTopic(ts, p, user)
	makeAlarm(ts, p, user, topicID, vaultID)
	content, err := json.Marshal(map[string]any{"vaultId": vaultID, "keyId": keyID, "alarmTopicId": topicID, "alarmIds": map[string]string{}})
	ts.Check(err)
	ts.Check(os.WriteFile(filepath.Join(home, "pulumi-home", "outputs.json"), content, 0o644))
}

func makeVault(ts *testscript.TestScript, p place, user common.ConfigurationProvider) (vaultID, keyID string) {
	vaults, err := keymanagement.NewKmsVaultClientWithConfigurationProvider(user)
	ts.Check(p.point(&vaults.BaseClient, err))
	vault, err := vaults.CreateVault(context.Background(), keymanagement.CreateVaultRequest{CreateVaultDetails: keymanagement.CreateVaultDetails{
		CompartmentId: common.String(daemon.Compartment), DisplayName: common.String("v"), VaultType: keymanagement.CreateVaultDetailsVaultTypeDefault,
	}})
	ts.Check(err)
	keys, err := keymanagement.NewKmsManagementClientWithConfigurationProvider(user, *vault.ManagementEndpoint)
	ts.Check(err)
	keys.Host = *vault.ManagementEndpoint
	key, err := keys.CreateKey(context.Background(), keymanagement.CreateKeyRequest{CreateKeyDetails: keymanagement.CreateKeyDetails{
		CompartmentId: common.String(daemon.Compartment), DisplayName: common.String("k"),
		KeyShape: &keymanagement.KeyShape{Algorithm: keymanagement.KeyShapeAlgorithmAes, Length: common.Int(32)},
	}})
	ts.Check(err)
	return *vault.Vault.Id, *key.Key.Id
}

func makeTopic(ts *testscript.TestScript, p place, user common.ConfigurationProvider) string {
	topics, err := ons.NewNotificationControlPlaneClientWithConfigurationProvider(user)
	ts.Check(p.point(&topics.BaseClient, err))
	topic, err := topics.CreateTopic(context.Background(), ons.CreateTopicRequest{CreateTopicDetails: ons.CreateTopicDetails{
		CompartmentId: common.String(daemon.Compartment), Name: common.String("alarms"),
	}})
	ts.Check(err)
	subscriptions, err := ons.NewNotificationDataPlaneClientWithConfigurationProvider(user)
	ts.Check(p.point(&subscriptions.BaseClient, err))
	_, err = subscriptions.CreateSubscription(context.Background(), ons.CreateSubscriptionRequest{CreateSubscriptionDetails: ons.CreateSubscriptionDetails{
		CompartmentId: common.String(daemon.Compartment), TopicId: topic.TopicId,
		Protocol: common.String("EMAIL"), Endpoint: common.String("operators@example.com"),
	}})
	ts.Check(err)
	return *topic.TopicId
}

func makeAlarm(ts *testscript.TestScript, p place, user common.ConfigurationProvider, topicID, vaultID string) {
	alarms, err := monitoring.NewMonitoringClientWithConfigurationProvider(user)
	ts.Check(p.point(&alarms.BaseClient, err))
	_, err = alarms.CreateAlarm(context.Background(), monitoring.CreateAlarmRequest{CreateAlarmDetails: monitoring.CreateAlarmDetails{
		DisplayName: common.String("secrets are created"), CompartmentId: common.String(daemon.Compartment),
		MetricCompartmentId: common.String(daemon.Compartment), Namespace: common.String("oci_secrets"),
		Query:    common.String(`CreateSecret[1m]{vaultId = "` + vaultID + `"}.sum() > 0`),
		Severity: monitoring.AlarmSeverityInfo, Destinations: []string{topicID}, IsEnabled: common.Bool(true),
	}})
	ts.Check(err)
}
