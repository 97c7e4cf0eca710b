package settings

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Limits of API Gateway (limits page).
const (
	maxRoutes     = 50
	maxPathLength = 2000
)

var (
	// methods are those whose requests have a body, without which a webhook tells nothing.
	methods = []string{"POST", "PUT", "PATCH"}
	// segment is a literal part of a route's path, or a parameter. API Gateway: "Adding path parameters and wildcards".
	segment  = regexp.MustCompile(`^([A-Za-z0-9$\-_.+!*'(),%;:@&=]+|\{[A-Za-z0-9_]+\})$`)
	wildcard = regexp.MustCompile(`^\{[A-Za-z0-9_]+\*\}$`)
)

func (c *checker) checkGateway() {
	if c.RateLimit.RequestsPerSecond < 1 {
		c.add("rateLimit.requestsPerSecond", fmt.Sprintf("is %d, which lets nothing through", c.RateLimit.RequestsPerSecond),
			set("rateLimit.requestsPerSecond", "10"))
	}
	if !slices.Contains([]string{"CLIENT_IP", "TOTAL"}, c.RateLimit.Key) {
		c.add("rateLimit.key", problem(c.RateLimit.Key, "is neither CLIENT_IP nor TOTAL"),
			set("rateLimit.key", "CLIENT_IP"))
	}
	c.checkCors()
	routes := len(c.Endpoints)
	if c.HasEventFlow() {
		routes++ // all listeners' APIs share one
	}
	if routes > maxRoutes {
		c.add("endpoints", fmt.Sprintf("makes %d routes; a deployment takes %d", routes, maxRoutes), "split them over two stacks")
	}
	seen := map[string]string{}
	for i, endpoint := range c.Endpoints {
		key := fmt.Sprintf("endpoints[%d]", i)
		c.checkPath(key+".path", endpoint.Path)
		if other, taken := seen[endpoint.Path]; taken {
			c.add(key+".path", fmt.Sprintf("is %q, which leads to %s already", endpoint.Path, other), "give each endpoint a path of its own")
		}
		seen[endpoint.Path] = endpoint.Name
		c.checkMethods(key+".methods", endpoint.Methods)
	}
}

// checkCertificate checks the gateway's certificate. API Gateway: "Setting Up Custom Domains and TLS Certificates" has
// default ones in realm oc1 only.
func (c *checker) checkCertificate() {
	needed := region.MatchString(c.Region) && realmOf(c.Region) != commercial
	if c.CertificateID != "" {
		otherwise := ""
		if !needed {
			otherwise = ", or leave it out for OCI's own: " + remove("certificateId")
		}
		c.ocid("certificateId", c.CertificateID, otherwise, "apigatewaycertificate", "certificate")
	} else if needed {
		c.add("certificateId", fmt.Sprintf("is missing; in realm %s, OCI gives a gateway no certificate of its own", realmOf(c.Region)),
			set("certificateId", "ocid1.apigatewaycertificate."+realmOf(c.Region)+"..…"))
	}
}

func (c *checker) checkCors() {
	for i, origin := range c.Cors.AllowedOrigins {
		parsed, err := url.Parse(origin)
		if origin == "*" || origin == "null" || err == nil && parsed.Host != "" && parsed.Scheme+"://"+parsed.Host == origin {
			continue
		}
		key := fmt.Sprintf("cors.allowedOrigins[%d]", i)
		c.add(key, problem(origin, "is not scheme and host alone"), set(key, "https://www.example.com"))
	}
	if c.Cors.IsAllowCredentials && slices.Contains(c.Cors.AllowedOrigins, "*") {
		c.add("cors.isAllowCredentials", "is true for every origin, which browsers refuse", "name the origins in cors.allowedOrigins")
	}
	if c.Cors.MaxAgeInSeconds < 0 {
		c.add("cors.maxAgeInSeconds", fmt.Sprintf("is %d", c.Cors.MaxAgeInSeconds), set("cors.maxAgeInSeconds", "600"))
	}
}

// checkPath holds a route's path against API Gateway's rules: it starts with a slash, no part but the last is empty,
// and a wildcard comes last.
func (c *checker) checkPath(key, path string) {
	wrong := ""
	if !strings.HasPrefix(path, "/") {
		wrong = "does not start with a slash"
	} else if len(path) > maxPathLength {
		wrong = fmt.Sprintf("is longer than %d characters", maxPathLength)
	} else {
		parts := strings.Split(path[1:], "/")
		for i, part := range parts {
			last := i == len(parts)-1
			if !segment.MatchString(part) && !(last && (part == "" || wildcard.MatchString(part))) {
				wrong = fmt.Sprintf("has a part %q that a route cannot have", part)
			}
		}
	}
	if wrong != "" {
		c.add(key, problem(path, wrong), "write a path such as /sms-to-incident, which is served as /webhooks/sms-to-incident")
	}
}

func (c *checker) checkMethods(key string, given []string) {
	if len(given) == 0 {
		c.add(key, "is empty, so the endpoint could not be called", "leave it out for POST")
	}
	for i, method := range given {
		if !slices.Contains(methods, method) {
			c.add(fmt.Sprintf("%s[%d]", key, i), problem(method, "is no method that a webhook can have"),
				"choose of "+strings.Join(methods, ", ")+"; CORS answers OPTIONS")
		}
	}
}
