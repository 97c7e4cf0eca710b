// Package webhook holds what every function behind a gateway's webhook route needs before it looks at the message:
//
//   - [ClientAddress]: who called, from the headers that the gateway sets;
//   - [Networks]: whether that address may call;
//   - [Guard]: the two together, in front of an http.Handler;
//   - [SameSecret]: a shared secret, compared in constant time;
//   - [ReadBody]: the body, up to a limit;
//   - [Answer] and [Refusal]: JSON answers.
//
// The order is always the same: address, method and content type, size, then the content. What an unknown caller can make
// the function do is thus the least.
package webhook
