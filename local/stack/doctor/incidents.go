package doctor

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/cxbridge/cxbridge/infra/settings"
	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/config"
	"github.com/cxbridge/cxbridge/shared/incidents"
)

func hasFollowers(s *settings.Settings) bool { return isWhole(s) && len(s.Followers()) > 0 }

// incidents looks whether the site has what the followers' incidents need: the custom
// attribute by which they are found again, and the contact that they belong to.
func (d *doctor) incidents(ctx context.Context, about string) {
	if d.site == nil {
		d.found(warning, about, "not looked at before B2C Service takes the account")
		return
	}
	seen := map[any]bool{}
	followers := d.settings.Followers()
	for _, function := range slices.Sorted(maps.Keys(followers)) {
		needed := incidents.Configured(config.NewReader(func(key string) string { return followers[function].Config[key] }))
		if !seen[needed.Attribute] {
			d.attribute(ctx, about, needed.Attribute, function)
		}
		if !seen[needed.Contact] {
			d.contact(ctx, about, needed.Contact, function)
		}
		seen[needed.Attribute], seen[needed.Contact] = true, true
	}
}

// settingOf is where the settings have a follower.
var settingOf = map[string]string{settings.AlarmToIncident: "alarmToIncident", settings.EventToIncident: "eventToIncident"}

// contactOf is where the settings have a follower's contact, as pulumi config set takes it.
func (d *doctor) contactOf(function string) string {
	if function == settings.EventToIncident && d.settings.EventToIncident.ContactID != "" {
		return "--path eventToIncident.b2cserviceContactId"
	}
	return "b2cserviceContactId"
}

// attribute looks for an incident that no site has.
func (d *doctor) attribute(ctx context.Context, about string, attribute b2c.Attribute, function string) {
	_, err := d.site.FindIncident(ctx, attribute, "cxbridge-doctor")
	switch refused := (*b2c.Error)(nil); {
	case err == nil:
		d.found(ok, about, "they have the custom attribute %s", attribute)
	case errors.As(err, &refused) && refused.Rejected():
		d.found(fault, about, "they cannot be found by a custom attribute %s (%v): make it at the site, as a text, or name another one: pulumi config set --path %s.config.dedupe_key_attribute <package>.<name>",
			attribute, err, settingOf[function])
	default:
		d.found(warning, about, "whether they have the custom attribute %s cannot be read: %v", attribute, err)
	}
}

func (d *doctor) contact(ctx context.Context, about string, id int64, function string) {
	switch has, err := d.site.HasContact(ctx, id); {
	case err != nil:
		d.found(warning, about, "whether there is the contact %d, to whom they belong, cannot be read: %v", id, err)
	case !has:
		d.found(fault, about, "the site has no contact %d, to whom those of %s would belong: pulumi config set %s <id of a contact>", id, function, d.contactOf(function))
	default:
		d.found(ok, about, "there is the contact %d, to whom they belong", id)
	}
}
