package incidents

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/cxbridge/cxbridge/shared/b2c"
)

// choice is a value that a setting made be sent.
type choice struct {
	setting, value string
	attribute      string // by which B2C Service's errors may name it
}

func (s *Settings) attributeChoice() []choice {
	return []choice{{"dedupe_key_attribute", s.Attribute.String(), s.Attribute.Name}}
}

func (s *Settings) createChoices(w *Write) []choice {
	choices := append(s.attributeChoice(),
		choice{"b2cservice_product", s.Product, "product"},
		choice{"b2cservice_category", s.Category, "category"},
		choice{"b2cservice_queue", s.Queue, "queue"})
	if w.Create.PrimaryContact.ID == s.Contact { // not another one that was found
		choices = append(choices, choice{"b2cservice_contact_id", strconv.FormatInt(s.Contact, 10), "contact"})
	}
	return append(choices, w.updateChoices()...)
}

func (w *Write) updateChoices() []choice {
	return []choice{{w.severity.Setting, w.severity.Name, "severity"}, {w.status.Setting, w.status.Name, "status"}}
}

// blame names the settings behind a refusal: those whose values B2C Service complains about, or else those whose attributes it
// names. What it says is not documented, so if it names none, all that were sent are in question.
func blame(err error, sent []choice) error {
	var failed *b2c.Error
	if !errors.As(err, &failed) || !failed.Rejected() {
		return err
	}
	detail := strings.ToLower(failed.Detail)
	var byValue, byAttribute, all []string
	for _, c := range sent {
		if c.value == "" {
			continue
		}
		setting := fmt.Sprintf("%s = %q", c.setting, c.value)
		all = append(all, setting)
		if strings.Contains(detail, strings.ToLower(c.value)) {
			byValue = append(byValue, setting)
		}
		if strings.Contains(detail, c.attribute) {
			byAttribute = append(byAttribute, setting)
		}
	}
	for _, blamed := range [][]string{byValue, byAttribute, all} {
		if len(blamed) > 0 {
			return fmt.Errorf("B2C Service does not take the setting %s: set it to what the site has: %w", strings.Join(blamed, " or "), err)
		}
	}
	return err
}
