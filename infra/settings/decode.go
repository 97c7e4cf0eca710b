package settings

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Source is where the values come from, and what they are checked against.
type Source struct {
	Stack string
	// Preview is true when nothing will be changed. Nothing is pushed then, and credentials to push are not needed.
	Preview bool
	// Functions are the folders below functions/.
	Functions []string
	// Get returns a key's value, objects and lists as JSON.
	Get func(key string) string
	// IsSecret says whether a key's value is encrypted.
	IsSecret func(key string) bool
}

// Load decodes and checks the settings of the running stack. The error is of type [Faults] and lists everything.
func Load(ctx *pulumi.Context, functions []string) (*Settings, error) {
	full := func(key string) string { return ctx.Project() + ":" + key }
	return Decode(Source{
		Stack:     ctx.Stack(),
		Preview:   ctx.DryRun(),
		Functions: functions,
		Get: func(key string) string {
			value, _ := ctx.GetConfig(full(key))
			return value
		},
		IsSecret: func(key string) bool { return ctx.IsConfigSecret(full(key)) },
	})
}

// Decode decodes and checks settings. The error is of type [Faults] and lists everything.
func Decode(source Source) (*Settings, error) {
	d := &decoder{source: source}
	s := &Settings{
		CompartmentID: source.Get("compartmentId"),
		TenancyID:     source.Get("tenancyId"),
		Region:        source.Get("region"),
		Network: Network{
			VcnCidr:             source.Get("vcnCidr"),
			PublicSubnetCidr:    source.Get("publicSubnetCidr"),
			PrivateSubnetCidr:   source.Get("privateSubnetCidr"),
			GatewayAllowedCidrs: d.list("gatewayAllowedCidrs"),
		},
		Access: Access{
			WebhookSecret:      d.secret("webhookSecret"),
			AllowedClientCidrs: d.list("allowedClientCidrs"),
		},
		B2CService: B2CService{
			Hostname:  source.Get("b2cserviceHostname"),
			Username:  Secret{text: source.Get("b2cserviceUsername")}, // may stand unencrypted in the stack's file
			Password:  d.secret("b2cservicePassword"),
			ContactID: source.Get("b2cserviceContactId"),
		},
		Vault: Vault{VaultID: source.Get("vaultId"), KeyID: source.Get("keyId")},
		Registry: Registry{
			Host:      source.Get("registry"),
			Namespace: source.Get("registryNamespace"),
			User:      source.Get("registryUser"),
			Password:  d.secret("registryPassword"),
		},
		OperatorEmails:     d.list("operatorEmails"),
		LogRetentionInDays: d.integer("logRetentionInDays"),
	}
	d.object("rateLimit", source.Get("rateLimit"), &s.RateLimit)
	d.object("cors", source.Get("cors"), &s.Cors)
	s.Authorizer = defaultSizing
	d.object("authorizer", source.Get("authorizer"), &s.Authorizer)
	s.Endpoints = entries(d, "endpoints", Endpoint{Methods: []string{"POST"}, Function: Function{Sizing: defaultSizing}})
	s.AlarmToIncident.Sizing = incidentSizing
	d.object("alarmToIncident", source.Get("alarmToIncident"), &s.AlarmToIncident)
	s.Alarms = entries(d, "alarms", s.plainAlarm())
	s.Cxif = Cxif{Password: d.secret("cxifPassword"), ClientSecret: d.secret("cxifClientSecret")}
	d.object("cxif", source.Get("cxif"), &s.Cxif)
	s.Listeners = entries(d, "listeners", Listener{})
	s.EventToIncident.Sizing = incidentSizing
	d.object("eventToIncident", source.Get("eventToIncident"), &s.EventToIncident)
	if s.Registry.Host == "" && region.MatchString(s.Region) {
		s.Registry.Host = s.Region + ".ocir.io"
	}

	c := &checker{Settings: s, source: source, Faults: d.faults}
	c.check()
	return s, c.Faults.orNil()
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

// decoder reads values of the types that a setting can have, and notes what cannot be read.
type decoder struct {
	source Source
	faults Faults
}

func (d *decoder) secret(key string) Secret {
	value := d.source.Get(key)
	if value != "" && !d.source.IsSecret(key) {
		d.faults.add(key, "is a secret, but stands unencrypted in the stack's file", setSecret(key))
	}
	return Secret{text: value}
}

func (d *decoder) integer(key string) int {
	number, err := strconv.Atoi(d.source.Get(key))
	if err != nil {
		d.faults.add(key, fmt.Sprintf("is %q, which is no whole number", d.source.Get(key)), set(key, "30"))
	}
	return number
}

func (d *decoder) list(key string) []string {
	var list []string
	d.json(key, d.source.Get(key), &list, set("--path '"+key+"[0]'", "…"))
	return list
}

// entries decodes a list of objects. What an entry leaves out is as in the default.
func entries[T any](d *decoder, key string, byDefault T) []T {
	var texts []json.RawMessage
	d.json(key, d.source.Get(key), &texts,
		key+" is a list of {"+strings.Join(keysOf(reflect.TypeFor[T]()), ", ")+"}; see Pulumi.yaml")
	list := make([]T, len(texts))
	for i, text := range texts {
		list[i] = byDefault
		d.object(fmt.Sprintf("%s[%d]", key, i), string(text), &list[i])
	}
	return list
}

// object decodes a JSON object, and the objects in it. Keys that the target does not have are faults: a typing error must
// not become a default.
func (d *decoder) object(key, text string, target any) {
	known := keysOf(reflect.TypeOf(target).Elem())
	remedy := "its keys are " + strings.Join(known, ", ")
	var entries map[string]json.RawMessage
	d.json(key, text, &entries, remedy)
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		if !slices.Contains(known, name) {
			d.faults.add(key+"."+name, "is not a setting", remedy)
		} else if string(entries[name]) != "null" {
			d.field(key+"."+name, name, entries[name], target)
		}
	}
}

// field decodes one entry of an object.
func (d *decoder) field(key, name string, text json.RawMessage, target any) {
	for _, field := range reflect.VisibleFields(reflect.TypeOf(target).Elem()) {
		if field.Tag.Get("json") == name && field.Type.Kind() == reflect.Pointer {
			nested := reflect.New(field.Type.Elem())
			d.object(key, string(text), nested.Interface())
			reflect.ValueOf(target).Elem().FieldByIndex(field.Index).Set(nested)
			return
		}
	}
	single, _ := json.Marshal(map[string]json.RawMessage{name: text})
	d.json(key, string(single), target, "see its description in Pulumi.yaml")
}

// json decodes into target. Nothing there is nothing decoded.
func (d *decoder) json(key, text string, target any, remedy string) {
	if text == "" {
		return
	}
	if err := json.Unmarshal([]byte(text), target); err != nil {
		d.faults.add(key, "cannot be read: "+err.Error(), remedy)
	}
}

// keysOf lists the JSON keys of a struct, those of embedded structs included.
func keysOf(object reflect.Type) []string {
	var keys []string
	for _, field := range reflect.VisibleFields(object) {
		if key := field.Tag.Get("json"); key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}
