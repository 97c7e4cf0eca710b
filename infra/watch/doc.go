// Package watch lets the stack watch itself: alarms on its functions' errors and throttling, on its gateway's 5xx answers
// and on alarms' messages that do not reach their function, told to the operators by e-mail. Their topic is their own. The
// alarms' topic leads into alarm-to-incident, which may be what fails.
//
// Each address gets a mail from Oracle first and nothing else until its owner has confirmed it (Notifications: email
// subscriptions). Without addresses, the alarms are seen in the console only.
package watch
