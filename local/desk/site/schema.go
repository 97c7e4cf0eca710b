package site

import (
	"slices"
	"strings"
)

// Type says what a field holds.
type Type int

// The types of fields.
const (
	Text      Type = iota + 1
	Integer        // only in fields that the site sets
	Moment         // a time, likewise
	Choice         // an item of a menu
	Reference      // another record
	Object         // fields of its own
	List           // a sub-collection
	Custom         // custom fields: package, then attribute
)

// Field is an attribute of a record.
type Field struct {
	Name     string
	Type     Type
	Max      int      // of a text: its longest length in characters; 0 for any
	Menu     Menu     // of a choice
	To       string   // of a reference: the collection
	Fields   []*Field // of an object or the elements of a list
	Key      string   // of a list: the choice that addresses an element; empty for ids
	Required bool
	ReadOnly bool
	Default  int64 // of a choice: the id it has if nothing is given
}

// Schema is the attributes of the records of one collection.
type Schema struct {
	Name         string // the collection: contacts
	Type         string // one record: Contact
	Fields       []*Field
	NotSimulated []string // attributes that the real ones have besides
}

// The collections.
const (
	Contacts  = "contacts"
	Incidents = "incidents"
)

// common are the attributes of every record, in the order they are shown.
func common() []*Field {
	return []*Field{
		{Name: "id", Type: Integer, ReadOnly: true},
		{Name: "lookupName", Type: Text, ReadOnly: true},
		{Name: "createdTime", Type: Moment, ReadOnly: true},
		{Name: "updatedTime", Type: Moment, ReadOnly: true},
	}
}

// contactSchema: phones and emails are addressed by the id of their type, and
// rawNumber is the site's own (Connect REST API: Manage collections).
func contactSchema() *Schema {
	return &Schema{
		Name: Contacts, Type: "Contact",
		Fields: append(common(),
			&Field{Name: "customFields", Type: Custom},
			&Field{Name: "emails", Type: List, Key: "addressType", Fields: []*Field{
				{Name: "address", Type: Text, Required: true},
				{Name: "addressType", Type: Choice, Menu: EmailAddressTypes, Required: true},
			}},
			&Field{Name: "externalReference", Type: Text},
			&Field{Name: "login", Type: Text},
			&Field{Name: "name", Type: Object, Fields: []*Field{
				{Name: "first", Type: Text},
				{Name: "last", Type: Text},
			}},
			&Field{Name: "phones", Type: List, Key: "phoneType", Fields: []*Field{
				{Name: "number", Type: Text, Required: true},
				{Name: "phoneType", Type: Choice, Menu: PhoneTypes, Required: true},
				{Name: "rawNumber", Type: Text, ReadOnly: true},
			}},
			&Field{Name: "title", Type: Text},
		),
		NotSimulated: []string{"address", "attributes", "banner", "channelUsernames", "contactType", "disabled", "fileAttachments",
			"marketingSettings", "newPassword", "notes", "openIDAccounts", "organization", "salesSettings", "serviceSettings", "source"},
	}
}

// incidentSchema: 240 characters of subject and 255 of lookupName are documented.
func incidentSchema() *Schema {
	return &Schema{
		Name: Incidents, Type: "Incident",
		Fields: append(common(),
			&Field{Name: "assignedTo", Type: Object, Fields: []*Field{
				{Name: "account", Type: Choice, Menu: Accounts},
				{Name: "staffGroup", Type: Choice, Menu: StaffGroups},
			}},
			&Field{Name: "category", Type: Choice, Menu: Categories},
			&Field{Name: "channel", Type: Choice, Menu: Channels},
			&Field{Name: "closedTime", Type: Moment, ReadOnly: true},
			&Field{Name: "customFields", Type: Custom},
			&Field{Name: "primaryContact", Type: Reference, To: Contacts, Required: true},
			&Field{Name: "product", Type: Choice, Menu: Products},
			&Field{Name: "queue", Type: Choice, Menu: Queues},
			&Field{Name: "referenceNumber", Type: Text, ReadOnly: true},
			&Field{Name: "severity", Type: Choice, Menu: Severities},
			&Field{Name: "statusWithType", Type: Object, Fields: []*Field{
				{Name: "status", Type: Choice, Menu: Statuses},
				{Name: "statusType", Type: Choice, Menu: StatusTypes, ReadOnly: true},
			}},
			&Field{Name: "subject", Type: Text, Max: 240},
			&Field{Name: "threads", Type: List, Fields: []*Field{
				{Name: "id", Type: Integer, ReadOnly: true},
				{Name: "account", Type: Choice, Menu: Accounts},
				{Name: "channel", Type: Choice, Menu: Channels},
				{Name: "contact", Type: Reference, To: Contacts},
				{Name: "contentType", Type: Choice, Menu: ContentTypes, Default: 1},
				{Name: "createdTime", Type: Moment, ReadOnly: true},
				{Name: "displayOrder", Type: Integer, ReadOnly: true},
				{Name: "entryType", Type: Choice, Menu: ThreadEntryTypes, Required: true},
				{Name: "text", Type: Text},
			}},
		),
		NotSimulated: []string{"asset", "banner", "chatQueue", "createdByAccount", "disposition", "fileAttachments", "initialResponseDueTime",
			"initialSolutionTime", "interface", "language", "mailbox", "mailing", "milestoneInstances", "organization", "otherContacts",
			"resolutionInterval", "responseEmailAddressType", "responseInterval", "slaInstance", "smartSenseCustomer",
			"smartSenseStaff", "source"},
	}
}

// field finds a field by its exact name, as JSON has it.
func field(fields []*Field, name string) *Field {
	at := slices.IndexFunc(fields, func(f *Field) bool { return f.Name == name })
	if at < 0 {
		return nil
	}
	return fields[at]
}

// Field finds an attribute of the records by its name.
func (s *Schema) Field(name string) *Field { return field(s.Fields, name) }

// loosely finds a field by its name in any case, as ROQL has it.
func loosely(fields []*Field, name string) *Field {
	at := slices.IndexFunc(fields, func(f *Field) bool { return strings.EqualFold(f.Name, name) })
	if at < 0 {
		return nil
	}
	return fields[at]
}
