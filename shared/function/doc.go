// Package function is what every function starts with. A function's main is one line:
//
//	func main() { function.Main(newHandler) }
//
// newHandler gets a [Start], decodes the configuration from it and returns an ordinary http.Handler. [Main] reports all
// faults of the configuration together and ends the process if there are any: the platform then answers 502 to every call
// (OCI Functions: FunctionInvokeContainerInitFail), and nothing is let through that was set up halfway.
//
// Through fdk-go a handler sees the gateway's request: method, URL and the client's headers. Its status reaches the client
// only if the call has Fn-Intent: httprequest, as the gateway's have. Other callers, such as Notifications, learn no more than
// whether the invocation worked. So if a handler answers such a call with a 5xx, the invocation is made to fail: the platform
// then answers 502 (OCI Functions: FunctionInvokeExecutionFailed), and Notifications delivers the message again. It also ends
// the process, which has broken off a call (Fn: container contract), so the next call starts another one. Every other status,
// a refusal too, is an ordinary answer: the message would be refused again.
package function
