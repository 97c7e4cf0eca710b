package settings

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// checker notes what is wrong with decoded settings.
type checker struct {
	*Settings
	Faults
	source Source
	known  map[string]bool // the keys that are settings
	hidden map[string]bool // the keys whose values no fault may tell
	unread []string        // the keys of values that could not be read
}

// add notes a fault, unless it would tell what must not be told, or what nobody knows.
func (c *checker) add(key, problem, remedy string) {
	if !c.hidden[key] && !c.isUnread(key) {
		c.Faults.add(key, problem, remedy)
	}
}

// isUnread says whether a value, or what it is a part of, could not be read.
func (c *checker) isUnread(key string) bool {
	return slices.ContainsFunc(c.unread, func(whole string) bool {
		part, within := strings.CutPrefix(key, whole)
		return within && (part == "" || part[0] == '.' || part[0] == '[')
	})
}

var (
	// stackName can be part of all names that the stack's name becomes part of (package names), and no two of them become
	// one: a NoSQL table's name, for one, has neither hyphens nor dots.
	stackName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	region    = regexp.MustCompile(`^[a-z]{2}(-[a-z]+)+-[0-9]+$`)
	// storageNamespace is letters and digits, or the tenancy's name (Object Storage: "Understanding Object Storage Namespaces").
	storageNamespace = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*$`)
	host             = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(?::([1-9][0-9]{0,4}))?$`)
)

// isHost says whether a text is a name or address with an optional port: no scheme, no path, no user.
func isHost(text string) bool {
	parts := host.FindStringSubmatch(text)
	if parts == nil {
		return false
	}
	_, err := strconv.ParseUint(cmp.Or(parts[2], "443"), 10, 16)
	return err == nil
}

// maxStackName leaves room in the names of dynamic groups and policies, which have up to 100 characters (IAM: limits on
// names), such as cxbridge-<stack>-authorizer.
const maxStackName = 80

func (c *checker) check() {
	c.checkPlain()
	if !stackName.MatchString(c.source.Stack) || len(c.source.Stack) > maxStackName {
		c.add("the stack's name", fmt.Sprintf("is %q, which cannot be part of the names of its resources", c.source.Stack),
			fmt.Sprintf("use lower-case letters, digits and single hyphens, at most %d: pulumi stack rename <name>", maxStackName))
	}
	c.checkLife()
	c.checkPlace()
	if c.Foundation {
		c.checkFoundation()
		return
	}
	c.checkNetwork()
	c.checkAccess()
	c.checkB2CService()
	c.checkVault()
	c.checkCertificate()
	c.checkRegistry()
	c.checkGateway()
	c.checkFunctions()
	c.checkAlarmFlow()
	c.checkEventFlow()
	c.checkOperators()
	if c.LogRetentionInDays < 30 || c.LogRetentionInDays > 180 || c.LogRetentionInDays%30 != 0 {
		// Logging API, CreateLogDetails: retentionDuration.
		c.add("logRetentionInDays", fmt.Sprintf("is %d; OCI keeps logs for 30, 60, 90, 120, 150 or 180 days",
			c.LogRetentionInDays), set("logRetentionInDays", "30"))
	}
}

// problem words what is wrong with a value: that there is none, that it is what a new stack's file holds, or the given.
func problem(value, wrong string) string {
	if value == "" {
		return "is missing"
	}
	if isPlaceholder(value) {
		return "is still the placeholder " + value
	}
	return fmt.Sprintf("is %q, which %s", value, wrong)
}

func isPlaceholder(value string) bool { return strings.HasPrefix(value, "<") }

// minSecretLength keeps a secret from being guessed through the gateway, which answers a wrong one as fast as a right one.
const minSecretLength = 16

