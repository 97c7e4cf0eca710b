// Package series keeps metrics' datapoints in memory.
//
// A metric stream is what has the same compartment, namespace, name, resource group and
// dimensions. Datapoints are kept as they came, because percentiles and increments need
// them so; those of the same time and value are one with a higher count. What is older
// than the retention is forgotten, and of a stream with too many the oldest.
//
// A stream that is continued has a zero in every minute without a datapoint, from its
// first datapoint on. The zeros are made when they are asked for.
package series
