// Package notifications is OCI Notifications: topics, what subscribes to them, and the
// delivery of what is published to a topic to all that does.
//
// A subscription is a function's (ORACLE_FUNCTIONS, active at once) or an e-mail
// address's (EMAIL, active once the link in its confirmation mail was followed). Mails
// leave no machine: they are kept, for people to read.
//
// A message that was taken is kept until every subscription has it. A function that does
// not acknowledge is called again at once, then after 1, 2, 4, 8, 16 and 32 minutes, until
// the subscription's delivery policy gives up (OCI Notifications: How Notifications Works).
// Nothing of this is lost by a restart, and nothing is promised about order, or that a
// message comes only once.
package notifications
