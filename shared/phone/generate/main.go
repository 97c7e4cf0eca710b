// Command generate writes regions.tsv, what package phone knows of each country, from the metadata of
// github.com/nyaruka/phonenumbers.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

func main() {
	out := flag.String("o", "regions.tsv", "the file to write")
	flag.Parse()
	collection, err := phonenumbers.MetadataCollection()
	if err != nil {
		log.Fatalf("reading the library's metadata: %v", err)
	}
	var lines []string
	for _, region := range collection.GetMetadata() {
		lines = append(lines, line(region))
	}
	// A calling code's main country comes first among those that share it, so that a search by code finds it first.
	slices.Sort(lines)
	if err := os.WriteFile(*out, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
		log.Fatal(err)
	}
}

// line gives a region's columns in the order that package phone reads them.
func line(m *phonenumbers.PhoneMetadata) string {
	rank := "2"
	if m.GetMainCountryForCode() {
		rank = "1"
	}
	return strings.Join([]string{
		fmt.Sprint(m.GetCountryCode()), rank, m.GetId(),
		m.GetInternationalPrefix(),
		m.GetNationalPrefix(), m.GetNationalPrefixForParsing(), goReplacement(m.GetNationalPrefixTransformRule()),
		lengths(m.GetGeneralDesc().GetPossibleLength()),
		m.GetGeneralDesc().GetNationalNumberPattern(),
	}, "\t")
}

func lengths(numbers []int32) string {
	texts := make([]string, len(numbers))
	for i, n := range numbers {
		texts[i] = fmt.Sprint(n)
	}
	return strings.Join(texts, " ")
}

// goReplacement writes $1 as ${1}: Go takes the digits that follow a group's number for part of its name.
func goReplacement(rule string) string {
	for group := '1'; group <= '9'; group++ {
		rule = strings.ReplaceAll(rule, "$"+string(group), "${"+string(group)+"}")
	}
	return rule
}
