package provider

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/fakeoci"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil/rpcerror"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

func wantError(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q does not say %q", err, part)
		}
	}
}

func replace(s string, pairs ...string) string { return strings.NewReplacer(pairs...).Replace(s) }

// always answers each call of a method and path with a fault.
func always(method, pathPart string, status int, code string) func(fakeoci.Request) (int, fakeoci.Object) {
	return func(r fakeoci.Request) (int, fakeoci.Object) {
		if r.Method == method && strings.Contains(r.Path, pathPart) {
			return status, fakeoci.Object{"code": code, "message": "the fault"}
		}
		return 0, nil
	}
}

const vaultToken = "oci:Kms/vault:Vault"

func vaultInputs() map[string]any {
	return map[string]any{"compartmentId": "c", "displayName": "v", "vaultType": "DEFAULT"}
}

// TestErrorSaysAll: what was being done, to what, OCI's words, the request, and
// what to do.
func TestErrorSaysAll(t *testing.T) {
	r := newRig(t)
	r.fake.Fault = always(http.MethodPost, "/vaults", http.StatusBadRequest, "InvalidParameter")
	_, err := r.Create(context.Background(), &pulumirpc.CreateRequest{
		Urn: urn(vaultToken), Properties: toStruct(t, vaultInputs()),
	})
	wantError(t, err, `creating oci:Kms/vault:Vault "it"`, "POST "+r.fake.URL+"/20180608/vaults",
		"400 InvalidParameter: the fault", "opc-request-id fake-request", "Correct the property")
}

// TestPartialFailure: a resource that OCI has, but that did not become ready,
// keeps its id in the state.
func TestPartialFailure(t *testing.T) {
	r := newRig(t)
	r.fake.Fault = always(http.MethodGet, "/vaults/", http.StatusForbidden, "Forbidden")
	_, err := r.Create(context.Background(), &pulumirpc.CreateRequest{
		Urn: urn(vaultToken), Properties: toStruct(t, vaultInputs()),
	})
	wantError(t, err, "Forbidden")
	failed := initFailed(t, err)
	if !strings.HasPrefix(failed.Id, "ocid1.vault.") {
		t.Errorf("id %q", failed.Id)
	}
	if got := fromStruct(t, failed.Inputs)["displayName"]; got != "v" {
		t.Errorf("inputs %v", failed.Inputs)
	}
}

func initFailed(t *testing.T, err error) *pulumirpc.ErrorResourceInitFailed {
	t.Helper()
	rpcErr, ok := rpcerror.FromError(err)
	if !ok {
		t.Fatalf("%v is no gRPC status", err)
	}
	for _, detail := range rpcErr.Details() {
		if failed, ok := detail.(*pulumirpc.ErrorResourceInitFailed); ok {
			return failed
		}
	}
	t.Fatalf("%v does not say that the resource exists", err)
	return nil
}

// TestLifecycleFails: a state of failure ends the wait, with OCI's reason.
func TestLifecycleFails(t *testing.T) {
	r := newRig(t)
	r.fake.Fault = func(request fakeoci.Request) (int, fakeoci.Object) {
		if request.Method == http.MethodGet {
			return http.StatusOK, fakeoci.Object{"id": "x", "lifecycleState": "FAILED", "lifecycleDetails": "no capacity"}
		}
		return 0, nil
	}
	_, err := r.Create(context.Background(), &pulumirpc.CreateRequest{
		Urn: urn(vaultToken), Properties: toStruct(t, vaultInputs()),
	})
	wantError(t, err, "FAILED: no capacity")
	initFailed(t, err)
}

// TestWorkRequestFails: its errors are part of ours.
func TestWorkRequestFails(t *testing.T) {
	r := newRig(t)
	r.fake.Fault = func(request fakeoci.Request) (int, fakeoci.Object) {
		switch {
		case strings.HasSuffix(request.Path, "/errors"):
			return http.StatusOK, fakeoci.Object{"items": []any{fakeoci.Object{"code": "Quota", "message": "too many gateways"}}}
		case strings.Contains(request.Path, "/workRequests/"):
			return http.StatusOK, fakeoci.Object{"status": "FAILED", "timeFinished": "now", "operationType": "CREATE_GATEWAY"}
		}
		return 0, nil
	}
	token := "oci:ApiGateway/gateway:Gateway"
	_, err := r.Create(context.Background(), &pulumirpc.CreateRequest{
		Urn: urn(token), Properties: toStruct(t, r.samples()[token]),
	})
	wantError(t, err, "CREATE_GATEWAY", "FAILED", "Quota: too many gateways")
}

