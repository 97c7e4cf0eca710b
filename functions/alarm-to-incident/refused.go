package main

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

func (s *settings) attributeChoice() []choice {
	return []choice{{"dedupe_key_attribute", s.attribute.String(), s.attribute.Name}}
}

func (s *settings) statusChoice(status string) choice {
	if status == s.firing {
		return choice{"status_FIRING", status, "status"}
	}
	return choice{"status_OK", status, "status"}
}

func (s *settings) severityChoice(p *plan) choice {
	return choice{severitySetting(p.Severity), s.severities[p.Severity], "severity"}
}

func (s *settings) createChoices(p *plan) []choice {
	return append(s.attributeChoice(),
		choice{"b2cservice_contact_id", strconv.FormatInt(s.contact, 10), "contact"},
		choice{"b2cservice_product", s.product, "product"},
		choice{"b2cservice_category", s.category, "category"},
		choice{"b2cservice_queue", s.queue, "queue"},
		s.severityChoice(p), s.statusChoice(p.first))
}

func (s *settings) updateChoices(p *plan, change *b2c.IncidentChange) []choice {
	var choices []choice
	if change.StatusWithType != nil {
		choices = append(choices, s.statusChoice(p.status))
	}
	if change.Severity != nil {
		choices = append(choices, s.severityChoice(p))
	}
	return choices
}

// blame names the settings behind a refusal: those whose values B2C Service complains about, or else those whose attributes it
// names. What it says is not documented, so if it names none, all that were sent are in question.
func (s *settings) blame(err error, sent []choice) error {
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
