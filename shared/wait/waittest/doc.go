// Package waittest has what stands in for time in tests of callers that wait: a [Clock] whose pauses pass at once, and a [Patience]
// that ends when the test says so. What such a test says does not hang on how fast the machine is.
package waittest
