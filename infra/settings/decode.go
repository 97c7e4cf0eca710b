package settings

import (
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Source is where the values come from, and what they are checked against.
type Source struct {
	Project, Stack string
	// Preview is true when nothing will be changed. Nothing is pushed then, and credentials to push are not needed.
	Preview bool
	// Now is the time, which must be before the stack expires.
	Now time.Time
	// Functions are the folders below functions/.
	Functions []string
	// Get returns a key's value, objects and lists as JSON.
	Get func(key string) string
	// IsSecret says whether a key's value is encrypted.
	IsSecret func(key string) bool
	// File is what the stack's file holds under config, which tells what stands there in plain. Without it, only Get and
	// IsSecret are asked.
	File config.Map
}

// Load decodes and checks the settings of the running stack. The error is of type [Faults] and lists everything, unless
// the project's files cannot be read.
func Load(ctx *pulumi.Context, functions []string) (*Settings, error) {
	var file config.Map
	if root := ctx.RootDirectory(); root != "" {
		var err error
		if file, err = ReadFile(root, ctx.Stack()); err != nil {
			return nil, err
		}
	}
	full := func(key string) string { return ctx.Project() + ":" + key }
	return Decode(Source{
		Project:   ctx.Project(),
		Stack:     ctx.Stack(),
		Preview:   ctx.DryRun(),
		Now:       time.Now(),
		Functions: functions,
		Get: func(key string) string {
			value, _ := ctx.GetConfig(full(key))
			return value
		},
		IsSecret: func(key string) bool { return ctx.IsConfigSecret(full(key)) },
		File:     file,
	})
}

// Decode decodes and checks settings. The error is of type [Faults] and lists everything.
func Decode(source Source) (*Settings, error) {
	known, get := map[string]bool{}, source.Get // what is asked for is a setting
	source.Get = func(key string) string { known[key] = true; return get(key) }
	d := &decoder{source: source}
	s := &Settings{
		CompartmentID: d.text("compartmentId"),
		TenancyID:     d.text("tenancyId"),
		Region:        d.text("region"),
		HomeRegion:    d.text("homeRegion"),
		Owner:         d.text("owner"),
		Expires:       d.text("expires"),
		Foundation:    d.boolean("foundation"),
		Protect:       d.boolean("protect"),
		Shape:         Shape(d.text("shape")),
		CertificateID: d.text("certificateId"),
		Network: Network{
			VcnCidr:             d.text("vcnCidr"),
			PublicSubnetCidr:    d.text("publicSubnetCidr"),
			PrivateSubnetCidr:   d.text("privateSubnetCidr"),
			GatewayAllowedCidrs: d.list("gatewayAllowedCidrs"),
		},
		Access: Access{
			WebhookSecret:      d.secret("webhookSecret"),
			AllowedClientCidrs: d.list("allowedClientCidrs"),
		},
		B2CService: B2CService{
			Hostname:  d.text("b2cserviceHostname"),
			Username:  Secret{text: d.text("b2cserviceUsername")}, // may stand unencrypted in the stack's file
			Password:  d.secret("b2cservicePassword"),
			ContactID: d.text("b2cserviceContactId"),
		},
		Vault: Vault{VaultID: d.text("vaultId"), KeyID: d.text("keyId")},
		Registry: Registry{
			Host:      d.text("registry"),
			Namespace: d.text("registryNamespace"),
			User:      d.text("registryUser"),
			Password:  d.secret("registryPassword"),
		},
		OperatorEmails:     d.list("operatorEmails"),
		LogRetentionInDays: d.integer("logRetentionInDays"),
	}
	d.object("rateLimit", source.Get("rateLimit"), &s.RateLimit)
	d.object("cors", source.Get("cors"), &s.Cors)
	s.Authorizer = defaultSizing
	d.object("authorizer", source.Get("authorizer"), &s.Authorizer)
	s.Endpoints = entries(d, "endpoints", Endpoint{Methods: []string{"POST"}, Function: d.function("endpoints", defaultSizing)})
	s.AlarmToIncident = d.function("alarmToIncident", incidentSizing)
	d.object("alarmToIncident", source.Get("alarmToIncident"), &s.AlarmToIncident)
	s.Alarms = entries(d, "alarms", s.plainAlarm())
	s.Cxif = Cxif{Password: d.secret("cxifPassword"), ClientSecret: d.secret("cxifClientSecret")}
	d.object("cxif", source.Get("cxif"), &s.Cxif)
	s.Listeners = entries(d, "listeners", Listener{})
	s.EventToIncident.Function = d.function("eventToIncident", incidentSizing)
	d.object("eventToIncident", source.Get("eventToIncident"), &s.EventToIncident)
	if s.Registry.Host == "" && region.MatchString(s.Region) {
		s.Registry.Host = registryHost(s.Region)
	}

	c := &checker{Settings: s, source: source, known: known, hidden: map[string]bool{}, unread: d.unread, Faults: d.faults}
	c.check()
	return s, c.Faults.orNil()
}

// function is what a function has that is not set otherwise.
func (d *decoder) function(key string, sizing Sizing) Function {
	return Function{HidesConfig: d.source.IsSecret(key), Sizing: sizing}
}

// defaultSizing is 256 MB, with which comes a tenth of a CPU, and OCI's own 30 s. OCI Functions: FN_CPUS, limits page.
var defaultSizing = Sizing{MemoryInMBs: 256, TimeoutInSeconds: 30}

// incidentSizing leaves room for messages about one incident to wait for each other.
var incidentSizing = Sizing{MemoryInMBs: 256, TimeoutInSeconds: 60}

// plainAlarm has OCI's defaults. They are written out, because the provider leaves alone what it is not given: a setting
// that is taken away again would stay in force.
func (s *Settings) plainAlarm() Alarm {
	return Alarm{
		IsEnabled: true, MetricCompartmentID: s.CompartmentID, PendingDuration: "PT1M", EvaluationSlackDuration: "PT3M",
	}
}
