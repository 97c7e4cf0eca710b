package fidelity

import "time"

// Notifications is what the delivery of messages assumes.
type Notifications struct {
	FunctionErrorsRetried   bool
	DeliveryBackoffLongest  time.Duration
	DeliverTwice            bool
	PublishPerMinute        int
	MessageTooLargeStatus   int
	SubscriptionsNeedPolicy bool
}

func notificationEntries() []entry {
	return []entry{
		{Switch{"FunctionErrorsRetried", "true",
			"A function that fails (502, 504) has not acknowledged the message and gets it again, as one that could not be called does.",
			"Notifications, Overview: what is not acknowledged is retried, but also: it has no information about a function after it is invoked"},
			func(s *Switches) any { return &s.FunctionErrorsRetried }},
		{Switch{"DeliveryBackoffLongest", "32m0s",
			"Once 1, 2, 4, 8 and 16 minutes have been waited, every further attempt waits this long, until the retry duration is over.",
			"Notifications, Overview, lists waits up to 32 minutes and that the message is then discarded at the end of the duration"},
			func(s *Switches) any { return &s.DeliveryBackoffLongest }},
		{Switch{"DeliverTwice", "false",
			"A message that was acknowledged is not delivered again. True delivers each one twice at the same time, for tests of what must bear it.",
			"documented is at least once (Notifications, Overview), not how often twice"},
			func(s *Switches) any { return &s.DeliverTwice }},
		{Switch{"PublishPerMinute", "60",
			"PublishMessage takes this many messages a minute for a topic and answers 429 TooManyRequests above (0: takes all). Alarms' own messages are not counted.",
			"the number is documented (oci-go-sdk: PublishMessage), the answer and what alarms count is not"},
			func(s *Switches) any { return &s.PublishPerMinute }},
		{Switch{"MessageTooLargeStatus", "413",
			"A request to publish that has more than 64 KB is too large a payload.",
			"the limit is documented (oci-go-sdk: PublishMessage), the status is not"},
			func(s *Switches) any { return &s.MessageTooLargeStatus }},
		{Switch{"SubscriptionsNeedPolicy", "false",
			"A function subscription calls its function because its creator was allowed to. True wants a policy for the principal type onssubscription.",
			"Notifications' pages name no such policy; some published stacks write one"},
			func(s *Switches) any { return &s.SubscriptionsNeedPolicy }},
	}
}
