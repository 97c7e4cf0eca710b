package cloud_test

import (
	"encoding/base64"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/keymanagement"
	"github.com/oracle/oci-go-sdk/v65/secrets"
	"github.com/oracle/oci-go-sdk/v65/vault"
)

// safe is a vault with a key, for secrets.
type safe struct {
	*bench
	vault.VaultsClient
	secrets secrets.SecretsClient
	vaultID *string
	keyID   *string
	ofVault keymanagement.Vault
}

func newSafe(t testing.TB, b *bench) *safe {
	t.Helper()
	client, err := vault.NewVaultsClientWithConfigurationProvider(b.provider)
	point(t, b, &client.BaseClient, err)
	reader, err := secrets.NewSecretsClientWithConfigurationProvider(b.provider)
	point(t, b, &reader.BaseClient, err)
	v := b.vault(t, "v")
	return &safe{b, client, reader, v.Id, b.key(t, v, keymanagement.KeyShapeAlgorithmAes, 32).Id, v}
}

func content(text string) vault.Base64SecretContentDetails {
	return vault.Base64SecretContentDetails{Content: str(base64.StdEncoding.EncodeToString([]byte(text)))}
}

func (s *safe) create(name, text string) (vault.CreateSecretResponse, error) {
	return s.CreateSecret(ctx, vault.CreateSecretRequest{CreateSecretDetails: vault.CreateSecretDetails{
		CompartmentId: str(compartment), SecretName: &name, VaultId: s.vaultID, KeyId: s.keyID, SecretContent: content(text)}})
}

func (s *safe) secret(t testing.TB, name, text string) vault.Secret {
	t.Helper()
	return ok[vault.CreateSecretResponse](t)(s.create(name, text)).Secret
}

func (s *safe) read(request secrets.GetSecretBundleRequest) (string, []secrets.SecretBundleStagesEnum, error) {
	bundle, err := s.secrets.GetSecretBundle(ctx, request)
	if err != nil {
		return "", nil, err
	}
	data, err := base64.StdEncoding.DecodeString(*bundle.SecretBundleContent.(secrets.Base64SecretBundleContentDetails).Content)
	return string(data), bundle.Stages, err
}

