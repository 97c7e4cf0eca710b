package cloud_test

import (
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/keymanagement"
)

func (b *bench) vaults(t testing.TB) keymanagement.KmsVaultClient {
	t.Helper()
	client, err := keymanagement.NewKmsVaultClientWithConfigurationProvider(b.provider)
	point(t, b, &client.BaseClient, err)
	return client
}

func (b *bench) keys(t testing.TB, v keymanagement.Vault) keymanagement.KmsManagementClient {
	t.Helper()
	client, err := keymanagement.NewKmsManagementClientWithConfigurationProvider(b.provider, *v.ManagementEndpoint)
	point(t, b, &client.BaseClient, err)
	client.Host = *v.ManagementEndpoint
	return client
}

func (b *bench) vault(t testing.TB, name string) keymanagement.Vault {
	t.Helper()
	return ok[keymanagement.CreateVaultResponse](t)(b.vaults(t).CreateVault(ctx, keymanagement.CreateVaultRequest{CreateVaultDetails: keymanagement.CreateVaultDetails{
		CompartmentId: str(compartment), DisplayName: &name, VaultType: keymanagement.CreateVaultDetailsVaultTypeDefault}})).Vault
}

func (b *bench) key(t testing.TB, v keymanagement.Vault, algorithm keymanagement.KeyShapeAlgorithmEnum, length int) keymanagement.Key {
	t.Helper()
	return ok[keymanagement.CreateKeyResponse](t)(b.keys(t, v).CreateKey(ctx, keymanagement.CreateKeyRequest{CreateKeyDetails: keymanagement.CreateKeyDetails{
		CompartmentId: str(compartment), DisplayName: str("key"), KeyShape: &keymanagement.KeyShape{Algorithm: algorithm, Length: &length}}})).Key
}

func scheduleVault(b *bench, t testing.TB, id *string, at *time.Time) (keymanagement.ScheduleVaultDeletionResponse, error) {
	request := keymanagement.ScheduleVaultDeletionRequest{VaultId: id}
	if at != nil {
		request.TimeOfDeletion = &common.SDKTime{Time: *at}
	}
	return b.vaults(t).ScheduleVaultDeletion(ctx, request)
}

func TestVaultAndKeyArePendingBeforeTheyGo(t *testing.T) {
	b := start(t)
	v := b.vault(t, "v")
	if *v.ManagementEndpoint != b.URL() || v.LifecycleState != keymanagement.VaultLifecycleStateActive {
		t.Errorf("vault %v, want the cloud's own URL as its endpoint", v)
	}
	k := b.key(t, v, keymanagement.KeyShapeAlgorithmAes, 32)
	if k.LifecycleState != keymanagement.KeyLifecycleStateEnabled || *k.VaultId != *v.Id || k.ProtectionMode != keymanagement.KeyProtectionModeHsm {
		t.Errorf("key %v", k)
	}
	keys := b.keys(t, v)
	scheduled := ok[keymanagement.ScheduleKeyDeletionResponse](t)(keys.ScheduleKeyDeletion(ctx, keymanagement.ScheduleKeyDeletionRequest{KeyId: k.Id}))
	if scheduled.LifecycleState != keymanagement.KeyLifecycleStatePendingDeletion || time.Until(scheduled.TimeOfDeletion.Time) < 29*24*time.Hour {
		t.Errorf("key %v after its deletion was scheduled", scheduled.Key)
	}
	ok[keymanagement.ScheduleVaultDeletionResponse](t)(scheduleVault(b, t, v.Id, nil))
	_, err := scheduleVault(b, t, v.Id, nil)
	refused(t, err, 409, "IncorrectState", "PENDING_DELETION")
	_, err = keys.CancelKeyDeletion(ctx, keymanagement.CancelKeyDeletionRequest{KeyId: k.Id})
	refused(t, err, 409, "IncorrectState", *v.Id)

	ok[keymanagement.CancelVaultDeletionResponse](t)(b.vaults(t).CancelVaultDeletion(ctx, keymanagement.CancelVaultDeletionRequest{VaultId: v.Id}))
	cancelled := ok[keymanagement.CancelKeyDeletionResponse](t)(keys.CancelKeyDeletion(ctx, keymanagement.CancelKeyDeletionRequest{KeyId: k.Id}))
	if cancelled.LifecycleState != keymanagement.KeyLifecycleStateEnabled || cancelled.TimeOfDeletion != nil {
		t.Errorf("key %v after its deletion was cancelled", cancelled.Key)
	}
}

// What comes back is what went along, each key in the state it had.
func TestCancellingAVaultsDeletionBringsItsKeysBack(t *testing.T) {
	b := start(t)
	v := b.vault(t, "v")
	keys := b.keys(t, v)
	enabled, disabled, pending := b.key(t, v, keymanagement.KeyShapeAlgorithmAes, 32), b.key(t, v, keymanagement.KeyShapeAlgorithmAes, 32), b.key(t, v, keymanagement.KeyShapeAlgorithmAes, 32)
	ok[keymanagement.DisableKeyResponse](t)(keys.DisableKey(ctx, keymanagement.DisableKeyRequest{KeyId: disabled.Id}))
	due := ok[keymanagement.ScheduleKeyDeletionResponse](t)(keys.ScheduleKeyDeletion(ctx, keymanagement.ScheduleKeyDeletionRequest{KeyId: pending.Id})).TimeOfDeletion
	for range 2 { // as often as one likes
		ok[keymanagement.ScheduleVaultDeletionResponse](t)(scheduleVault(b, t, v.Id, nil))
		b.restart(t)
		keys = b.keys(t, v) // the former's connections are closed
		ok[keymanagement.CancelVaultDeletionResponse](t)(b.vaults(t).CancelVaultDeletion(ctx, keymanagement.CancelVaultDeletionRequest{VaultId: v.Id}))
		for _, tt := range []struct {
			id    *string
			state keymanagement.KeyLifecycleStateEnum
			due   *common.SDKTime
		}{
			{enabled.Id, keymanagement.KeyLifecycleStateEnabled, nil},
			{disabled.Id, keymanagement.KeyLifecycleStateDisabled, nil},
			{pending.Id, keymanagement.KeyLifecycleStatePendingDeletion, due},
		} {
			got := ok[keymanagement.GetKeyResponse](t)(keys.GetKey(ctx, keymanagement.GetKeyRequest{KeyId: tt.id}))
			if got.LifecycleState != tt.state || (got.TimeOfDeletion == nil) != (tt.due == nil) || tt.due != nil && !got.TimeOfDeletion.Equal(tt.due.Time) {
				t.Errorf("key %v, want %s, to be deleted %v", got.Key, tt.state, tt.due)
			}
		}
	}
}

