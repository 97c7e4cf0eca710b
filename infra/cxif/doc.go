// Package cxif registers listeners at an application of the CX Industries Framework, as resources of a Pulumi stack: it
// is what a Go program imports to use this project's provider of the same name.
//
//	provider, err := cxif.NewProvider(ctx, "cxif", &cxif.ProviderArgs{
//		Endpoint: pulumi.String("https://cxif.example.com"),
//		Username: pulumi.String("integration"),
//		Password: config.RequireSecret("cxifPassword"),
//	})
//	…
//	registration, err := cxif.NewListenerRegistration(ctx, "tickets", &cxif.ListenerRegistrationArgs{
//		ListenerUrl: pulumi.String("https://gateway.example.com/events"),
//		AffiliatedApis: []*cxif.AffiliatedApiArgs{{
//			ApiName: pulumi.String("troubleTicket"), ApiId: pulumi.String("orcl-621"), ApiVersion: pulumi.String("v4"),
//			Query: pulumi.String(`(/eventType eq "TroubleTicketCreateEvent")`),
//		}},
//		Basic: &cxif.BasicArgs{Username: pulumi.String("events"), Password: config.RequireSecret("eventsPassword")},
//	}, pulumi.Provider(provider))
//
// There are two ways to become a listener. A [ListenerRegistration] is made by an administrator, for one or several
// APIs at once, and says how the application has to authenticate itself. A [HubSubscription] is what TM Forum's APIs
// offer everybody (POST to the API's hub); it becomes a listener registration too, which is then given the credentials.
//
// Passwords and client secrets are secrets in the stack's state, whether the program says so or not.
//
// The package only knows the types' tokens and is quick to compile. What the resources do, and the schema that other
// languages use, is in the package provider below it.
package cxif
