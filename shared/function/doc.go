// Package function is what every function starts with. A function's main is one line:
//
//	func main() { function.Main(newHandler) }
//
// newHandler gets a [Start], decodes the configuration from it and returns an ordinary http.Handler. [Main] reports all
// faults of the configuration together and ends the process if there are any: the platform then answers 502 to every call
// (OCI Functions: FunctionInvokeContainerInitFail), and nothing is let through that was set up halfway.
//
// Through fdk-go a handler sees the gateway's request: method, URL and the client's headers. Its status reaches the client
// only if the call has Fn-Intent: httprequest, as the gateway's have.
package function
