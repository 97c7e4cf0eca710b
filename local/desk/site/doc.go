// Package site is what a B2C Service site knows and enforces, without HTTP: the
// attributes of contacts and incidents, the menus, what a write must satisfy,
// what the site derives, and the queries.
//
// A record is a document, a map as JSON decodes it. Schemas say which attributes
// there are; one walk over a schema checks and applies what a client sends, so
// that create, update and sub-collections obey the same rules.
//
// Sources: Connect REST API (Exceptions, Manage collections, ROQL object
// queries, Edit response threads). What no document says is in package fidelity.
package site
