package network

import (
	"net/http"
	"net/netip"
	"slices"

	"github.com/cxbridge/cxbridge/local/cloud/api"
	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
)

// A VCN's blocks change through actions, one block at a time. OCI's answer names a work
// request. Ours is done at once and names none: whoever got one would follow it at the
// region's own endpoint of Work Requests, which terraform-provider-oci lets nobody override.
func registerBlocks(e *resource.Engine) {
	for _, a := range []struct {
		name, fields string
		change       func(op *resource.Op, vcn *store.Resource, body store.Document) error
	}{
		{"addCidr", "cidrBlock!", addBlock},
		{"modifyCidr", "originalCidrBlock! newCidrBlock!", modifyBlock},
		{"removeCidr", "cidrBlock!", removeBlock},
	} {
		body := resource.NewBody("CIDR block of a VCN", a.fields, nil)
		e.Action("vcn", "POST "+base+"/vcns/{id}/actions/"+a.name, func(op *resource.Op, vcn *store.Resource, doc store.Document) (*api.Answer, error) {
			if err := body.Check(doc); err != nil {
				return nil, err
			}
			if err := a.change(op, vcn, doc); err != nil {
				return nil, err
			}
			return &api.Answer{Status: http.StatusAccepted}, nil
		})
	}
}

func addBlock(_ *resource.Op, vcn *store.Resource, body store.Document) error {
	blocks := append(vcn.Doc.Strings("cidrBlocks"), body.String("cidrBlock"))
	if err := checkVCNBlocks(blocks); err != nil {
		return err
	}
	setBlocks(vcn, blocks)
	return nil
}

func modifyBlock(op *resource.Op, vcn *store.Resource, body store.Document) error {
	i, others, err := takeBlock(vcn, body.String("originalCidrBlock"))
	if err != nil {
		return err
	}
	changed := body.String("newCidrBlock")
	if err := checkVCNBlocks(append(slices.Clone(others), changed)); err != nil {
		return err
	}
	blocks := slices.Insert(others, i, changed)
	outside, err := subnetOutside(op, vcn, blocks)
	if err != nil {
		return err
	}
	if outside != nil {
		return api.InvalidParameter("The requested CIDR %s is invalid: the subnet %s (%s) would be outside of it.",
			changed, outside.ID, outside.Doc.String("cidrBlock"))
	}
	setBlocks(vcn, blocks)
	return nil
}

func removeBlock(op *resource.Op, vcn *store.Resource, body store.Document) error {
	block := body.String("cidrBlock")
	_, others, err := takeBlock(vcn, block)
	if err != nil {
		return err
	}
	if err := checkVCNBlocks(others); err != nil {
		return err
	}
	outside, err := subnetOutside(op, vcn, others)
	if err != nil {
		return err
	}
	if outside != nil {
		return api.Conflict("The CIDR %s is in use by the subnet %s (%s). Delete that first.", block, outside.ID, outside.Doc.String("cidrBlock"))
	}
	setBlocks(vcn, others)
	return nil
}

// takeBlock finds a VCN's block and gives its place and the others.
func takeBlock(vcn *store.Resource, block string) (place int, others []string, err error) {
	blocks := vcn.Doc.Strings("cidrBlocks")
	place = slices.Index(blocks, block)
	if place < 0 {
		return 0, nil, api.InvalidParameter("The requested CIDR %s is invalid: it is none of the VCN's CIDRs %v.", block, blocks)
	}
	return place, slices.Delete(blocks, place, place+1), nil
}

// subnetOutside is a subnet of the VCN that lies in none of the blocks, if there is one.
func subnetOutside(op *resource.Op, vcn *store.Resource, blocks []string) (*store.Resource, error) {
	all, err := subnets(op, vcn.ID)
	for _, s := range all {
		if !within(netip.MustParsePrefix(s.Doc.String("cidrBlock")), blocks) {
			return s, nil
		}
	}
	return nil, err
}

// setBlocks keeps cidrBlock, the older name, the first of the blocks.
func setBlocks(vcn *store.Resource, blocks []string) {
	vcn.Doc["cidrBlock"], vcn.Doc["cidrBlocks"] = blocks[0], blocks
}
