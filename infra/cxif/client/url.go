package client

import (
	"errors"
	"fmt"
	"net"
	"net/url"
)

// CheckURL refuses what secrets and events must not be sent to: an address that is neither https nor on this machine.
// Its errors do not repeat the address, which may hold what its author should not have written there.
func CheckURL(text string) error {
	address, err := url.Parse(text)
	switch {
	case err != nil:
		return errors.New("not a URL")
	case address.Hostname() == "":
		return errors.New("a whole URL is needed, such as https://gateway.example.com/events")
	case address.User != nil:
		return errors.New("a URL must not hold a user name or a password")
	case address.Fragment != "":
		return errors.New("a URL must not end in a fragment (#…)")
	case address.Scheme == "https", address.Scheme == "http" && loopback(address.Hostname()):
		return nil
	}
	return fmt.Errorf("scheme %q to another machine: https is needed", address.Scheme)
}

func loopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}
