// Package connect answers B2C Service's Connect REST API, versions v1.3 and v1.4
// (which is also the latest), under /services/rest/connect/.
//
//	{version}/contacts                      GET query, POST create
//	{version}/contacts/{id}                 GET, PATCH, DELETE
//	{version}/contacts/{id}/phones          GET, POST; likewise emails
//	{version}/contacts/{id}/phones/{type}   GET, PATCH, DELETE
//	{version}/incidents                     GET query, POST create
//	{version}/incidents/{id}                GET, PATCH, DELETE
//	{version}/incidents/{id}/threads        GET, POST
//	{version}/incidents/{id}/threads/{id}   GET, PATCH
//	{version}/incidents/{id}/primaryContact GET
//	{version}/queryResults                  GET tabular query
//	exceptions, exceptions/{code}           GET
//
// What B2C Service has besides is answered with 501. A record is answered with
// its sub-collections and the records it refers to as links; expand=all or
// expand=threads,… includes them, fields=… chooses. A list of records has stubs
// without either.
//
// Sources: Connect REST API (HTTP Methods, Custom Headers, Suppressing Rules and
// External Events, Exceptions, ROQL object queries, Manage collections).
package connect
