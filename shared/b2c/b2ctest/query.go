package b2ctest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// list answers the objects that a query finds, the newest first: stubs, or the fields that are asked for.
func (s *Server) list(w http.ResponseWriter, collection string, parameters url.Values) {
	if parameters.Get("fields") == "" {
		parameters.Set("fields", "id,lookupName,createdTime,updatedTime")
	}
	limit, err := strconv.Atoi(parameters.Get("limit"))
	if err != nil {
		limit = 1000
	}
	items := []map[string]any{}
	for _, object := range slices.Backward(s.objects[collection]) {
		if len(items) < limit && matches(object, parameters.Get("q")) {
			items = append(items, rendered(object, parameters))
		}
	}
	json.NewEncoder(w).Encode(map[string]any{"items": items, "hasMore": false})
}

// matches evaluates comparisons with = that AND joins.
func matches(object map[string]any, query string) bool {
	for term := range strings.SplitSeq(query, " AND ") {
		path, wanted, _ := strings.Cut(term, " = ")
		var value any = object
		for name := range strings.SplitSeq(path, ".") {
			below, _ := value.(map[string]any)
			value = below[name]
		}
		if value == nil || fmt.Sprint(value) != strings.Trim(wanted, "'") {
			return false
		}
	}
	return true
}

var incidentID = regexp.MustCompile(`WHERE id = (\d+) `)

// threads answers the texts of an incident's threads, the newest first.
func (s *Server) threads(w http.ResponseWriter, query string) {
	rows := [][]string{}
	if id := incidentID.FindStringSubmatch(query); id != nil {
		threads, _ := s.find("incidents", id[1])["threads"].([]any)
		for _, thread := range slices.Backward(threads) {
			text, _ := thread.(map[string]any)["text"].(string)
			rows = append(rows, []string{text})
		}
	}
	writeTable(w, "incidents", []string{"threads.text"}, rows)
}

var quoted = regexp.MustCompile(`'[^']*'`)

// addresses answers id and address of the e-mail addresses that are in the query, in any case, the newest first.
func (s *Server) addresses(w http.ResponseWriter, query string) {
	rows := [][]string{}
	for _, contact := range slices.Backward(s.objects["contacts"]) {
		emails, _ := contact["emails"].([]any)
		for _, email := range emails {
			address, _ := email.(map[string]any)["address"].(string)
			if strings.Contains(strings.ToLower(query), "'"+strings.ToLower(address)+"'") {
				rows = append(rows, []string{fmt.Sprint(contact["id"]), address})
			}
		}
	}
	writeTable(w, "contacts", []string{"id", "emails.address"}, rows)
}

// phones answers id, digits and number of the phones whose digits are in the query, the newest first.
func (s *Server) phones(w http.ResponseWriter, query string) {
	rows := [][]string{}
	for _, contact := range slices.Backward(s.objects["contacts"]) {
		phones, _ := contact["phones"].([]any)
		for _, phone := range phones {
			number, _ := phone.(map[string]any)["number"].(string)
			raw := digits(number)
			if slices.Contains(quoted.FindAllString(query, -1), "'"+raw+"'") {
				rows = append(rows, []string{fmt.Sprint(contact["id"]), raw, number})
			}
		}
	}
	writeTable(w, "contacts", []string{"id", "phones.rawNumber", "phones.number"}, rows)
}

func writeTable(w http.ResponseWriter, name string, columns []string, rows [][]string) {
	table := map[string]any{"tableName": name, "count": len(rows), "columnNames": columns, "rows": rows}
	json.NewEncoder(w).Encode(map[string]any{"items": []any{table}})
}

func digits(number string) string {
	return strings.Map(func(c rune) rune {
		if '0' <= c && c <= '9' {
			return c
		}
		return -1
	}, number)
}
