// Package nosql is the Oracle NoSQL Database Cloud Service of the local cloud:
// tables made by DDL statements, and their rows, by version 20190828 of the API.
//
//	CREATE TABLE [IF NOT EXISTS] name (
//	    column type [DEFAULT value] [NOT NULL], …,
//	    PRIMARY KEY ([SHARD (column, …),] column, …)
//	) [USING TTL n DAYS|HOURS]
//	ALTER TABLE name (ADD column type …, DROP column, …)
//	ALTER TABLE name USING TTL n DAYS|HOURS
//
// Types are STRING, INTEGER, LONG, FLOAT, DOUBLE, BOOLEAN, TIMESTAMP(0..9), JSON and BINARY.
// What else the language has (child tables, indexes, nested types, identities) is
// refused. The limits of capacity are kept and shown, but no call is throttled. A list
// filters by the exact name.
//
// A row is put under a condition (IF_ABSENT, IF_PRESENT, or If-Match with the version
// that was read) in one transaction of the store: of many at the same time exactly one
// wins. A put that fails its option is answered 200 without a version; one that fails
// its If-Match, 412 ETagMismatch.
//
// Time to live counts in full hours or days: a row that gets n days lives until the
// midnight (UTC) after n days from now, as in Oracle NoSQL. It is given at the put (ttl,
// in days, or isTtlUseTableDefault), or when a row is new, by the table. A put over a
// row that is there changes its end only if it says so.
//
// Queries are SELECT * or columns FROM table, WHERE with comparisons joined by AND,
// ORDER BY, LIMIT and OFFSET, and declared variables. Other statements are refused.
//
// Functions need a policy for the permission (NOSQL_ROWS_READ, _INSERT, _DELETE); for
// those without, the table is not there.
//
// Sources: oci-go-sdk's package nosql, Oracle NoSQL's documentation, and the sources of
// its HTTP proxy (github.com/oracle/nosql), which answers these calls in the cloud.
package nosql
