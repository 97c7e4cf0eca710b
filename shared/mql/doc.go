// Package mql reads queries in OCI's Monitoring Query Language, those of alarms above all.
package mql
