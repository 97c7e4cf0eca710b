// Package monitoring is OCI's Monitoring: metrics, and the alarms on them.
//
// Metrics come in by PostMetricData, and by Emit from the cloud's own services. They are
// kept in memory (package series) and asked for in MQL (packages mql and evaluation), by
// SummarizeMetricsData and by alarms.
//
// An alarm is evaluated once for every minute, as soon as its slack has passed: three
// minutes unless it says otherwise. What the query gives moves the alarm on (package
// lifecycle), and the messages that come of it go to its topic. Tick does this for all
// minutes that are due; Run calls Tick. Of a pause longer than 24 hours the beginning is
// not made up for.
//
// An alarm's state and the messages it is about to send are stored before they are sent,
// so that a restart repeats nothing and loses nothing.
//
// Alarms can live faster than life: Options.Speed 60 makes every minute of this package
// a second. The outside sees its own time everywhere, only closer together.
//
// Mails of alarms are readable whatever their messageFormat is, which is what
// ONS_OPTIMIZED promises; functions get JSON (package notifications writes the mails).
//
// Not simulated are alarms' overrides, streams as destinations, moving an alarm to
// another compartment, and suppressions that are resources of their own; they are
// answered 501.
package monitoring
