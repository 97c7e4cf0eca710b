package doctor

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"

	"github.com/cxbridge/cxbridge/infra/names"
	"github.com/cxbridge/cxbridge/local/stack/target"
)

// storageNamespace looks at the tenancy's, with which repositories and registry users
// begin.
func (d *doctor) storageNamespace(ctx context.Context, about string) {
	client, err := objectstorage.NewObjectStorageClientWithConfigurationProvider(d.provider)
	if err != nil {
		d.found(fault, about, "%v", err)
		return
	}
	d.pointed(&client.BaseClient, "oci_object_storage.ObjectStorageClient")
	answer, err := client.GetNamespace(ctx, objectstorage.GetNamespaceRequest{CompartmentId: &d.settings.TenancyID})
	if err != nil {
		d.found(warning, about, "the tenancy's cannot be read: %v: set registryNamespace, or let the user read objectstorage-namespaces in the tenancy", target.Brief(err))
		return
	}
	namespace := text(answer.Value)
	given, user := d.settings.Registry.Namespace, d.settings.Registry.User
	switch {
	case given != "" && given != namespace:
		d.found(fault, about, "registryNamespace is %s, and the tenancy's is %s: pulumi config rm registryNamespace", given, namespace)
	case !strings.HasPrefix(user, namespace+"/"):
		d.found(fault, about, "registryUser is %s, and does not begin with the tenancy's namespace: pulumi config set registryUser %s/<user>", user, namespace)
	default:
		d.found(ok, about, "%s, with which registryUser begins", namespace)
	}
}

// registry logs in as pulumi up will. Nothing is uploaded: an upload that is only begun may
// make a repository, in a compartment where it does not belong.
func (d *doctor) registry(ctx context.Context, about string) {
	r := d.settings.Registry
	err := d.login(ctx)
	refused := (*transport.Error)(nil)
	switch {
	case err == nil:
		d.found(ok, about, "%s takes the login of %s", r.Host, r.User)
	case errors.As(err, &refused) && (refused.StatusCode == http.StatusUnauthorized || refused.StatusCode == http.StatusForbidden):
		d.found(fault, about, "%s refuses %s (%d): registryUser is <namespace>/<user>, or <namespace>/<domain>/<user>, and registryPassword one of that user's auth tokens, not the password: pulumi config set --secret registryPassword",
			r.Host, r.User, refused.StatusCode)
	default:
		d.found(fault, about, "%s cannot be logged in to: %v: is there a way to it from here? Without the setting registry, it is that of the region: pulumi config rm registry", r.Host, err)
	}
}

// login asks for the permission to push to the stack's first repository, and calls the
// registry with it.
func (d *doctor) login(ctx context.Context) error {
	r := d.settings.Registry
	namespace := r.Namespace
	if namespace == "" {
		namespace, _, _ = strings.Cut(r.User, "/")
	}
	stack := names.Stack{Project: target.Project, Name: d.Stack}
	repository, err := name.NewRepository(fmt.Sprintf("%s/%s/%s", r.Host, namespace, stack.Repository(d.settings.Functions()[0])))
	if err != nil {
		return err
	}
	account := &authn.Basic{Username: r.User, Password: r.Password.Reveal()}
	session, err := transport.NewWithContext(ctx, repository.Registry, account, d.transport(), []string{repository.Scope(transport.PushScope)})
	if err != nil {
		return err
	}
	base := repository.Scheme() + "://" + repository.RegistryStr() + "/v2/"
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, base, nil)
	if err != nil {
		return err
	}
	answer, err := (&http.Client{Transport: session}).Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	return transport.CheckError(answer, http.StatusOK)
}

// transport is that of the client that trusts what the target needs.
func (d *doctor) transport() http.RoundTripper {
	if d.http.Transport != nil {
		return d.http.Transport
	}
	return http.DefaultTransport
}
