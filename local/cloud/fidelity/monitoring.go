package fidelity

// Monitoring is what metrics and alarms assume.
type Monitoring struct {
	AlarmsStartBlank               bool
	ServiceMetricsContinueWithZero bool
	UnversionedAlarmMinor          int
	SuppressedAlarmsCatchUp        bool
	SplitClearNamesStream          bool
}

func monitoringEntries() []entry {
	return []entry{
		{Switch{"AlarmsStartBlank", "true",
			"An alarm looks at no datapoint from before it was created.",
			notDocumented},
			func(s *Switches) any { return &s.AlarmsStartBlank }},
		{Switch{"ServiceMetricsContinueWithZero", "true",
			"A count metric of a service goes on with a zero in each minute after its first datapoint, so that an alarm on it comes back to OK.",
			"service pages promise a datapoint a minute; Oracle's guide shows the FIRING_TO_OK of such an alarm"},
			func(s *Switches) any { return &s.ServiceMetricsContinueWithZero }},
		{Switch{"UnversionedAlarmMinor", "0",
			"An alarm without notificationVersion sends messages of version 1.0, not of another 1.x.",
			"notificationVersion 1.X is documented to be the newest; published payloads of older alarms are 1.0"},
			func(s *Switches) any { return &s.UnversionedAlarmMinor }},
		{Switch{"SuppressedAlarmsCatchUp", "true",
			"An alarm whose state changed while it was suppressed says so in the first minute after.",
			"documented is only that nothing is sent meanwhile"},
			func(s *Switches) any { return &s.SuppressedAlarmsCatchUp }},
		{Switch{"SplitClearNamesStream", "true",
			"A FIRING_TO_OK or RESET of a split alarm carries its stream's dimensions; one of a grouped alarm carries none.",
			"the latter is what a published payload has; of the former none is known"},
			func(s *Switches) any { return &s.SplitClearNamesStream }},
	}
}
