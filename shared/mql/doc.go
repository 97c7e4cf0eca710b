// Package mql reads queries in the Monitoring Query Language of OCI. Settings are checked with it before an alarm is
// made, and the local cloud evaluates what it gives.
//
//	CreateSecret[1m]{vaultId = "ocid1.vault…"}.sum() > 0
//	|            |   |                         |     trigger rule (predicate)
//	|            |   |                         statistic
//	|            |   dimensions, all of which must fit
//	|            interval: 1m to 60m, 1h to 24h, 1d
//	metric: a letter, then letters, digits and . _ - $
//
// Dimensions take = and != with a text, quoted or a single word, and =~ and !~ with a quoted pattern, in which * stands
// for any characters and | for or. Inside quotes \" is a quote and \\ a backslash. A comma is the only "and" between
// dimensions, and there is no "or".
//
// Statistics: avg() (the same as mean()), count(), first(), increment(), last(), max(), mean(), min(), percentile(p)
// with 0 < p < 1, rate() (per second), sum(), and absent() or absent(20h), whose detection period is 1m to 3d.
// Before a statistic, groupBy(a, b) combines the streams that have the same values of these dimensions, and grouping()
// combines all. What a statistic leaves can be grouped again:
//
//	CpuUtilization[1m].groupBy(poolId).mean().grouping().max()
//
// Predicates compare with numbers: > >= == != < <=, in (60, 80), not in (60, 80), the bounds included in both.
// Arithmetic is + - * / % between queries and numbers, * / % before + -, from the left:
//
//	100 * HttpResponses[5m]{httpStatusCategory = "5xx"}.grouping().sum() / HttpResponses[5m].grouping().sum() > 5
//
// && and || join whole queries, && first. A query in parentheses can be grouped and counted in turn; of its predicate
// what is true is kept, as 1:
//
//	(CpuUtilization[1m].max() > 80).grouping().sum() >= 3
//
// Everything else is refused, with its place, what was found and what was expected:
//
//	query, err := mql.ParseAlarm(`CreateSecret[1m].total() > 0`)
//	// 1:18: found total(), expected one of avg, count, …
//
// Assumed, because not documented: names of statistics and keywords are written as here, in this case; && binds tighter
// than ||; a predicate's right side is a number; empty braces are not written; only the escapes above exist.
//
// Sources: OCI documentation, pages "Monitoring Query Language (MQL) Reference", "Selecting Dimensions for a Query",
// "Specifying a Predicate in a Query", "Nesting Queries in an MQL Expression" and "Customizing the Absence Detection
// Period for an Alarm Query"; API reference, MetricDataDetails, SummarizeMetricsDataDetails and CreateAlarmDetails.
package mql
