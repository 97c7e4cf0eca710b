// Package delivery takes events to the listeners that are registered for them.
//
// An event is posted to the listener's URL as it was published, with Basic
// authentication or with a token that the listener's identity provider gave for the
// registered client credentials. A token is kept until it expires, and asked for anew
// once after a 401. Any 2xx means that the listener has the event. Redirects are not
// followed: credentials are for the address that is registered with them.
//
// A delivery is kept before it is tried, so that it is tried at least once: a desk
// that ends in the middle goes on when it is opened again. What a listener does not
// take is tried again, each time after twice the pause; nothing keeps events in order.
// Some attempts are made at a time, and others wait for their turn.
// What a listener is, where and with which credentials, is looked up at each attempt.
//
// The latest deliveries are kept, to be looked at and to be repeated on demand.
package delivery
