package site

// DefaultMenus are those of a new site. Products, categories and queues are
// a site's own: those here are examples. Groups and accounts begin empty.
func DefaultMenus() Menus {
	return Menus{
		PhoneTypes: {
			{ID: 0, LookupName: "Office Phone"}, {ID: 1, LookupName: "Mobile Phone"}, {ID: 2, LookupName: "Fax Phone"},
			{ID: 3, LookupName: "Assistant Phone"}, {ID: 4, LookupName: "Home Phone"},
			{ID: 5, LookupName: "Alternate Phone 1"}, {ID: 6, LookupName: "Alternate Phone 2"},
		},
		EmailAddressTypes: {
			{ID: 0, LookupName: "Email - Primary"}, {ID: 1, LookupName: "Alternate Email 1"}, {ID: 2, LookupName: "Alternate Email 2"},
		},
		Statuses: {
			{ID: 1, LookupName: "Unresolved", Type: 1}, {ID: 2, LookupName: "Solved", Type: solved},
			{ID: 3, LookupName: "Waiting", Type: 3}, {ID: 8, LookupName: "Updated", Type: 1},
		},
		StatusTypes: {{ID: 1, LookupName: "Unresolved"}, {ID: solved, LookupName: "Solved"}, {ID: 3, LookupName: "Waiting"}},
		Severities: {
			{ID: 1, LookupName: "1 - Most Severe"}, {ID: 2, LookupName: "2 - Severe"},
			{ID: 3, LookupName: "3 - Normal"}, {ID: 4, LookupName: "4 - Low"},
		},
		ThreadEntryTypes: {
			{ID: 1, LookupName: "Note"}, {ID: 2, LookupName: "Staff Account"}, {ID: 3, LookupName: "Customer"},
			{ID: 4, LookupName: "Customer Proxy"}, {ID: 5, LookupName: "Chat"}, {ID: 6, LookupName: "Rule Response"},
			{ID: 7, LookupName: "Rule Response Template"}, {ID: 8, LookupName: "Voice Integration"},
		},
		ContentTypes: {{ID: 1, LookupName: "text/plain"}, {ID: 2, LookupName: "text/html"}},
		Channels:     {{ID: 9, LookupName: "Email"}},
		Products: {
			{ID: 1, LookupName: "Cloud Infrastructure"}, {ID: 2, LookupName: "API Gateway", Parent: 1},
			{ID: 3, LookupName: "Functions", Parent: 1}, {ID: 4, LookupName: "Vault", Parent: 1},
			{ID: 5, LookupName: "Broadband"}, {ID: 6, LookupName: "Router", Parent: 5},
		},
		Categories: {
			{ID: 1, LookupName: "Alarm"}, {ID: 2, LookupName: "Threshold", Parent: 1}, {ID: 3, LookupName: "Absence", Parent: 1},
			{ID: 4, LookupName: "Question"},
		},
		Queues: {{ID: 1, LookupName: "Cloud Operations"}, {ID: 2, LookupName: "Customer Care"}},
	}
}
