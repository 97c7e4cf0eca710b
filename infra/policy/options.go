package policy

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Providers of the stack: what they are called, and where they are.
const (
	RegionProvider = "region" // in the stack's region
	HomeProvider   = "home"   // in the tenancy's home region
)

const (
	identity         = "oci:Identity/"
	alarmType        = "oci:Monitoring/alarm:Alarm"
	repositoryType   = "oci:Artifacts/containerRepository:ContainerRepository"
	securityRuleType = "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule"
)

// ofOCI says whether the resource is one of OCI's.
func (r Resource) ofOCI() bool { return r.Custom && strings.HasPrefix(r.Type, "oci:") }

// isTheOnlyOne: rules look resources up by type and name, so that these must not be another's of another component. Alarms,
// which users name, are looked up by none.
func (c *check) isTheOnlyOne() {
	if other, there := c.earlier(c.Key); there && c.ofOCI() && other.Parent != c.Parent && c.Type != alarmType {
		c.add("has the type and the name of another resource", c.file()+": give it a name of its own")
	}
}

// isTagged: by its tags, a resource is found and told from another stack's.
func (c *check) isTagged() {
	if !c.ofOCI() || c.Type == securityRuleType { // a rule is part of its group, and cannot be tagged
		return
	}
	for _, name := range slices.Sorted(maps.Keys(c.Tags)) {
		want := c.Tags[name]
		tag, known := c.at("freeformTags", resource.PropertyKey(name))
		switch {
		case want == "":
			c.add("has no "+name+" to be tagged with", "pulumi config set "+name+" …")
		case !isText(tag, known, want):
			c.add(fmt.Sprintf("is not tagged %s=%s", name, want), c.file()+": set FreeformTags to names.Stack's Tags()")
		}
	}
}

// hasProvider: a provider that the engine makes by itself works in whatever region the environment names, and OCI takes
// changes of Identity's resources in the tenancy's home region alone.
func (c *check) hasProvider() {
	if !c.ofOCI() {
		return
	}
	want := RegionProvider
	if strings.HasPrefix(c.Type, identity) {
		want = HomeProvider
	}
	if c.Provider != want {
		c.add(fmt.Sprintf("has the provider %q, not %q", c.Provider, want),
			"infra/stack.go: give the component pulumi.Providers(…), or "+c.file()+": the resource its component as pulumi.Parent")
	}
}

// repositoryIsPrivate: anyone may pull from a public one.
func (c *check) repositoryIsPrivate() {
	if c.Type == repositoryType && mayBeTrue(c.at("isPublic")) {
		c.add("is public", "infra/images/images.go: set IsPublic to false")
	}
}
