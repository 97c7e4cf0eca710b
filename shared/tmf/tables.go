package tmf

import "fmt"

// What people are told of a trouble ticket (TMF621).
var ticketFacts = []fact{
	{"Severity", "severity", line},
	{"Priority", "priority", line},
	{"Type", "ticketType", line},
	{"Reason", "statusChangeReason", line},
	{"Created", "creationDate", line},
	{"Resolution requested", "requestedResolutionDate", line},
	{"Resolution expected", "expectedResolutionDate", line},
	{"Resolved", "resolutionDate", line},
	{"Characteristic", "troubleTicketCharacteristic", characteristic},
	{"Related ticket", "troubleTicketRelationship", related},
	{"Related party", "relatedParty", reference},
	{"Affected", "relatedEntity", reference},
	{"Channel", "channel", reference},
	{"External id", "externalId externalIdentifier", external},
	{"Attachment", "attachment", document},
	{"Note", "note", note},
}

// What people are told of a product order (TMF622).
var orderFacts = []fact{
	{"Error", "productOrderErrorMessage", problem},
	{"Jeopardy", "productOrderJeopardyAlert", jeopardy},
	{"Milestone", "productOrderMilestone", milestone},
	{"Priority", "priority", line},
	{"Category", "category", line},
	{"Ordered", "orderDate creationDate", line},
	{"Start requested", "requestedStartDate", line},
	{"Completion requested", "requestedCompletionDate", line},
	{"Completion expected", "expectedCompletionDate", line},
	{"Completed", "completionDate", line},
	{"Cancelled", "cancellationDate", line},
	{"Cancellation reason", "cancellationReason", line},
	{"Item", "productOrderItem orderItem", item},
	{"Price", "orderTotalPrice", price},
	{"Billing account", "billingAccount", reference},
	{"Related party", "relatedParty", reference},
	{"Channel", "channel", reference},
	{"External id", "externalId", external},
	{"Note", "note", note},
}

// What people are told of a request to cancel a product order (TMF622).
var cancellationFacts = []fact{
	{"Cancellation", "id", line},
	{"Cancellation state", "state", line},
	{"Cancellation reason", "cancellationReason", line},
	{"Cancellation requested", "requestedCancellationDate", line},
	{"Cancelled", "effectiveCancellationDate", line},
}

// What people are told of a customer bill (TMF678).
var billFacts = []fact{
	{"Bill number", "billNo", line},
	{"Category", "category", line},
	{"Run", "runType", line},
	{"Bill date", "billDate", line},
	{"Due date", "paymentDueDate", line},
	{"Period", "billingPeriod", period},
	{"Amount due", "amountDue", money},
	{"Remaining amount", "remainingAmount", money},
	{"Amount without tax", "taxExcludedAmount", money},
	{"Amount with tax", "taxIncludedAmount", money},
	{"Payment", "appliedPayment", payment},
	{"Payment method", "paymentMethod", reference},
	{"Billing account", "billingAccount", reference},
	{"Related party", "relatedParty", reference},
	{"Document", "billDocument", document},
}

// What people are told of a bill that is made on demand (TMF678).
var onDemandFacts = []fact{
	{"Updated", "lastUpdate", line},
	{"Bill", "customerBill", reference},
	{"Billing account", "billingAccount", reference},
	{"Related party", "relatedParty", reference},
}

func note(value any) string {
	return join(": ", join(", ", line(dig(value, "date")), line(dig(value, "author"))), line(dig(value, "text")))
}

// item writes an item of an order: add 1 x Fibre 500 (PO-F500), failed.
func item(value any) string {
	what := reference(dig(value, "productOffering"))
	if what == "" {
		what = reference(dig(value, "product"))
	}
	if quantity := line(dig(value, "quantity")); quantity != "" {
		what = join(" x ", quantity, what)
	}
	return annotate(join(" ", line(dig(value, "action")), what), line(dig(value, "state")))
}

// price writes one of an order's prices: 40 EUR, monthly.
func price(value any) string {
	amount := money(dig(value, "price/taxIncludedAmount"))
	if amount == "" {
		amount = money(dig(value, "price/dutyFreeAmount"))
	}
	return join(", ", join(" ", line(dig(value, "name")), amount), line(dig(value, "priceType")), line(dig(value, "recurringChargePeriod")))
}

// characteristic writes one of a ticket's if it has a simple value: disputeAmount: 40.
func characteristic(value any) string {
	if text := line(dig(value, "value")); text != "" {
		return join(": ", line(dig(value, "name")), text)
	}
	return ""
}

func related(value any) string {
	return annotate(reference(value), line(dig(value, "relationshipType")))
}

func problem(value any) string {
	return join(": ", line(dig(value, "code")), line(dig(value, "reason")), line(dig(value, "message")))
}

func jeopardy(value any) string {
	name := annotate(line(dig(value, "name")), line(dig(value, "jeopardyType")))
	return join(": ", name, line(dig(value, "exception")), line(dig(value, "message")))
}

func milestone(value any) string {
	return join(", ", line(dig(value, "name")), line(dig(value, "status")), line(dig(value, "milestoneDate")), line(dig(value, "message")))
}

// required writes what information is wanted, which version 5 says as a JSON Patch.
func required(value any) string {
	return join(": ", line(dig(value, "path")), line(dig(value, "value")))
}

func payment(value any) string {
	return join(", ", money(dig(value, "appliedAmount")), reference(dig(value, "payment")))
}

func period(value any) string {
	start, end := line(dig(value, "startDateTime")), line(dig(value, "endDateTime"))
	if start == "" || end == "" {
		return start + end
	}
	return fmt.Sprintf("%s to %s", start, end)
}

// document writes where something attached is to be found.
func document(value any) string {
	return join(", ", line(dig(value, "name")), line(dig(value, "mimeType")), line(dig(value, "url")))
}

// external writes the id that another system knows something by: a text in version 4, an object in version 5.
func external(value any) string {
	if text := line(value); text != "" {
		return text
	}
	return annotate(line(dig(value, "id")), line(dig(value, "owner")))
}
