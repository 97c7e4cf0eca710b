package sweep

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/infra/cxif/client"
)

// registrations are those of listeners at deployments that match, with the deployments'
// tags: registrations have none. A deployment's address is its gateway's, which is new each
// time. Where there is no such deployment, the application is not asked.
func (w *world) registrations() kind {
	return kind{"listener registration", func(ctx context.Context) (all []Resource, err error) {
		application, err := w.application()
		if application == nil || err != nil {
			return nil, err
		}
		deployments, err := w.deployments().list(ctx)
		deployments = slices.DeleteFunc(deployments, func(d Resource) bool { return d.gone() || d.address == "" || !w.match(d.tags) })
		if err != nil || len(deployments) == 0 {
			return nil, err
		}
		listeners, err := application.Listeners(ctx)
		for _, listener := range listeners {
			for _, d := range deployments {
				if strings.HasPrefix(listener.URL(), d.address+"/") {
					all = append(all, Resource{ID: listener.ID, Name: listener.URL(), tags: d.tags})
				}
			}
		}
		return all, err
	}, func(ctx context.Context, r Resource) error {
		application, err := w.application()
		if err != nil {
			return err
		}
		return application.Unregister(ctx, r.ID)
	}}
}

// application is the client of the CX Industries application in the settings; nil if
// there is none.
func (w *world) application() (*client.Client, error) {
	var settings struct {
		Endpoint, Workspace, Username string
		OidcClientCredentials         *struct{ IdentityURI, ClientID, Scope string }
	}
	if w.config.Text("cxif") == "" {
		return nil, nil
	}
	if err := w.config.JSON("cxif", &settings); err != nil || settings.Endpoint == "" {
		return nil, err
	}
	auth := client.Auth{Basic: &client.Basic{Username: settings.Username, Password: w.config.Text("cxifPassword")}}
	if oidc := settings.OidcClientCredentials; oidc != nil {
		auth = client.Auth{OIDC: &client.OIDC{
			IdentityURI: oidc.IdentityURI, ClientID: oidc.ClientID, Scope: oidc.Scope, ClientSecret: w.config.Text("cxifClientSecret"),
		}}
	}
	by, err := w.target.HTTP()
	if err != nil {
		return nil, err
	}
	by.Timeout = cmp.Or(by.Timeout, callTimeout)
	return client.New(client.Options{Endpoint: settings.Endpoint, Workspace: settings.Workspace, Auth: auth, HTTPClient: by})
}
