// Package monitoring is OCI's Monitoring: metrics and the alarms on them.
package monitoring
