// Package alarms builds the way of an alarm to its function: the alarms of the settings, the topic that all of them
// publish to, and the topic's subscription, by which Notifications invokes alarm-to-incident with each message.
//
// Notifications delivers at least once, and again for two hours while the function fails: the default of a subscription.
// It needs no policy to invoke the function; whoever creates the subscription must be allowed to (Notifications:
// creating a function subscription).
package alarms