func TestSecretsHaveVersionsAndStages(t *testing.T) {
	s := newSafe(t, start(t))
	secret := s.secret(t, "password", "one")
	if secret.LifecycleState != vault.SecretLifecycleStateActive || *secret.CurrentVersionNumber != 1 {
		t.Errorf("secret %v", secret)
	}
	update := func(d vault.UpdateSecretDetails) (vault.UpdateSecretResponse, error) {
		return s.UpdateSecret(ctx, vault.UpdateSecretRequest{SecretId: secret.Id, UpdateSecretDetails: d})
	}
	two := content("two")
	two.Name = str("second")
	ok[vault.UpdateSecretResponse](t)(update(vault.UpdateSecretDetails{SecretContent: two}))
	three := content("three")
	three.Stage = vault.SecretContentDetailsStagePending
	if u := ok[vault.UpdateSecretResponse](t)(update(vault.UpdateSecretDetails{SecretContent: three})); *u.CurrentVersionNumber != 2 {
		t.Errorf("current version %d while the third is pending", *u.CurrentVersionNumber)
	}
	for _, tt := range []struct {
		name    string
		request secrets.GetSecretBundleRequest
		want    string
		stages  []secrets.SecretBundleStagesEnum
	}{
		{"unless told", secrets.GetSecretBundleRequest{}, "two", []secrets.SecretBundleStagesEnum{"CURRENT"}},
		{"pending", secrets.GetSecretBundleRequest{Stage: "PENDING"}, "three", []secrets.SecretBundleStagesEnum{"PENDING", "LATEST"}},
		{"latest", secrets.GetSecretBundleRequest{Stage: "LATEST"}, "three", []secrets.SecretBundleStagesEnum{"PENDING", "LATEST"}},
		{"previous", secrets.GetSecretBundleRequest{Stage: "PREVIOUS"}, "one", []secrets.SecretBundleStagesEnum{"PREVIOUS"}},
		{"by number", secrets.GetSecretBundleRequest{VersionNumber: common.Int64(1)}, "one", []secrets.SecretBundleStagesEnum{"PREVIOUS"}},
		{"by name", secrets.GetSecretBundleRequest{SecretVersionName: str("second")}, "two", []secrets.SecretBundleStagesEnum{"CURRENT"}},
	} {
		tt.request.SecretId = secret.Id
		got, stages, err := s.read(tt.request)
		if diff := cmp.Diff(tt.stages, stages); err != nil || got != tt.want || diff != "" {
			t.Errorf("%s: %q, error %v, want %q; stages (-want +got):\n%s", tt.name, got, err, tt.want, diff)
		}
	}
	ok[vault.UpdateSecretResponse](t)(update(vault.UpdateSecretDetails{CurrentVersionNumber: common.Int64(3)}))
	if got, _, err := s.read(secrets.GetSecretBundleRequest{SecretId: secret.Id}); got != "three" || err != nil {
		t.Errorf("%q, error %v after the third was promoted", got, err)
	}
	versions := ok[vault.ListSecretVersionsResponse](t)(s.ListSecretVersions(ctx, vault.ListSecretVersionsRequest{SecretId: secret.Id})).Items
	if len(versions) != 3 || versions[0].Stages[0] != vault.SecretVersionSummaryStagesDeprecated {
		t.Errorf("versions %v, want the first deprecated", versions)
	}

	_, err := update(vault.UpdateSecretDetails{CurrentVersionNumber: common.Int64(9)})
	refused(t, err, 400, "InvalidParameter", "version 9")
	_, err = update(vault.UpdateSecretDetails{CurrentVersionNumber: common.Int64(1), SecretContent: content("x")})
	refused(t, err, 400, "InvalidParameter", "one in a call")
	_, err = update(vault.UpdateSecretDetails{SecretContent: two})
	refused(t, err, 400, "InvalidParameter", "second")
	_, _, err = s.read(secrets.GetSecretBundleRequest{SecretId: secret.Id, VersionNumber: common.Int64(9)})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
	_, err = s.ScheduleSecretVersionDeletion(ctx, vault.ScheduleSecretVersionDeletionRequest{SecretId: secret.Id, SecretVersionNumber: common.Int64(3)})
	refused(t, err, 409, "IncorrectState", "deprecated")
	ok[vault.ScheduleSecretVersionDeletionResponse](t)(s.ScheduleSecretVersionDeletion(ctx, vault.ScheduleSecretVersionDeletionRequest{SecretId: secret.Id, SecretVersionNumber: common.Int64(1)}))
}

func TestDeletedSecretKeepsItsName(t *testing.T) {
	s := newSafe(t, start(t))
	secret := s.secret(t, "password", "one")
	_, err := s.create("password", "two")
	refused(t, err, 400, "InvalidParameter", "already exists")

	ok[vault.ScheduleSecretDeletionResponse](t)(s.ScheduleSecretDeletion(ctx, vault.ScheduleSecretDeletionRequest{SecretId: secret.Id}))
	got := ok[vault.GetSecretResponse](t)(s.GetSecret(ctx, vault.GetSecretRequest{SecretId: secret.Id}))
	if got.LifecycleState != vault.SecretLifecycleStatePendingDeletion || got.TimeOfDeletion == nil {
		t.Errorf("secret %v after its deletion was scheduled", got.Secret)
	}
	_, err = s.create("password", "two")
	refused(t, err, 400, "InvalidParameter", "PENDING_DELETION")
	_, _, err = s.read(secrets.GetSecretBundleRequest{SecretId: secret.Id})
	refused(t, err, 404, "NotAuthorizedOrNotFound", *secret.Id)
	_, err = s.secrets.GetSecretBundleByName(ctx, secrets.GetSecretBundleByNameRequest{SecretName: str("password"), VaultId: s.vaultID})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
	_, err = s.UpdateSecret(ctx, vault.UpdateSecretRequest{SecretId: secret.Id, UpdateSecretDetails: vault.UpdateSecretDetails{SecretContent: content("x")}})
	refused(t, err, 409, "IncorrectState", "PENDING_DELETION")

	ok[vault.CancelSecretDeletionResponse](t)(s.CancelSecretDeletion(ctx, vault.CancelSecretDeletionRequest{SecretId: secret.Id}))
	if text, _, err := s.read(secrets.GetSecretBundleRequest{SecretId: secret.Id}); text != "one" || err != nil {
		t.Errorf("%q, error %v after the deletion was cancelled", text, err)
	}
	soon := inDays(s, 1)
	ok[vault.ScheduleSecretDeletionResponse](t)(s.ScheduleSecretDeletion(ctx, vault.ScheduleSecretDeletionRequest{SecretId: secret.Id,
		ScheduleSecretDeletionDetails: vault.ScheduleSecretDeletionDetails{TimeOfDeletion: soon}}))
	s.clock.advance(25 * time.Hour)
	if r, body := s.raw(t, "GET", "/20180608/secrets/"+*secret.Id, ""); r.StatusCode != 200 || !contains(body, `"lifecycleState":"DELETED"`) {
		t.Errorf("%d %s a day later, want DELETED", r.StatusCode, body)
	}
	body := `{"compartmentId":"` + compartment + `","secretName":"password","vaultId":"` + *s.vaultID + `","keyId":"` + *s.keyID +
		`","secretContent":{"contentType":"BASE64","content":"dHdv"}}`
	if r, text := s.raw(t, "POST", "/20180608/secrets", body); r.StatusCode != 400 || !contains(text, "already exists") {
		t.Errorf("%d %s for a deleted secret's name", r.StatusCode, text)
	}
}

