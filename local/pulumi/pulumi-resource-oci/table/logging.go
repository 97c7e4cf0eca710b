package table

import "github.com/cxbridge/cxbridge/local/pulumi/pulumi-resource-oci/oci"

var logging = &oci.Service{
	Client: "oci_logging.LoggingManagementClient",
	Name:   "logging", Template: "https://logging.{region}.oci.{secondLevelDomain}",
	Base: "/20200531",
}

func loggingResources() []*Resource {
	log := rest("oci:Logging/log:Log", logging, "/logGroups/{logGroupId}/logs", "ACTIVE", "DELETED").
		asynchronous("log")
	log.Ready = []string{"ACTIVE", "INACTIVE"} // the latter while it is not enabled
	log.Moves = map[string]Move{"logGroupId": {Action: "changeLogGroup", Key: "targetLogGroupId"}}
	log.Import = "logGroupId/{logGroupId}/logId/{id}"
	return []*Resource{
		rest("oci:Logging/logGroup:LogGroup", logging, "/logGroups", "ACTIVE", "DELETED").asynchronous("loggroup"),
		log,
	}
}
