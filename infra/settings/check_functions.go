package settings

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Limits of OCI Functions (limits page; Config of the SDK's CreateFunctionDetails).
const (
	maxTimeoutInSeconds = 300
	maxConfigBytes      = 4096
	// maxOCIDBytes is IAM's limit (Resource identifiers: OCIDs).
	maxOCIDBytes = 255
)

var (
	memorySizes  = []int{128, 256, 512, 1024, 2048, 3072}
	functionName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	configKey    = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
)

// shorten is what to do about a configuration that is too large.
const shorten = "shorten it, or allowedClientCidrs, which is part of it"

// anyOCID takes the room in a function's configuration that an OCID may take.
var anyOCID = strings.Repeat("x", maxOCIDBytes)

// ownConfig are the configuration keys that the stack sets itself, for its application or for an endpoint. Secrets stand in
// the vault: the keys by which functions take plain ones are nobody's.
func (s *Settings) ownConfig() map[string]string {
	return map[string]string{
		"b2cservice_hostname":      s.B2CService.Hostname,
		"b2cservice_username_ocid": anyOCID,
		"b2cservice_password_ocid": anyOCID,
		"allowed_client_cidrs":     strings.Join(s.Access.AllowedClientCidrs, ","),
		"webhook_secret_ocid":      anyOCID,
		"b2cservice_username":      "", "b2cservice_password": "", "webhook_secret": "",
	}
}

func (c *checker) checkFunctions() {
	if len(c.Shape.Architectures()) == 0 {
		c.add("shape", problem(string(c.Shape), "is no shape of OCI's"), fmt.Sprintf("%s, %s or %s", set("shape", string(X86)), Arm, X86Arm))
	}
	c.checkFolder("authorizer", Authorizer)
	c.checkSizing("authorizer", c.Authorizer)
	if len(c.Endpoints) == 0 {
		c.add("endpoints", "is empty, so there would be nothing to call", "pulumi config rm endpoints brings back sms-to-incident")
	}
	names := map[string]bool{Authorizer: true, AlarmToIncident: true, EventToIncident: true}
	for i, endpoint := range c.Endpoints {
		key := fmt.Sprintf("endpoints[%d]", i)
		c.checkFolder(key+".name", endpoint.Name)
		if names[endpoint.Name] {
			c.add(key+".name", fmt.Sprintf("is %q, which is taken", endpoint.Name), "give each function one entry")
		}
		names[endpoint.Name] = true
		c.checkSizing(key, endpoint.Sizing)
		c.checkConfig(key+".config", endpoint.Config, c.ownConfig())
		c.checkConfigSize(key+".config", shorten, endpoint.Config, c.ownConfig())
	}
}

func (c *checker) checkFolder(key, name string) {
	if !functionName.MatchString(name) {
		c.add(key, problem(name, "is not lower-case words joined by hyphens"), "name the function's folder below functions/")
	} else if !slices.Contains(c.source.Functions, name) {
		c.add(key, fmt.Sprintf("is %q, but there is no functions/%s", name, name),
			"there are: "+strings.Join(c.source.Functions, ", ")+"; a new one is a folder functions/"+name)
	}
}

func (c *checker) checkSizing(key string, s Sizing) {
	if !slices.Contains(memorySizes, s.MemoryInMBs) {
		c.add(key+".memoryInMBs", fmt.Sprintf("is %d, which OCI does not offer", s.MemoryInMBs),
			"choose one of "+strings.Trim(fmt.Sprint(memorySizes), "[]"))
	}
	if s.TimeoutInSeconds < 1 || s.TimeoutInSeconds > maxTimeoutInSeconds {
		c.add(key+".timeoutInSeconds", fmt.Sprintf("is %d, which OCI does not offer", s.TimeoutInSeconds),
			fmt.Sprintf("choose 1 to %d", maxTimeoutInSeconds))
	}
	if step := concurrencyStep(s.MemoryInMBs); s.ProvisionedConcurrency < 0 || s.ProvisionedConcurrency%step != 0 {
		c.add(key+".provisionedConcurrency", fmt.Sprintf("is %d, which OCI does not offer with %d MB", s.ProvisionedConcurrency, s.MemoryInMBs),
			fmt.Sprintf("choose a multiple of %d, or 0 for none", step))
	}
}

// concurrencyStep is what counts of provisioned concurrency units are multiples of (OCI Functions: "Using Provisioned
// Concurrency to Reduce Initial Latency").
func concurrencyStep(memoryInMBs int) int {
	switch {
	case memoryInMBs <= 128:
		return 40
	case memoryInMBs <= 256:
		return 20
	}
	return 10
}

// checkConfig checks what is configured besides the keys that the stack sets itself.
func (c *checker) checkConfig(key string, config, own map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(config)) {
		if !configKey.MatchString(name) {
			c.add(key+"."+name, "is no name that a function's configuration can have",
				"use letters, digits and underscores, no digit first")
		}
		if _, taken := own[name]; taken {
			c.add(key+"."+name, "is set by the stack itself", remove(key+"."+name))
		} else if strings.ContainsFunc(config[name], func(r rune) bool { return !unicode.IsPrint(r) }) {
			c.add(key+"."+name, "holds something that cannot be printed", "write it on one line")
		}
	}
}

// checkConfigSize checks that a configuration fits, with what the stack sets itself.
func (c *checker) checkConfigSize(key, remedy string, config, own map[string]string) {
	size := 0
	for _, some := range []map[string]string{config, own} {
		for name, value := range some {
			size += len(name) + len(value)
		}
	}
	if size > maxConfigBytes {
		c.add(key, fmt.Sprintf("makes the function's configuration up to %d bytes; OCI takes %d", size, maxConfigBytes), remedy)
	}
}
