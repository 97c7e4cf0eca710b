package fidelity

// NoSQL is what the tables and rows of NoSQL assume.
type NoSQL struct {
	TableStatementEchoed   bool
	CreateStatementUpdates bool
	UpdateKeepsExpiration  bool
}

func nosqlEntries() []entry {
	return []entry{
		{Switch{"TableStatementEchoed", "true",
			"GetTable's ddlStatement is the CREATE TABLE statement as it was given; after an ALTER TABLE, one written from the schema.",
			"the official provider's tests find the statement of the create unchanged; what follows an ALTER TABLE is not documented. Off always writes it from the schema"},
			func(s *Switches) any { return &s.TableStatementEchoed }},
		{Switch{"CreateStatementUpdates", "true",
			"UpdateTable takes a CREATE TABLE statement too: the table becomes what it says, where its key and its columns' types stay.",
			"the documentation names ALTER TABLE; the source of Oracle NoSQL's HTTP proxy admits CREATE TABLE"},
			func(s *Switches) any { return &s.CreateStatementUpdates }},
		{Switch{"UpdateKeepsExpiration", "true",
			"UpdateRow over a row that is there leaves its time of expiration, unless it says ttl or isTtlUseTableDefault.",
			"the source of Oracle NoSQL's HTTP proxy; not documented for the REST API. Off gives it the table's time to live anew"},
			func(s *Switches) any { return &s.UpdateKeepsExpiration }},
	}
}
