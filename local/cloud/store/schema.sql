CREATE TABLE IF NOT EXISTS resources (
	seq         INTEGER PRIMARY KEY AUTOINCREMENT, -- order of creation; what pages continue from
	ocid        TEXT NOT NULL UNIQUE,
	kind        TEXT NOT NULL,
	compartment TEXT NOT NULL,
	name        TEXT NOT NULL,
	state       TEXT NOT NULL,
	etag        TEXT NOT NULL,
	created     INTEGER NOT NULL, -- nanoseconds since the epoch, here and below
	updated     INTEGER NOT NULL,
	document    TEXT NOT NULL,    -- what the API shows
	private     TEXT NOT NULL     -- what only the control plane knows
) STRICT;
CREATE INDEX IF NOT EXISTS resources_kind ON resources (kind, compartment, name);

CREATE TABLE IF NOT EXISTS refs (
	source TEXT NOT NULL REFERENCES resources (ocid) ON DELETE CASCADE,
	target TEXT NOT NULL,
	field  TEXT NOT NULL,
	PRIMARY KEY (source, target, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS refs_target ON refs (target);

CREATE TABLE IF NOT EXISTS work_requests (
	id          TEXT PRIMARY KEY,
	service     TEXT NOT NULL,
	compartment TEXT NOT NULL,
	created     INTEGER NOT NULL,
	document    TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS secret_versions (
	secret   TEXT NOT NULL REFERENCES resources (ocid) ON DELETE CASCADE,
	number   INTEGER NOT NULL,
	name     TEXT NOT NULL,
	content  TEXT NOT NULL, -- base64, as given
	created  INTEGER NOT NULL,
	deletion INTEGER NOT NULL, -- 0: not scheduled
	PRIMARY KEY (secret, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS retry_tokens (
	token   TEXT PRIMARY KEY,
	request TEXT NOT NULL, -- hash of what came with it
	ocid    TEXT NOT NULL,
	work    TEXT NOT NULL,
	created INTEGER NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS log_entries (
	seq       INTEGER PRIMARY KEY AUTOINCREMENT,
	log       TEXT NOT NULL,
	log_group TEXT NOT NULL,
	created   INTEGER NOT NULL,
	document  TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS log_entries_log ON log_entries (log, created);

CREATE TABLE IF NOT EXISTS deliveries (
	seq          INTEGER PRIMARY KEY AUTOINCREMENT,
	subscription TEXT NOT NULL,
	published    INTEGER NOT NULL,
	due          INTEGER NOT NULL,
	attempts     INTEGER NOT NULL, -- made so far
	message      TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS emails (
	seq       INTEGER PRIMARY KEY AUTOINCREMENT,
	recipient TEXT NOT NULL,
	subject   TEXT NOT NULL,
	body      TEXT NOT NULL,
	sent      INTEGER NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS alarm_states (
	alarm    TEXT PRIMARY KEY REFERENCES resources (ocid) ON DELETE CASCADE,
	document TEXT NOT NULL -- how far the alarm is evaluated, and what came of it
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS alarm_history (
	seq       INTEGER PRIMARY KEY AUTOINCREMENT,
	alarm     TEXT NOT NULL REFERENCES resources (ocid) ON DELETE CASCADE,
	created   INTEGER NOT NULL,
	triggered INTEGER NOT NULL, -- the minute that was evaluated
	firing    INTEGER NOT NULL, -- what the alarm changed to: 0 or 1
	summary   TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS alarm_history_alarm ON alarm_history (alarm, created);

CREATE TABLE IF NOT EXISTS metric_streams (
	document TEXT NOT NULL -- a stream with its datapoints; all of them are written when the cloud closes
) STRICT;

CREATE TABLE IF NOT EXISTS nosql_rows (
	table_id TEXT NOT NULL REFERENCES resources (ocid) ON DELETE CASCADE,
	key      TEXT NOT NULL,
	version  TEXT NOT NULL,
	expires  INTEGER NOT NULL, -- 0: never
	value    TEXT NOT NULL,
	PRIMARY KEY (table_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS nosql_rows_expires ON nosql_rows (table_id, expires) WHERE expires != 0;
