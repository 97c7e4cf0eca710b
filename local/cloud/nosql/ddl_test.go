package nosql

import (
	"strings"
	"testing"
)

// made is the schema of a CREATE TABLE statement.
func made(text string) (*schema, error) {
	d, err := parseDefinition(text)
	if err != nil {
		return nil, err
	}
	return d.Create.schema()
}

func mustMake(t testing.TB, text string) *schema {
	t.Helper()
	s, err := made(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestCreateTable(t *testing.T) {
	for _, test := range []struct{ statement, want string }{
		{"CREATE TABLE t (id STRING, PRIMARY KEY (id))",
			"CREATE TABLE IF NOT EXISTS t (id STRING, PRIMARY KEY(SHARD(id)))"},
		{"create table if not exists T(a integer, b long, c json, primary key(shard(a), b)) using ttl 6 hours;",
			"CREATE TABLE IF NOT EXISTS T (a INTEGER, b LONG, c JSON, PRIMARY KEY(SHARD(a), b)) USING TTL 6 HOURS"},
		{"CREATE TABLE t (PRIMARY KEY(A), a DOUBLE, b FLOAT, c BOOLEAN, d BINARY, e TIMESTAMP(9)) USING TTL 90 DAYS",
			"CREATE TABLE IF NOT EXISTS t (a DOUBLE, b FLOAT, c BOOLEAN, d BINARY, e TIMESTAMP(9), PRIMARY KEY(SHARD(a))) USING TTL 90 DAYS"},
		{`CREATE TABLE t COMMENT "x" (id STRING COMMENT 'key', s STRING NOT NULL DEFAULT "it's", n INTEGER DEFAULT -5 NOT NULL, ok BOOLEAN DEFAULT TRUE, PRIMARY KEY(id))`,
			`CREATE TABLE IF NOT EXISTS t (id STRING, s STRING DEFAULT 'it\'s' NOT NULL, n INTEGER DEFAULT -5 NOT NULL, ok BOOLEAN DEFAULT true, PRIMARY KEY(SHARD(id)))`},
		{"CREATE /* which */ TABLE t // the\n (key STRING, value JSON, primary STRING, PRIMARY KEY(key))",
			"CREATE TABLE IF NOT EXISTS t (key STRING, value JSON, primary STRING, PRIMARY KEY(SHARD(key)))"},
	} {
		s := mustMake(t, test.statement)
		if s.String() != test.want {
			t.Errorf("%s\nmakes %s\nwant  %s", test.statement, s, test.want)
		}
		if again := mustMake(t, s.String()); again.String() != test.want {
			t.Errorf("%s is read as %s", s, again)
		}
	}
}

// Each refusal names what is wrong.
func TestCreateTableRefused(t *testing.T) {
	for _, test := range []struct{ statement, want string }{
		{"", "none that the local cloud knows"},
		{"DROP TABLE t", `"DROP"`},
		{"CREATE TABLE t (id STRING)", "needs a PRIMARY KEY"},
		{"CREATE TABLE t (id STRING, PRIMARY KEY())", "needs a PRIMARY KEY"},
		{"CREATE TABLE t (id STRING, PRIMARY KEY(id), PRIMARY KEY(id))", "two primary keys"},
		{"CREATE TABLE t (id STRING, PRIMARY KEY(ID, id))", "column id twice"},
		{"CREATE TABLE t (id STRING, PRIMARY KEY(no))", "column no is not in the table"},
		{"CREATE TABLE t (id STRING, Id LONG, PRIMARY KEY(id))", "column Id is there twice"},
		{"CREATE TABLE t (id JSON, PRIMARY KEY(id))", "type JSON, which a primary key cannot have"},
		{"CREATE TABLE t (id STRING DEFAULT 'x', PRIMARY KEY(id))", "primary key and cannot have a default"},
		{"CREATE TABLE t (id VARCHAR, PRIMARY KEY(id))", "no type VARCHAR"},
		{"CREATE TABLE t (id STRING, m MAP(STRING), PRIMARY KEY(id))", `"("`},
		{"CREATE TABLE t (id INTEGER GENERATED ALWAYS AS IDENTITY, PRIMARY KEY(id))", `"GENERATED"`},
		{"CREATE TABLE t (id STRING, u TIMESTAMP, PRIMARY KEY(id))", "TIMESTAMP(n)"},
		{"CREATE TABLE t (id STRING(5), PRIMARY KEY(id))", "takes no argument"},
		{"CREATE TABLE t (id STRING, n INTEGER NOT NULL, PRIMARY KEY(id))", "needs a DEFAULT"},
		{"CREATE TABLE t (id STRING, n INTEGER DEFAULT 'x', PRIMARY KEY(id))", "column n: the value is no INTEGER"},
		{"CREATE TABLE t (id STRING, j JSON DEFAULT '{}', PRIMARY KEY(id))", "cannot have a default"},
		{"CREATE TABLE t (id STRING, PRIMARY KEY(id)) USING TTL 5 MINUTES", `"MINUTES"`},
		{"CREATE TABLE t (id STRING, PRIMARY KEY(id)) USING TTL 999999999 DAYS", "not between"},
		{"CREATE TABLE a.b (id STRING, PRIMARY KEY(id))", "child tables"},
		{"CREATE TABLE _t (id STRING, PRIMARY KEY(id))", "invalid input"},
		{"CREATE TABLE " + strings.Repeat("t", 300) + " (id STRING, PRIMARY KEY(id))", "300 characters"},
		{"CREATE TABLE t (" + strings.Repeat("c", 65) + " STRING, PRIMARY KEY(id))", "more than 64"},
		{"CREATE TABLE t (id STRING, PRIMARY KEY(id)) WITH SCHEMA FROZEN", `"WITH"`},
		{strings.Repeat(" ", 10<<10) + "x", "bytes, of 10240"},
	} {
		_, err := made(test.statement)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%.80s: error %v, want one with %s", test.statement, err, test.want)
		}
	}
}

func TestAlterTable(t *testing.T) {
	before := mustMake(t, "CREATE TABLE t (id STRING, a INTEGER, b STRING, PRIMARY KEY(id)) USING TTL 1 DAYS")
	for _, test := range []struct{ statement, want string }{
		{"ALTER TABLE t (ADD c JSON, DROP A, ADD a LONG)", "(id STRING, b STRING, c JSON, a LONG, PRIMARY KEY(SHARD(id))) USING TTL 1 DAYS"},
		{"ALTER TABLE t USING TTL 0 DAYS", "(id STRING, a INTEGER, b STRING, PRIMARY KEY(SHARD(id)))"},
		{"ALTER TABLE t (DROP id)", "cannot be dropped"},
		{"ALTER TABLE t (DROP z)", "no column z"},
		{"ALTER TABLE t (ADD B STRING)", "there twice"},
		{"ALTER TABLE t (ADD c STRING NOT NULL)", "needs a DEFAULT"},
		{"ALTER TABLE t (MODIFY a LONG)", `"MODIFY"`},
	} {
		d, err := parseDefinition(test.statement)
		got := ""
		if err == nil {
			var next *schema
			if next, err = before.altered(d.Alter); err == nil {
				got = next.String()
			}
		}
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, test.want) {
			t.Errorf("%s\ngives %s\nwant  %s", test.statement, got, test.want)
		}
	}
	if want := "CREATE TABLE IF NOT EXISTS t (id STRING, a INTEGER, b STRING, PRIMARY KEY(SHARD(id))) USING TTL 1 DAYS"; before.String() != want {
		t.Errorf("what was there is changed to %s", before)
	}
}

