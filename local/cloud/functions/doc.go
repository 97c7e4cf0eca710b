// Package functions is the control plane of OCI Functions and its invocation endpoint.
// The processes themselves are the runner's.
//
// Two versions of the API are served, which differ in how a function names its image:
// 20181201 has image and imageDigest at the top, 20260325 inside sourceDetails. Both are
// understood in either; answers speak the version that was called.
//
// An image must be in the cloud's own registry when a function is created or changed;
// its digest is resolved then, unless given, and stays until the image changes. Of an image
// for several architectures it is the digest of the index. What an application's shape
// would run on other machines than this one fails when it is invoked.
package functions