func TestVaultTakesItsKeysAlong(t *testing.T) {
	b := start(t)
	v := b.vault(t, "v")
	k := b.key(t, v, keymanagement.KeyShapeAlgorithmRsa, 256)
	late, soon := b.clock.Now().UTC().AddDate(0, 0, 20), b.clock.Now().UTC().AddDate(0, 0, 8)
	ok[keymanagement.ScheduleKeyDeletionResponse](t)(b.keys(t, v).ScheduleKeyDeletion(ctx, keymanagement.ScheduleKeyDeletionRequest{KeyId: k.Id,
		ScheduleKeyDeletionDetails: keymanagement.ScheduleKeyDeletionDetails{TimeOfDeletion: &common.SDKTime{Time: late}}}))
	_, err := scheduleVault(b, t, v.Id, &soon)
	refused(t, err, 409, "Conflict", *k.Id)

	other := b.key(t, v, keymanagement.KeyShapeAlgorithmAes, 16)
	ok[keymanagement.ScheduleVaultDeletionResponse](t)(scheduleVault(b, t, v.Id, nil))
	got := ok[keymanagement.GetKeyResponse](t)(b.keys(t, v).GetKey(ctx, keymanagement.GetKeyRequest{KeyId: other.Id}))
	if got.LifecycleState != keymanagement.KeyLifecycleStatePendingDeletion {
		t.Errorf("key is %s with its vault pending", got.LifecycleState)
	}
	b.clock.advance(4 * time.Minute) // within the skew that signatures allow
	for _, days := range []int{6, 31} {
		at := b.clock.Now().UTC().AddDate(0, 0, days)
		_, err = scheduleVault(b, t, b.vault(t, "w").Id, &at)
		refused(t, err, 400, "InvalidParameter", "between 7 and 30 days")
	}
}

// Two vaults that are active have two endpoints, and a key is in the one it was sent to.
func TestKeysLandInTheVaultTheyWereSentTo(t *testing.T) {
	b := start(t)
	first, second := b.vault(t, "first"), b.vault(t, "second")
	if *first.ManagementEndpoint == *second.ManagementEndpoint {
		t.Fatalf("both vaults have the endpoint %s", *first.ManagementEndpoint)
	}
	for range 2 {
		for _, v := range []keymanagement.Vault{first, second} {
			if k := b.key(t, v, keymanagement.KeyShapeAlgorithmAes, 32); *k.VaultId != *v.Id {
				t.Errorf("key is in vault %s, was sent to %s", *k.VaultId, *v.Id)
			}
		}
		b.restart(t)
	}
	// The cloud's own URL is free again when the first one goes.
	ok[keymanagement.ScheduleVaultDeletionResponse](t)(scheduleVault(b, t, first.Id, nil))
	ok[keymanagement.ScheduleVaultDeletionResponse](t)(scheduleVault(b, t, second.Id, nil))
	if third := b.vault(t, "third"); *third.ManagementEndpoint != b.URL() {
		t.Errorf("endpoint %s, want %s", *third.ManagementEndpoint, b.URL())
	}
}

// The name of a vault that is pending is free, as vaults' names need not be unique, so that a
// stack can be created again at once.
func TestAVaultIsCreatedBesideOneThatIsPending(t *testing.T) {
	b := start(t)
	first := b.vault(t, "v")
	soon := b.clock.Now().UTC().AddDate(0, 0, 7).Truncate(time.Millisecond)
	pending := ok[keymanagement.ScheduleVaultDeletionResponse](t)(scheduleVault(b, t, first.Id, &soon))
	if !pending.TimeOfDeletion.Equal(soon) {
		t.Errorf("to be deleted %s, want %s", pending.TimeOfDeletion, soon)
	}
	if second := b.vault(t, "v"); *second.Id == *first.Id || second.LifecycleState != keymanagement.VaultLifecycleStateActive {
		t.Errorf("vault %v", second)
	}
}

func TestKeysThatAreRefused(t *testing.T) {
	b := start(t)
	v := b.vault(t, "v")
	_, err := b.keys(t, v).CreateKey(ctx, keymanagement.CreateKeyRequest{CreateKeyDetails: keymanagement.CreateKeyDetails{
		CompartmentId: str(compartment), DisplayName: str("key"), KeyShape: &keymanagement.KeyShape{Algorithm: keymanagement.KeyShapeAlgorithmAes, Length: common.Int(7)}}})
	refused(t, err, 400, "InvalidParameter", "length 7")
	_, body := b.raw(t, "POST", "/20180608/encrypt", "{}")
	if want := "does not simulate POST /20180608/encrypt"; !contains(body, want) {
		t.Errorf("%s, want %q", body, want)
	}
}