func (c *checker) checkAccess() {
	secret := c.Access.WebhookSecret
	remedy := `openssl rand -hex 32 | ` + setSecret("webhookSecret")
	if !secret.IsSet() && len(c.Access.AllowedClientCidrs) == 0 && !c.isUnread("allowedClientCidrs") {
		c.add("webhookSecret and allowedClientCidrs", "are both empty, so every request would be refused",
			remedy+", or "+set("allowedClientCidrs[0]", "203.0.113.0/24"))
	}
	if secret.IsSet() && len(secret.Reveal()) < minSecretLength {
		c.add("webhookSecret", fmt.Sprintf("has fewer than %d characters", minSecretLength), remedy)
	}
	if strings.ContainsFunc(secret.Reveal(), func(r rune) bool { return r <= ' ' || r > '~' }) {
		c.add("webhookSecret", "holds characters that a header cannot carry", remedy)
	}
	for i, cidr := range c.Access.AllowedClientCidrs {
		c.cidr(fmt.Sprintf("allowedClientCidrs[%d]", i), cidr)
	}
}

func (c *checker) checkB2CService() {
	if !isHost(c.B2CService.Hostname) {
		c.add("b2cserviceHostname", problem(c.B2CService.Hostname, "is not a host name alone, without scheme or path"),
			set("b2cserviceHostname", "mysite.custhelp.com"))
	}
	if user := c.B2CService.Username.Reveal(); user == "" || isPlaceholder(user) {
		c.add("b2cserviceUsername", problem(user, ""), set("b2cserviceUsername", "<user>"))
	}
	if !c.B2CService.Password.IsSet() {
		c.add("b2cservicePassword", "is missing", setSecret("b2cservicePassword"))
	}
}

func (c *checker) checkVault() {
	vault, key := c.Vault.VaultID, c.Vault.KeyID
	if vault == "" && key == "" {
		return
	}
	if vault == "" {
		c.add("vaultId", "is missing, though keyId is set",
			set("vaultId", "ocid1.vault.oc1..…")+", or leave both out for a new vault: "+remove("keyId"))
	}
	if key == "" {
		c.add("keyId", "is missing, though vaultId is set",
			set("keyId", "ocid1.key.oc1..…")+", or leave both out for a new vault: "+remove("vaultId"))
	}
	otherwise := ", or leave both out for a new vault: " + remove("vaultId") + "; " + remove("keyId")
	if vault != "" {
		c.ocid("vaultId", vault, otherwise, "vault")
	}
	if key != "" {
		c.ocid("keyId", key, otherwise, "key")
	}
}

// checkFoundation checks that a stack that is the vault for others needs none itself.
func (c *checker) checkFoundation() {
	for _, setting := range []struct{ key, value string }{{"vaultId", c.Vault.VaultID}, {"keyId", c.Vault.KeyID}} {
		if setting.value != "" {
			c.add(setting.key, "is set, though foundation is true: the stack makes the vault and the key", remove(setting.key))
		}
	}
}

func (c *checker) checkRegistry() {
	if c.Registry.Host != "" && !isHost(c.Registry.Host) {
		c.add("registry", problem(c.Registry.Host, "is not a host name alone, without scheme or path"),
			"leave it out for the region's own registry: "+remove("registry"))
	}
	if c.Registry.Namespace != "" && !storageNamespace.MatchString(c.Registry.Namespace) {
		c.add("registryNamespace", problem(c.Registry.Namespace, "is no Object Storage namespace"),
			"oci os ns get tells it; or leave it out to have it looked up: "+remove("registryNamespace"))
	} else if c.Registry.Namespace != "" && c.Registry.User != "" && !isPlaceholder(c.Registry.User) &&
		!strings.HasPrefix(c.Registry.User, c.Registry.Namespace+"/") {
		c.add("registryUser", fmt.Sprintf("is %q, which is not of registryNamespace %s", c.Registry.User, c.Registry.Namespace),
			set("registryUser", c.Registry.Namespace+"/<user>")+", or leave the namespace out to have it looked up: "+remove("registryNamespace"))
	}
	needed := !c.source.Preview // what is to be filled in is named all the same
	if c.Registry.User == "" && needed || isPlaceholder(c.Registry.User) {
		c.add("registryUser", problem(c.Registry.User, "")+"; images are pushed as this user", set("registryUser", "<namespace>/<user>"))
	}
	if !c.Registry.Password.IsSet() && needed {
		c.add("registryPassword", "is missing; images are pushed with this auth token", setSecret("registryPassword"))
	}
}
