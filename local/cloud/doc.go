// Package cloud is Oracle Cloud Infrastructure on one machine, as far as this project's
// stack needs it: the control planes of networking, identity, limits, vaults, container
// registry, functions, API gateway, logging, monitoring, notifications and NoSQL, and the
// data planes behind them. What it does not do answers 501 and says so; what it assumes is
// on its page /cxbridge/fidelity, and the mails it would have sent are on /cxbridge/emails.
//
//	c, err := cloud.New(cloud.Options{Dir: dir, URL: "http://127.0.0.1:8480"})
//	defer c.Close()
//	err = c.WriteConfigFile(filepath.Join(dir, "oci", "config")) // for oci-go-sdk
//	err = http.Serve(listener, c.Handler())                      // API, /v2/ and /cxbridge/
//
// Start does all of this on an address of its own, which may have port 0: for tests.
// Clients find the cloud through the variable CLIENT_HOST_OVERRIDES (HostOverrides).
//
// Everything is kept in Options.Dir, and a cloud opened there again has it all: the
// gateways listen where they did, and the API key is the same.
package cloud
