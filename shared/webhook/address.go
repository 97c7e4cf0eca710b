package webhook

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
)

// doubled is what a header's name starts with if the client itself sent one that starts with "Fn-Http-H-", the prefix by
// which the gateway marks the client's headers for a function.
const doubled = "Fn-Http-H-Fn-Http-H-"

// FromGateway returns the values of a header that the gateway set. A client that tries to pass for the gateway is an error.
func FromGateway(header http.Header, name string) ([]string, error) {
	// fdk-go strips the gateway's prefix while it ranges over the headers and may so strip a doubled one twice, whereby the
	// client's value takes the place of the gateway's. The doubled key stays behind and gives it away.
	for name := range header {
		if strings.HasPrefix(name, doubled) {
			return nil, fmt.Errorf("the request has a header %q, which only the gateway may set", strings.TrimPrefix(name, "Fn-Http-H-"))
		}
	}
	return header.Values(name), nil
}

// ClientAddress returns the address of the gateway's client: the last entry of X-Forwarded-For, which the gateway
// appends, whatever the client sent before it, or X-Real-Ip where there is none (API Gateway: troubleshooting forwarded
// headers page). Neither of them, an entry that is no address, and a client that tries to pass for the gateway are errors.
func ClientAddress(header http.Header) (netip.Addr, error) {
	forwarded, err := FromGateway(header, "X-Forwarded-For")
	if err != nil {
		return netip.Addr{}, err
	}
	if len(forwarded) > 0 {
		last := forwarded[len(forwarded)-1]
		return parseAddress(last[strings.LastIndexByte(last, ',')+1:])
	}
	if real := header.Get("X-Real-Ip"); real != "" {
		return parseAddress(real)
	}
	return netip.Addr{}, errors.New("the gateway named no client address (neither X-Forwarded-For nor X-Real-Ip)")
}

// parseAddress reads an address with or without a port. An IPv4 address in IPv6's clothing becomes an IPv4 address, so
// that it cannot slip past an IPv4 network.
func parseAddress(text string) (netip.Addr, error) {
	text = strings.TrimSpace(text)
	address, err := netip.ParseAddr(text)
	if err != nil {
		withPort, portErr := netip.ParseAddrPort(text)
		if portErr != nil {
			return netip.Addr{}, fmt.Errorf("client address: %w", err)
		}
		address = withPort.Addr()
	}
	return address.Unmap().WithZone(""), nil
}
