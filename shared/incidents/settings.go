package incidents

import (
	"fmt"
	"strconv"
	"time"

	"github.com/cxbridge/cxbridge/shared/b2c"
	"github.com/cxbridge/cxbridge/shared/config"
)

// Settings are what the configuration says of all incidents; see [Configured].
type Settings struct {
	Contact      int64
	Product      string // names; "" for none
	Category     string
	Queue        string
	Attribute    b2c.Attribute
	ReopenWithin time.Duration
}

// Configured returns what a function's configuration says:
//
//   - b2cservice_contact_id: id of the contact that the incidents belong to; required
//   - b2cservice_product, b2cservice_category, b2cservice_queue: names, for new incidents; none by default
//   - dedupe_key_attribute: custom attribute of incidents that holds the key of what they follow; default OCI.dedupe_key
//   - reopen_within: for how long a closed incident is opened again, such as 72h, the default; after that, or always if it
//     is 0, there is a new one
func Configured(c *config.Reader) Settings {
	s := Settings{
		Contact:      contact(c),
		Product:      c.Get("b2cservice_product"),
		Category:     c.Get("b2cservice_category"),
		Queue:        c.Get("b2cservice_queue"),
		ReopenWithin: duration(c, "reopen_within", "72h"),
	}
	attribute, err := b2c.ParseAttribute(c.Default("dedupe_key_attribute", "OCI.dedupe_key"))
	if err != nil {
		c.Fault("dedupe_key_attribute", "cannot be used", err.Error())
	}
	s.Attribute = attribute
	return s
}

func contact(c *config.Reader) int64 {
	value := c.Required("b2cservice_contact_id", "set it to the id of the contact that the incidents belong to")
	id, err := strconv.ParseInt(value, 10, 64)
	if value != "" && (err != nil || id <= 0) {
		c.Fault("b2cservice_contact_id", fmt.Sprintf("is %q, which is no id", value), "set it to a contact's id, such as 1234")
	}
	return id
}

func duration(c *config.Reader, key, fallback string) time.Duration {
	value := c.Default(key, fallback)
	d, err := time.ParseDuration(value)
	if err != nil || d < 0 {
		c.Fault(key, fmt.Sprintf("is %q, which is no duration", value), "set it to hours or minutes, such as 72h or 90m, or to 0")
	}
	return d
}
