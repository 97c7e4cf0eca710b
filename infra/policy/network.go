package policy

const (
	applicationType = "oci:Functions/application:Application"
	subnetType      = "oci:Core/subnet:Subnet"
)

// subnetIsPrivate: what a function holds must not be reached but through the gateway. The subnets are those that the
// application is made of, since their OCIDs may not be known.
func (c *check) subnetIsPrivate() {
	if c.Type != applicationType {
		return
	}
	subnets := 0
	for _, key := range c.DependsOn {
		if key.Type != subnetType {
			continue
		}
		subnets++
		subnet, ok := c.earlier(key)
		if !ok {
			c.add("is in a subnet that cannot be looked at, "+key.Name, "register the subnet in infra/network")
			continue
		}
		if prohibited, known := subnet.at("prohibitPublicIpOnVnic"); known && !isTrue(prohibited, known) {
			c.add("is in the subnet "+key.Name+", which allows public addresses",
				"infra/network/subnets.go: set ProhibitPublicIpOnVnic, or infra/functions/functions.go: take the private subnet")
		}
	}
	const remedy = "infra/functions/functions.go: take the private subnet"
	if subnets == 0 {
		c.add("is in no subnet of the stack's, so that it cannot be looked at", remedy)
		return
	}
	for _, id := range texts(c.at("subnetIds")) {
		if !c.isMadeOf(id, func(key Key) bool { return key.Type == subnetType }) {
			c.add("is in the subnet "+id+", which is none of the stack's", remedy)
		}
	}
}
