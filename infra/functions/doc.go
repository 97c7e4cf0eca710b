// Package functions builds the application and its functions: the authorizer, one for each endpoint, where alarms become
// incidents, alarm-to-incident, which Notifications invokes and no gateway, and where events do, event-to-incident.
//
// Functions run in the private subnet and get what they need as configuration: the B2C Service site, the OCIDs of the
// secrets they read, and the addresses that callers may have. Each gets only its own secrets' OCIDs; the addresses
// stand in the application's configuration, because every endpoint enforces them.
package functions
