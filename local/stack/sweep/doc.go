// Package sweep deletes what is left of test stacks in the cloud: what an engine that was
// killed had begun to make and does not know of, and stacks that nobody threw away.
//
// Things are found by the free-form tags that the program gives to everything that can
// have tags. Only what is tagged with a time to expire, which test stacks are, is ever
// touched: a stack that stays is out of reach, whatever it is called.
//
//	left, err := sweep.Run(ctx, sweep.Options{Target: t, Config: config, Match: sweep.Stack("cxbridge", "try", "me")})
//
// The registrations of listeners come first: they have no tags and are known by the
// addresses of the deployments that they lead to. While one stays, so does all else.
//
// Then it goes in stages, from what uses to what is used. In each, things are deleted, and
// listed again until none is there: that is how a deletion's end is seen, and how what
// was refused because of something still in use (409) is tried again. Vaults and secrets
// are scheduled for deletion, which is all that OCI knows for them. Dynamic groups and
// policies are deleted in the home region, where they are written.
package sweep
