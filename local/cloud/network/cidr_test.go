package network

import (
	"net/netip"
	"testing"
)

func TestSubnetBlocks(t *testing.T) {
	vcn, taken := []string{"10.0.0.0/16", "192.168.0.0/24"}, []string{"10.0.1.0/24"}
	for text, fits := range map[string]bool{
		"10.0.0.0/24": true, "192.168.0.0/24": true, "10.0.0.0/30": true, "10.0.2.0/23": true,
		"10.0.1.0/24": false, "10.0.0.0/23": false, "10.0.1.128/25": false, "10.0.0.0/31": false, "10.0.0.0/15": false,
		"172.16.0.0/24": false, "10.0.0.1/24": false, "10.0.0.0": false, "": false, "::/64": false, "::ffff:10.0.0.0/120": false,
	} {
		if _, err := checkSubnetBlock(text, vcn, taken); (err == nil) != fits {
			t.Errorf("%s: error %v, fits: %v", text, err, fits)
		}
	}
}

func FuzzParseCIDR(f *testing.F) {
	for _, seed := range []string{"10.0.0.0/16", "10.0.0.1/16", "0.0.0.0/0", "::/0", "10.0.0.0/33", "/", "01.0.0.0/8"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		block, err := parseCIDR(text)
		if err == nil && (block != block.Masked() || block.String() != netip.MustParsePrefix(text).String()) {
			t.Errorf("%q was read as %s", text, block)
		}
	})
}
