package fidelity

import "time"

// Functions is what the functions' data plane assumes.
type Functions struct {
	FunctionIdlePeriod     time.Duration
	FunctionInitPeriod     time.Duration
	FunctionDeadlineSlack  time.Duration
	FunctionQueuePeriod    time.Duration
	FunctionMemoryEnforced bool
}

func functionEntries() []entry {
	return []entry{
		{Switch{"FunctionIdlePeriod", "30s",
			"An instance without calls is stopped after this long.",
			"Functions documents only that there is a period; 30 s is Fn's own default idle_timeout"},
			func(s *Switches) any { return &s.FunctionIdlePeriod }},
		{Switch{"FunctionInitPeriod", "5s",
			"A container must listen on its socket within this long.",
			"Fn's FN_HOT_START_TIMEOUT_MSECS; Functions documents the error, not the period"},
			func(s *Switches) any { return &s.FunctionInitPeriod }},
		{Switch{"FunctionDeadlineSlack", "2s",
			"Fn-Deadline lies this long after the function's timeout, at which the instance is stopped.",
			"seen in published header dumps, not documented"},
			func(s *Switches) any { return &s.FunctionDeadlineSlack }},
		{Switch{"FunctionQueuePeriod", "1s",
			"With all instances busy a call waits this long before it is answered 429 TooManyRequests.",
			"429 TooManyRequests is documented, waiting is not"},
			func(s *Switches) any { return &s.FunctionQueuePeriod }},
		{Switch{"FunctionMemoryEnforced", "true",
			"An instance whose resident memory is found above the function's limit during a call is stopped, and the call fails with 502 FunctionInvokeExecutionFailed.",
			"the limit is documented; memory is sampled here, not counted by a control group"},
			func(s *Switches) any { return &s.FunctionMemoryEnforced }},
	}
}
