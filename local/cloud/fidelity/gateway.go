package fidelity

// Gateway is what the API gateway's data plane assumes.
type Gateway struct{}

func gatewayEntries() []entry { return nil }