// FuzzDefinition: nothing panics, and what a statement makes is made by its own
// statement too.
func FuzzDefinition(f *testing.F) {
	for _, seed := range []string{
		"CREATE TABLE IF NOT EXISTS l (id STRING, u TIMESTAMP(3), v JSON, PRIMARY KEY (id)) USING TTL 90 DAYS",
		`CREATE TABLE t (a INTEGER, s STRING DEFAULT 'it\'s' NOT NULL, f DOUBLE DEFAULT 1e5, PRIMARY KEY(SHARD(a), s))`,
		"ALTER TABLE t (ADD b BOOLEAN DEFAULT false NOT NULL, DROP s)", "ALTER TABLE t USING TTL 5 HOURS",
	} {
		f.Add(seed)
	}
	before := mustMake(f, "CREATE TABLE t (id STRING, s STRING, PRIMARY KEY(id))")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := parseDefinition(text)
		if err != nil {
			return
		}
		var s *schema
		if d.Alter != nil {
			s, err = before.altered(d.Alter)
		} else {
			s, err = d.Create.schema()
		}
		if err != nil {
			return
		}
		again, err := read(definitions, s.String())
		if err != nil {
			t.Fatalf("%q makes %q: %v", text, s, err)
		}
		same, err := again.Create.schema()
		if err != nil || same.String() != s.String() {
			t.Fatalf("%q makes %q, which makes %q, %v", text, s, same, err)
		}
	})
}
