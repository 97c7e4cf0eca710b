package fidelity

import "net/http"

// CXIF are the assumptions about applications of the CX Industries Framework.
type CXIF struct {
	MaskSecrets              bool `json:"maskSecrets"`
	LenientRegistrations     bool `json:"lenientRegistrations"`
	DuplicateListenerRefused bool `json:"duplicateListenerRefused"`
	SingleListener           bool `json:"singleListener"`
	HubInEveryWorkspace      bool `json:"hubInEveryWorkspace"`
	UUIDRegistrationIDs      bool `json:"uuidRegistrationIDs"`
	RegistrationDeleteStatus int  `json:"registrationDeleteStatus"`
	DeliveryAttempts         int  `json:"deliveryAttempts"`
	DeliveryBackoffMS        int  `json:"deliveryBackoffMS"`
	DeliveryTimeoutMS        int  `json:"deliveryTimeoutMS"`
	RetryRefused             bool `json:"retryRefused"`
}

func defaultsCXIF() CXIF {
	return CXIF{
		MaskSecrets:              true,
		DuplicateListenerRefused: true,
		HubInEveryWorkspace:      true,
		RegistrationDeleteStatus: http.StatusNoContent,
		DeliveryAttempts:         5,
		DeliveryBackoffMS:        1000,
		DeliveryTimeoutMS:        30_000,
	}
}

func listCXIF(d CXIF) []Switch {
	return []Switch{
		{"MaskSecrets", d.MaskSecrets, "Passwords and client secrets of registrations are shown as ********, and that is refused where a secret is written. Off: they are shown.", "Not documented; the samples of the REST reference show what was sent."},
		{"LenientRegistrations", d.LenientRegistrations, "JSON is read strictly. On: the slips of the documentation's samples are taken: an api-id or api-number without quotes, quotes in a query that are not escaped, a patch's path without its first slash, a patch sent with POST.", "Implementation Guide: Set Up Listeners for Events; what the application makes of them is not documented."},
		{"DuplicateListenerRefused", d.DuplicateListenerRefused, "A registration whose URL, APIs and queries are another's of the same workspace is refused with 409.", "409 is documented, its cause is not."},
		{"SingleListener", d.SingleListener, "On: an API has one subscription through its hub; a second is refused with 409.", "TMF630: 409 where a hub has a single listener."},
		{"HubInEveryWorkspace", d.HubInEveryWorkspace, "The registration of a subscription through a hub is found in every workspace. Off: only where no workspace is named.", "The path of a hub names no workspace."},
		{"UUIDRegistrationIDs", d.UUIDRegistrationIDs, "The id of a registration looks like listener-registration9tx8k. On: like a UUID.", "A sample of the REST reference; the form is not promised."},
		{"RegistrationDeleteStatus", d.RegistrationDeleteStatus, "The HTTP status of a DELETE of a registration.", "Not documented."},
		{"DeliveryAttempts", d.DeliveryAttempts, "How often an event is sent to a listener that does not take it.", "Retries are not documented."},
		{"DeliveryBackoffMS", d.DeliveryBackoffMS, "Milliseconds until the second attempt; each further one waits twice as long.", "Retries are not documented."},
		{"DeliveryTimeoutMS", d.DeliveryTimeoutMS, "Milliseconds that a listener and its identity provider may take in all.", "Timeouts are not documented."},
		{"RetryRefused", d.RetryRefused, "A listener that answers 4xx, other than 408, 425 and 429, gets the event no more. On: it gets it again.", "Retries are not documented."},
		{"Options.Clients", nil, "The client cxif-admin may change registrations with a token of its own; another client's is answered with 403.", "Which rights that takes is an application's own setting."},
	}
}
