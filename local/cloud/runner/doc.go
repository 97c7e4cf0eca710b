// Package runner runs functions as processes.
package runner
