package table

import "github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/oci"

// The official provider has a client for topics and one for subscriptions; they
// share endpoint and paths.
func notifications(client string) *oci.Service {
	return &oci.Service{
		Client: client,
		Name:   "notification", Template: "https://notification.{region}.{secondLevelDomain}",
		Base: "/20181201",
	}
}

func onsResources() []*Resource {
	topic := rest("oci:Ons/notificationTopic:NotificationTopic",
		notifications("oci_ons.NotificationControlPlaneClient"), "/topics", "ACTIVE", "DELETED")
	topic.IDKey = "topicId"
	topic.AutoName = "name"

	subscription := rest("oci:Ons/subscription:Subscription",
		notifications("oci_ons.NotificationDataPlaneClient"), "/subscriptions", "ACTIVE", "DELETED")
	subscription.Ready = []string{"ACTIVE", "PENDING"} // the latter until somebody confirms it
	subscription.Texts = map[string]string{"deliveryPolicy": "deliveryPolicy"}
	subscription.Alike = map[string]func(wanted, live any) bool{"deliveryPolicy": sameJSON}
	return []*Resource{topic, subscription}
}
