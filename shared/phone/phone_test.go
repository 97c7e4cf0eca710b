package phone

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/nyaruka/phonenumbers"
)

func TestRead(t *testing.T) {
	tests := []struct {
		text, country string
		want          string // "" means refused
	}{
		{"+15017122661", "US", "15017122661"},
		{"+1 (501) 712-2661", "DE", "15017122661"},
		{"501-712-2661", "US", "15017122661"},
		{"1 501 712 2661", "US", "15017122661"},
		{"15017122661", "GB", "15017122661"},
		{"447700900123", "US", "447700900123"},
		{"07700 900123", "GB", "447700900123"},
		{"+44 (0)7700 900123", "US", "447700900123"},
		{"0044 7700 900123", "DE", "447700900123"},
		{"011 44 7700 900123", "US", "447700900123"},
		{"+39 02 3661 8300", "US", "390236618300"},
		{"011 15-2345-6789", "AR", "5491123456789"},
		{"+800 1234 5678", "US", "80012345678"},

		{"", "US", ""},
		{"+", "US", ""},
		{"MYBANK", "US", ""},
		{"72345", "US", ""},
		{"+1501", "US", ""},
		{"+999123456789", "US", ""},
		{"+150171226610000", "US", ""},
		{"++15017122661", "US", ""},
		{"+1501712266１", "US", ""}, // a full-width digit
		{"15017122661' OR '1' = '1", "US", ""},
		{"+1 501 712 2661; ext 5", "US", ""},
		{strings.Repeat(" ", 50) + "+15017122661", "US", ""},
	}
	for _, test := range tests {
		t.Run(test.country+" "+test.text, func(t *testing.T) {
			reader := newReader(t, test.country)
			number, err := reader.Read(test.text)
			if test.want == "" {
				if !errors.Is(err, ErrNotANumber) {
					t.Fatalf("Read = %v, %v; want ErrNotANumber", number, err)
				}
				return
			}
			if err != nil || number.Digits() != test.want || number.E164() != "+"+test.want {
				t.Errorf("Read = %v, %v; want %s", number, err, test.want)
			}
		})
	}
}

func TestSpellings(t *testing.T) {
	tests := []struct {
		text, country string
		want          []string
	}{
		{"+15017122661", "US", []string{"15017122661", "5017122661"}},
		{"+447700900123", "GB", []string{"447700900123", "7700900123", "07700900123"}},
		{"+447700900123", "US", []string{"447700900123"}},
		{"+390236618300", "IT", []string{"390236618300", "0236618300"}},
	}
	for _, test := range tests {
		reader := newReader(t, test.country)
		number, err := reader.Read(test.text)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, reader.Spellings(number)); diff != "" {
			t.Errorf("%s in %s: %s", test.text, test.country, diff)
		}
	}
}

func TestMasked(t *testing.T) {
	number, err := newReader(t, "US").Read("+15017122661")
	if err != nil {
		t.Fatal(err)
	}
	if got := number.Masked(); got != "+1…61" {
		t.Errorf("Masked = %s", got)
	}
}

func TestUnknownCountry(t *testing.T) {
	for _, country := range []string{"", "XX", "001", "USA"} {
		if _, err := NewReader(country); err == nil {
			t.Errorf("NewReader(%q) succeeds", country)
		}
	}
	if _, err := NewReader("us"); err != nil {
		t.Errorf("lower case: %v", err)
	}
}

// TestAgainstLibrary reads the library's example of every kind of number of every country, in three formats, and expects
// what the library makes of it.
func TestAgainstLibrary(t *testing.T) {
	formats := []phonenumbers.PhoneNumberFormat{phonenumbers.E164, phonenumbers.INTERNATIONAL, phonenumbers.NATIONAL}
	compared := 0
	for country := range phonenumbers.GetSupportedRegions() {
		reader := newReader(t, country)
		for kind := phonenumbers.FIXED_LINE; kind <= phonenumbers.VOICEMAIL; kind++ {
			example := phonenumbers.GetExampleNumberForType(country, kind)
			if example == nil {
				continue
			}
			for _, format := range formats {
				text := phonenumbers.Format(example, format)
				want, possible := library(t, text, country)
				if !possible {
					continue
				}
				compared++
				number, err := reader.Read(text)
				if err != nil || number.E164() != want {
					t.Errorf("%s in %s: %v, %v; the library reads %s", text, country, number, err, want)
				}
			}
		}
	}
	if compared < 3000 {
		t.Errorf("only %d numbers were compared", compared)
	}
}

// TestTableIsTheLibrarys fails when the library was updated and the table was not.
func TestTableIsTheLibrarys(t *testing.T) {
	collection, err := phonenumbers.MetadataCollection()
	if err != nil {
		t.Fatal(err)
	}
	table, err := os.ReadFile("regions.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for _, metadata := range collection.GetMetadata() {
		pattern := "\t" + metadata.GetGeneralDesc().GetNationalNumberPattern() + "\n"
		if !strings.Contains(string(table), "\t"+metadata.GetId()+"\t") || !strings.Contains(string(table), pattern) {
			t.Fatalf("%s is out of date: run go generate ./shared/phone", metadata.GetId())
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{"+15017122661", "(501) 712-2661", "0044 7700 900123", "15017122661' OR '1' = '1", "+39 02 3661 8300", ""} {
		f.Add(seed)
	}
	readers := []*Reader{newReader(f, "US"), newReader(f, "GB"), newReader(f, "AR"), newReader(f, "IT")}
	f.Fuzz(func(t *testing.T, text string) {
		for _, reader := range readers {
			number, err := reader.Read(text)
			if err != nil {
				continue
			}
			for _, digits := range append(reader.Spellings(number), strings.TrimPrefix(number.E164(), "+")) {
				if digits == "" || strings.Trim(digits, "0123456789") != "" {
					t.Errorf("%q gives %q, which is not digits alone", text, digits)
				}
			}
			if _, err := reader.Read(number.E164()); err != nil {
				t.Errorf("%q gives %s, which cannot be read", text, number.E164())
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	reader := newReader(b, "US")
	for b.Loop() {
		if _, err := reader.Read("+15017122661"); err != nil {
			b.Fatal(err)
		}
	}
}

func newReader(t testing.TB, country string) *Reader {
	t.Helper()
	reader, err := NewReader(country)
	if err != nil {
		t.Fatal(err)
	}
	return reader
}

// library returns the number as the library reads it, and whether it thinks it possible: with its
// area code, as nobody can send from a number that is only known locally.
func library(t *testing.T, text, country string) (e164 string, possible bool) {
	t.Helper()
	number, err := phonenumbers.Parse(text, country)
	if err != nil {
		return "", false
	}
	return phonenumbers.Format(number, phonenumbers.E164), phonenumbers.IsPossibleNumberWithReason(number) == phonenumbers.IS_POSSIBLE
}
