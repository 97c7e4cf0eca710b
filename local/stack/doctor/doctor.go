package doctor

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/identity"

	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/local/stack/remedy"
	"github.com/cxbridge/cxbridge/local/stack/target"
	"github.com/cxbridge/cxbridge/shared/b2c"
)

// Options say which stack is looked at.
type Options struct {
	Target *target.Target
	Stack  string
	Out    io.Writer // a line for each finding
}

// doctor knows what was found so far, as far as later examinations need it.
type doctor struct {
	Options
	*report
	config    target.Config
	outputs   target.Outputs // empty as long as the stack is not up
	resources int            // of the stack's state, an up that failed included
	settings  *settings.Settings
	wrong     []string // settings that have faults
	http      *http.Client
	// within ends an examination whose time is over.
	within func(context.Context) (context.Context, context.CancelFunc)

	provider common.ConfigurationProvider // nil: there are no credentials that OCI takes
	iam      identity.IdentityClient
	site     *b2c.Client // nil: it does not take the account
}

// patience is how long one examination may take, so that what does not answer does not keep
// the others from being made. On Oracle Cloud the longest make a dozen calls.
const patience = 30 * time.Second

// An examination looks at one thing.
type examination struct {
	about string
	needs []string // settings without which there is nothing to look at
	cloud bool     // whether it needs OCI to take the credentials
	when  func(*settings.Settings) bool
	look  func(*doctor, context.Context, string)
}

// examinations are all, in an order in which later ones can use what earlier ones found.
var examinations = []examination{
	{about: "credentials", needs: []string{"tenancyId", "region"}, look: (*doctor).credentials},
	{about: "region", cloud: true, needs: []string{"tenancyId", "region"}, look: (*doctor).region},
	{about: "compartment", cloud: true, needs: []string{"compartmentId"}, look: (*doctor).compartment},
	{about: "limits", cloud: true, needs: []string{"tenancyId", "compartmentId", "region"}, look: (*doctor).limits},
	{about: "vault", cloud: true, when: hasVault, needs: []string{"vaultId", "keyId", "region"}, look: (*doctor).vault},
	{about: "certificate", cloud: true, when: hasCertificate, needs: []string{"certificateId", "region"}, look: (*doctor).certificate},
	{about: "names", cloud: true, when: isWhole, needs: []string{"tenancyId", "compartmentId"}, look: (*doctor).names},
	{about: "namespace", cloud: true, when: isWhole, needs: []string{"tenancyId", "region", "registryUser", "registryNamespace"}, look: (*doctor).storageNamespace},
	{about: "registry", when: isWhole, needs: []string{"registry", "registryUser", "registryPassword", "region"}, look: (*doctor).registry},
	{about: "B2C Service", when: isWhole, needs: []string{"b2cserviceHostname", "b2cserviceUsername", "b2cservicePassword"}, look: (*doctor).account},
	{about: "incidents", when: hasFollowers, needs: []string{"b2cserviceContactId", "alarmToIncident", "eventToIncident"}, look: (*doctor).incidents},
	{about: "CX Industries", when: hasListeners, needs: []string{"cxif", "cxifPassword", "cxifClientSecret"}, look: (*doctor).application},
	{about: "tokens", when: hasTokens, needs: []string{"listeners"}, look: (*doctor).tokens},
}

func isWhole(s *settings.Settings) bool        { return !s.Foundation }
func hasVault(s *settings.Settings) bool       { return s.Vault.VaultID != "" }
func hasCertificate(s *settings.Settings) bool { return isWhole(s) && s.CertificateID != "" }
func hasListeners(s *settings.Settings) bool   { return isWhole(s) && s.HasEventFlow() }

// Run looks at everything and tells what it found.
func Run(ctx context.Context, o Options) error {
	return newDoctor(o).run(ctx)
}

func newDoctor(o Options) *doctor {
	return &doctor{Options: o, report: newReport(o.Out, o.Stack), within: func(ctx context.Context) (context.Context, context.CancelFunc) {
		return context.WithTimeout(ctx, patience)
	}}
}

func (d *doctor) run(ctx context.Context) error {
	d.over = func() bool { return ctx.Err() != nil }
	d.tools(ctx)
	if err := d.read(ctx); err != nil {
		return err
	}
	if d.settings == nil {
		return d.end()
	}
	for _, e := range examinations {
		d.examine(ctx, e)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	return d.end()
}

// examine looks at one thing, if there is something to be seen.
func (d *doctor) examine(ctx context.Context, e examination) {
	if e.when != nil && !e.when(d.settings) {
		return
	}
	wrong := slices.DeleteFunc(slices.Clone(e.needs), func(key string) bool { return !slices.Contains(d.wrong, key) })
	switch {
	case len(wrong) > 0:
		d.found(warning, e.about, "not looked at before this is right: %s", strings.Join(wrong, ", "))
	case e.cloud && d.provider == nil:
		d.found(warning, e.about, "not looked at without credentials")
	default:
		ctx, cancel := d.within(ctx)
		defer cancel()
		e.look(d, ctx, e.about)
	}
}

// read gets the stack's configuration and outputs, and tells all that is wrong with its
// settings. Without a stack of that name there are none.
func (d *doctor) read(ctx context.Context) (err error) {
	const about = "settings"
	if d.http, err = d.Target.HTTP(); err != nil {
		return err
	}
	if d.config, err = d.Target.Config(ctx, d.Stack); ctx.Err() != nil {
		return context.Cause(ctx)
	} else if err != nil {
		d.found(fault, about, "%v: %s", err, cmp.Or(remedy.OfPulumi(d.Stack, err.Error()),
			"a stack needs the backend that it was made in (pulumi login), and the key or passphrase of its secrets provider"))
		return nil
	}
	d.outputs, err = d.Target.Outputs(ctx, d.Stack)
	if err == nil {
		d.resources, err = d.Target.Resources(ctx, d.Stack)
	}
	if err != nil {
		d.found(warning, about, "the stack's state cannot be read, so it is taken for one that is not up: %v", err)
	}
	read, err := d.Target.Settings(d.Stack, d.config)
	faults := settings.Faults{}
	switch {
	case errors.As(err, &faults):
		for _, f := range faults {
			d.found(fault, about, "%s %s: %s", f.Key, f.Problem, f.Remedy)
		}
		for _, key := range faults.Keys() {
			d.wrong = append(d.wrong, key[:strings.IndexAny(key+".", ".[")])
		}
	case err != nil:
		return err
	default:
		d.found(ok, about, "nothing is wrong")
	}
	d.settings = read
	return nil
}

// pointed makes a client of the SDK ready to be used. It does not try again by itself, which
// takes minutes: whoever waits for the doctor can ask again.
func (d *doctor) pointed(client *common.BaseClient, name string) {
	d.Target.Point(client, name)
	once := common.NoRetryPolicy()
	client.Configuration.RetryPolicy = &once
}
