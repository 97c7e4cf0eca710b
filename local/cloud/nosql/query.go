package nosql

import (
	"github.com/cxbridge/cxbridge/local/cloud/api"
)

func (p *plane) query(c *api.Call) (*api.Answer, error) {
	return nil, api.NotSimulated("queries yet")
}