func inDays(s *safe, days int) *common.SDKTime {
	return &common.SDKTime{Time: s.clock.Now().UTC().AddDate(0, 0, days)}
}

func TestSecretsThatAreRefused(t *testing.T) {
	b := start(t)
	s := newSafe(t, b)
	rsa := b.key(t, s.ofVault, keymanagement.KeyShapeAlgorithmRsa, 256)
	otherVault := b.vault(t, "other")
	otherKey := b.key(t, otherVault, keymanagement.KeyShapeAlgorithmAes, 32)
	for _, tt := range []struct {
		name          string
		vault, key    *string
		content       vault.SecretContentDetails
		status        int
		code, message string
	}{
		{"asymmetric key", s.vaultID, rsa.Id, content("x"), 400, "InvalidParameter", "not symmetric"},
		{"another vault's key", s.vaultID, otherKey.Id, content("x"), 400, "InvalidParameter", "not in the vault"},
		{"no such key", s.vaultID, str(nowhere), content("x"), 404, "NotAuthorizedOrNotFound", nowhere},
		{"no content", s.vaultID, s.keyID, nil, 400, "MissingParameter", "secretContent"},
		{"not base64", s.vaultID, s.keyID, vault.Base64SecretContentDetails{Content: str("***")}, 400, "InvalidParameter", "base64"},
		{"empty", s.vaultID, s.keyID, vault.Base64SecretContentDetails{Content: str("")}, 400, "InvalidParameter", "bytes"},
		{"pending at once", s.vaultID, s.keyID, vault.Base64SecretContentDetails{Content: str("eA=="), Stage: "PENDING"}, 400, "InvalidParameter", "CURRENT"},
	} {
		_, err := s.CreateSecret(ctx, vault.CreateSecretRequest{CreateSecretDetails: vault.CreateSecretDetails{
			CompartmentId: str(compartment), SecretName: str("s"), VaultId: tt.vault, KeyId: tt.key, SecretContent: tt.content}})
		t.Run(tt.name, func(t *testing.T) { refused(t, err, tt.status, tt.code, tt.message) })
	}
	// None of these has left anything behind that has the name.
	s.secret(t, "s", "x")
	if list := ok[vault.ListSecretsResponse](t)(s.ListSecrets(ctx, vault.ListSecretsRequest{CompartmentId: str(compartment), Name: str("s")})).Items; len(list) != 1 {
		t.Errorf("secrets %v", list)
	}
}

func TestReuseRuleForbidsTheSameContent(t *testing.T) {
	s := newSafe(t, start(t))
	secret := s.secret(t, "s", "x")
	update := func(d vault.UpdateSecretDetails) error {
		_, err := s.UpdateSecret(ctx, vault.UpdateSecretRequest{SecretId: secret.Id, UpdateSecretDetails: d})
		return err
	}
	if err := update(vault.UpdateSecretDetails{SecretRules: []vault.SecretRule{vault.SecretReuseRule{}}}); err != nil {
		t.Fatal(err)
	}
	refused(t, update(vault.UpdateSecretDetails{SecretContent: content("x")}), 400, "InvalidParameter", "SECRET_REUSE_RULE")
	if err := update(vault.UpdateSecretDetails{SecretContent: content("y")}); err != nil {
		t.Error(err)
	}
}
