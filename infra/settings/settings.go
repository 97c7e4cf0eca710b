package settings

import (
	"encoding/json"
	"errors"
	"net"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Folders below functions/ that are no endpoints.
const (
	Authorizer      = "webhook-authorizer" // decides who may call the endpoints
	AlarmToIncident = "alarm-to-incident"  // what alarms' messages are delivered to
	EventToIncident = "event-to-incident"  // what listeners' events are delivered to
)

// Settings are a stack's choices, decoded and checked.
type Settings struct {
	CompartmentID string // where everything but the dynamic groups lives
	TenancyID     string // where dynamic groups live
	Region        string
	HomeRegion    string // the tenancy's, where policies and dynamic groups are written; empty: look it up

	Owner   string // whose stack it is: a tag of everything
	Expires string // when it may be thrown away, in RFC 3339; empty: never

	// Foundation says that the stack is nothing but the vault and the key that other stacks share.
	Foundation bool
	// Protect keeps what cannot be brought back from being deleted: the vault, its key, the gateway and the ledger.
	Protect       bool
	Shape         Shape
	CertificateID string // the gateway's; empty: the one that OCI gives

	Network    Network
	Access     Access
	B2CService B2CService
	Vault      Vault
	Registry   Registry
	RateLimit  RateLimit
	Cors       Cors
	Authorizer Sizing
	Endpoints  []Endpoint

	Alarms          []Alarm
	AlarmToIncident Function

	Cxif            Cxif
	Listeners       []Listener
	EventToIncident EventFunction

	OperatorEmails []string // who is told when the stack itself fails

	LogRetentionInDays int
}

// Network is the VCN's addresses and who may reach the gateway's port.
type Network struct {
	VcnCidr             string
	PublicSubnetCidr    string
	PrivateSubnetCidr   string
	GatewayAllowedCidrs []string
}

// Access is what a caller of the webhooks must show. At least one of the two is set.
type Access struct {
	WebhookSecret      Secret
	AllowedClientCidrs []string
}

// B2CService is the site that receives the incidents, and the account to use.
type B2CService struct {
	Hostname  string // host, or host:port; always https
	Username  Secret
	Password  Secret
	ContactID string // whose incidents those of alarms are; empty: alarms become no incidents
}

// Port is where the site's REST API is: the hostname's, or that of https.
func (b B2CService) Port() int {
	if _, text, err := net.SplitHostPort(b.Hostname); err == nil {
		if port, err := strconv.Atoi(text); err == nil {
			return port
		}
	}
	return 443
}

// Vault names an existing vault and key. Both are empty when the stack makes its own.
type Vault struct{ VaultID, KeyID string }

// Registry is where the functions' images are pushed to.
type Registry struct {
	Host      string // such as us-ashburn-1.ocir.io
	Namespace string // the tenancy's Object Storage namespace; empty: look it up
	User      string // such as <namespace>/<user>
	Password  Secret // an auth token; needed on up only
}

// RateLimit is how often the endpoints and the events' address may be called, all together.
type RateLimit struct {
	RequestsPerSecond int    `json:"requestsPerSecond"`
	Key               string `json:"key"` // CLIENT_IP or TOTAL
}

// Cors is what browsers may do. Without allowed origins there is no policy, and they may do nothing.
type Cors struct {
	AllowedOrigins     []string `json:"allowedOrigins"`
	AllowedMethods     []string `json:"allowedMethods"`
	AllowedHeaders     []string `json:"allowedHeaders"`
	ExposedHeaders     []string `json:"exposedHeaders"`
	IsAllowCredentials bool     `json:"isAllowCredentials"`
	MaxAgeInSeconds    int      `json:"maxAgeInSeconds"`
}

// Sizing is a function's memory, in MB, the time it may take, in seconds, and how much of it is kept ready.
type Sizing struct {
	MemoryInMBs      int `json:"memoryInMBs"`
	TimeoutInSeconds int `json:"timeoutInSeconds"`
	// ProvisionedConcurrency is a count of provisioned concurrency units; 0: none.
	ProvisionedConcurrency int `json:"provisionedConcurrency"`
}

// Function is what can be chosen for any function.
type Function struct {
	Config map[string]string `json:"config"` // besides what the stack sets itself
	// HidesConfig is true when some of the setting is encrypted: the engine does not say which part.
	HidesConfig bool
	Sizing
}

// ConfigInputs is the configuration, encrypted in the state if it may be in the stack's file.
func (f Function) ConfigInputs() pulumi.StringMap {
	inputs := pulumi.StringMap{}
	for name, text := range f.Config {
		if inputs[name] = pulumi.String(text); f.HidesConfig {
			inputs[name] = Secret{text: text}.Output()
		}
	}
	return inputs
}

// Endpoint is a function that the gateway leads to.
type Endpoint struct {
	Name    string   `json:"name"` // the folder below functions/
	Path    string   `json:"path"` // below /webhooks
	Methods []string `json:"methods"`
	Function
}

// HasAlarmFlow says whether alarms become incidents: whether there is a contact that these can belong to.
func (s *Settings) HasAlarmFlow() bool { return s.B2CService.ContactID != "" }

// HasLedger says whether anything has to be remembered.
func (s *Settings) HasLedger() bool { return s.HasAlarmFlow() || s.HasEventFlow() }

// Functions are the names of all functions of the stack, the authorizer first.
func (s *Settings) Functions() []string {
	names := []string{Authorizer}
	for _, endpoint := range s.Endpoints {
		names = append(names, endpoint.Name)
	}
	if s.HasAlarmFlow() {
		names = append(names, AlarmToIncident)
	}
	if s.HasEventFlow() {
		names = append(names, EventToIncident)
	}
	return names
}

// Secret is a value that no log, error or unencrypted state may hold. Its text is only given away by Reveal and Output.
type Secret struct{ text string }

// UnmarshalJSON takes a text, and does not tell what else there is.
func (s *Secret) UnmarshalJSON(text []byte) error {
	if json.Unmarshal(text, &s.text) != nil {
		return errors.New("a secret is a text")
	}
	return nil
}

// Reveal returns the value itself.
func (s Secret) Reveal() string { return s.text }

// IsSet says whether there is a value.
func (s Secret) IsSet() bool { return s.text != "" }

// Output is the value as Pulumi keeps secrets: encrypted in the state, hidden on the screen.
func (s Secret) Output() pulumi.StringOutput {
	return pulumi.ToSecret(pulumi.String(s.text)).(pulumi.StringOutput)
}

// String hides the value from formatting.
func (s Secret) String() string { return "[secret]" }

// GoString hides the value from %#v.
func (s Secret) GoString() string { return s.String() }
