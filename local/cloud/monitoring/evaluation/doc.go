// Package evaluation says what a query of the Monitoring Query Language gives over a metric's datapoints. The local
// cloud's alarms and its SummarizeMetricsData compute with it. It keeps nothing and has no clock.
//
//	query, err := mql.ParseAlarm(`CpuUtilization[5m].groupBy(pool).mean() > 80`)
//	for _, result := range evaluation.At(query, source, noon) {
//		// {pool: x} 92 true
//	}
//
// A window is the query's interval up to the time of the evaluation: it holds start <= t < end. A stream without a
// datapoint in it has no value, so a threshold neither fires nor clears there. Only absent() tells of streams that have
// stopped: 1 while the last datapoint lies outside the window, 0 while it lies inside, and no value any more once the
// stream has been silent for the detection period as well. What has never been there is not absent.
//
// [At] is for alarms: each stream or group with the number that the predicate compares, and whether it is true. [Series]
// is for charts: of a predicate or a join only what is true is kept, as 1, and so it is inside a nested query.
//
// The counterpart of a stream or group on the other side of an operator has the same dimensions, or else the most
// of them and no others. So a number and what grouping() leaves go with every stream. Arithmetic leaves out what has no
// counterpart and what is no number (a division by zero); && is false there, and || asks the one side alone.
//
// A datapoint's count says how often its value occurred: sum, count, mean and percentile go by it.
//
// A condition on a dimension that no stream of the metric has, at whatever time, filters nothing.
//
// Assumed, because not documented: what a counterpart is; that percentile is the nearest rank; what rate and increment
// compare, and that a group's add up; that streams without a dimension that is grouped by are a group of their own; to
// which window a datapoint on its border belongs.
//
// Sources: OCI documentation, pages "Monitoring Query Language (MQL) Reference", "Selecting Dimensions for a Query",
// "Specifying a Predicate in a Query", "Nesting Queries in an MQL Expression", "Creating an Absence Alarm" and "Monitoring
// Overview"; API reference, Datapoint and SummarizeMetricsDataDetails.
package evaluation