// TestConflictOnDelete is waited out, but not on create.
func TestConflictOnDelete(t *testing.T) {
	r := newRig(t)
	token := "oci:Core/networkSecurityGroup:NetworkSecurityGroup"
	made := r.make(token, map[string]any{"compartmentId": "c", "vcnId": "v"})
	conflicts := 2
	r.fake.Fault = func(request fakeoci.Request) (int, fakeoci.Object) {
		if request.Method == http.MethodDelete && conflicts > 0 {
			conflicts--
			return http.StatusConflict, fakeoci.Object{"code": "Conflict", "message": "in use"}
		}
		return 0, nil
	}
	_, err := r.Delete(context.Background(), &pulumirpc.DeleteRequest{Urn: urn(token), Id: made.Id, Properties: made.Properties})
	if err != nil || conflicts != 0 {
		t.Errorf("delete: %v, %d conflicts left", err, conflicts)
	}
}

// TestWaitIsReported: who waits for long is told for what.
func TestWaitIsReported(t *testing.T) {
	r := newRig(t)
	now := time.Unix(0, 0)
	r.options.Clock = func() time.Time { now = now.Add(time.Second); return now }
	looks := 0
	r.fake.Fault = func(request fakeoci.Request) (int, fakeoci.Object) {
		if looks++; request.Method == http.MethodGet && looks < 6 {
			return http.StatusOK, fakeoci.Object{"id": "x", "lifecycleState": "CREATING"}
		}
		return 0, nil
	}
	r.make(vaultToken, vaultInputs())
	if len(r.logs) == 0 || !strings.Contains(r.logs[0], "creating: CREATING since 3s") {
		t.Errorf("told: %q", r.logs)
	}
}

// TestTimeout: the time that the program allows ends the wait.
func TestTimeout(t *testing.T) {
	r := newRig(t)
	r.fake.Fault = func(request fakeoci.Request) (int, fakeoci.Object) {
		if request.Method == http.MethodGet {
			return http.StatusOK, fakeoci.Object{"id": "x", "lifecycleState": "CREATING"}
		}
		return 0, nil
	}
	_, err := r.Create(context.Background(), &pulumirpc.CreateRequest{
		Urn: urn(vaultToken), Properties: toStruct(t, vaultInputs()), Timeout: 0.05,
	})
	wantError(t, err, "longer than 50ms")
}

func TestCancel(t *testing.T) {
	r := newRig(t)
	r.fake.Fault = func(request fakeoci.Request) (int, fakeoci.Object) {
		if request.Method == http.MethodGet {
			if _, err := r.Cancel(context.Background(), nil); err != nil {
				t.Error(err)
			}
			return http.StatusOK, fakeoci.Object{"id": "x", "lifecycleState": "CREATING"}
		}
		return 0, nil
	}
	_, err := r.Create(context.Background(), &pulumirpc.CreateRequest{
		Urn: urn(vaultToken), Properties: toStruct(t, vaultInputs()),
	})
	wantError(t, err, "canceled")
}

// TestSecrets: the content of a secret is secret in the state whatever the
// program said, other properties are when the program said so; neither is in an
// error.
func TestSecrets(t *testing.T) {
	r := newRig(t)
	token := "oci:Vault/secret:Secret"
	sample := r.samples()[token]
	made := r.make(token, sample)
	if !isSecret(made.Properties, "secretContent") || isSecret(made.Properties, "secretName") {
		t.Errorf("secrets of %v", made.Properties)
	}
	inputs, err := write(sample, map[string]bool{"description": true, "secretName": true})
	if err != nil {
		t.Fatal(err)
	}
	marked, err := r.Create(context.Background(), &pulumirpc.CreateRequest{Urn: urn(token), Properties: inputs})
	if err != nil {
		t.Fatal(err)
	}
	if !isSecret(marked.Properties, "secretName") {
		t.Error("what the program marked secret is not")
	}
	r.fake.Fault = always(http.MethodPost, "/secrets", http.StatusBadRequest, "InvalidParameter")
	_, err = r.Create(context.Background(), &pulumirpc.CreateRequest{Urn: urn(token), Properties: inputs})
	content := sample["secretContent"].(map[string]any)["content"].(string)
	if err == nil || strings.Contains(fmt.Sprint(err), content) {
		t.Errorf("error %v", err)
	}
}
