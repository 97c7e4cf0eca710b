// Package evaluation says what a query of the Monitoring Query Language gives over a metric's datapoints: it is what the
// local cloud's alarms and SummarizeMetricsData compute with. It keeps nothing and has no clock.
package evaluation
