// Package config reads a function's configuration: the keys of its application and of itself, which Oracle Functions
// puts into the environment (OCI Functions: environment variables page).
//
// A [Reader] is asked for every key once, at the start, and remembers what was wrong. [Reader.Err] then reports all of
// it together, each with what to do, so that whoever sets a function up is not sent round once for every mistake.
package config

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Reader reads configuration keys and collects their faults. The zero value is not usable; see [NewReader].
type Reader struct {
	getenv func(string) string
	faults []error
}

// NewReader returns a reader of the environment that getenv answers for, such as os.Getenv.
func NewReader(getenv func(string) string) *Reader {
	return &Reader{getenv: getenv}
}

// Getenv returns the environment's own value of key, for packages that read variables which are no configuration.
func (r *Reader) Getenv(key string) string { return r.getenv(key) }

// Get returns the value of key without the blanks around it, or "" if there is none.
func (r *Reader) Get(key string) string {
	return strings.TrimSpace(r.getenv(key))
}

// Default returns the value of key, or fallback if there is none.
func (r *Reader) Default(key, fallback string) string {
	if value := r.Get(key); value != "" {
		return value
	}
	return fallback
}

// Required returns the value of key. That there is none is a fault whose remedy is given, such as "set it to …".
func (r *Reader) Required(key, remedy string) string {
	value := r.Get(key)
	if value == "" {
		r.Fault(key, "is not set", remedy)
	}
	return value
}

// Bool returns the value of key, true or false, or fallback if there is none.
func (r *Reader) Bool(key string, fallback bool) bool {
	value := r.Get(key)
	if value == "" {
		return fallback
	}
	parsed, err := strconv.ParseBool(value)
	if err != nil {
		r.Fault(key, fmt.Sprintf("is %q, which is neither true nor false", value), "set it to true or false")
		return fallback
	}
	return parsed
}

// Fault records what is wrong with key and what to do about it.
func (r *Reader) Fault(key, problem, remedy string) {
	r.faults = append(r.faults, fmt.Errorf("%s %s: %s", key, problem, remedy))
}

// Err returns every fault found so far, or nil.
func (r *Reader) Err() error {
	return errors.Join(r.faults...)
}
