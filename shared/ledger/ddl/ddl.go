// Package ddl defines the ledger's table: the stack makes it, package ledger writes to it. It stands apart so that the
// Pulumi program need not compile the client of NoSQL.
package ddl

// CreateTable is the statement that makes the table with a name, if there is none.
func CreateTable(name string) string {
	return "CREATE TABLE IF NOT EXISTS " + name + " (id STRING, holder STRING, held_until TIMESTAMP(3), purpose STRING, " +
		"value JSON, PRIMARY KEY (id)) USING TTL 90 DAYS"
}
