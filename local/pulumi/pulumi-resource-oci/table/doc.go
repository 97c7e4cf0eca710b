// Package table says how each type is created, read, changed and deleted over
// OCI's REST API: the part of the plugin that no source can be generated from.
//
// A new type is one entry here, in the file of its service, and one in the
// schema's generator. Most entries are one line:
//
//	rest("oci:Core/vcn:Vcn", network, "/vcns", "AVAILABLE", "TERMINATED")
//
// is created with POST /vcns, read, changed and deleted with GET, PUT and
// DELETE /vcns/{id}, is ready when its lifecycleState is AVAILABLE, and gone
// when a GET answers 404 or TERMINATED. What a type does otherwise is said in
// the other fields of Resource.
//
// In paths, {id} stands for the resource's OCID and {name} for its input.
package table
