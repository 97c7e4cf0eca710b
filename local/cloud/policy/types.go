package policy

// resourceType lists the permissions that each verb adds to the verbs before it.
type resourceType struct {
	name                       string
	inspect, read, use, manage []string
	source                     string
}

const (
	vaultPage     = "OCI documentation, Details for the Vault Service (policy reference)"
	functionsPage = "OCI documentation, Details for Functions (policy reference)"
	nosqlPage     = "OCI documentation, Oracle NoSQL Database Cloud Service Policies Reference"
	onsPage       = "OCI documentation, Details for Notifications (policy reference)"
	metricsPage   = "OCI documentation, Details for Monitoring (policy reference)"
)

var resourceTypes = []resourceType{
	{
		name:    "vaults",
		inspect: []string{"VAULT_INSPECT"},
		read:    []string{"VAULT_READ"},
		use:     []string{"VAULT_CREATE_KEY", "VAULT_IMPORT_KEY", "VAULT_CREATE_SECRET"},
		manage:  []string{"VAULT_CREATE", "VAULT_UPDATE", "VAULT_DELETE", "VAULT_MOVE"},
		source:  vaultPage,
	},
	{
		name:    "keys",
		inspect: []string{"KEY_INSPECT"},
		read:    []string{"KEY_READ"},
		use:     []string{"KEY_ENCRYPT", "KEY_DECRYPT", "KEY_EXPORT", "KEY_SIGN", "KEY_VERIFY"},
		manage:  []string{"KEY_CREATE", "KEY_UPDATE", "KEY_ROTATE", "KEY_DELETE"},
		source:  vaultPage,
	},
	{
		name:    "secrets",
		inspect: []string{"SECRET_INSPECT"},
		read:    []string{"SECRET_READ"},
		use:     []string{"SECRET_UPDATE"},
		manage:  []string{"SECRET_CREATE", "SECRET_DELETE", "SECRET_MOVE"},
		source:  vaultPage,
	},
	{
		name:    "secret-versions",
		inspect: []string{"SECRET_VERSION_INSPECT"},
		read:    []string{"SECRET_VERSION_READ"},
		manage:  []string{"SECRET_VERSION_DELETE"},
		source:  vaultPage,
	},
	{
		name:    "secret-bundles",
		inspect: []string{"SECRET_BUNDLE_INSPECT"},
		read:    []string{"SECRET_BUNDLE_READ"},
		source:  vaultPage,
	},
	{
		name:    "fn-app",
		inspect: []string{"FN_APP_LIST"},
		read:    []string{"FN_APP_READ"},
		manage:  []string{"FN_APP_CREATE", "FN_APP_DELETE", "FN_APP_UPDATE"},
		source:  functionsPage,
	},
	{
		name:    "fn-function",
		inspect: []string{"FN_FUNCTION_LIST"},
		read:    []string{"FN_FUNCTION_READ"},
		manage:  []string{"FN_FUNCTION_CREATE", "FN_FUNCTION_DELETE", "FN_FUNCTION_UPDATE"},
		source:  functionsPage,
	},
	{
		name:   "fn-invocation",
		use:    []string{"FN_INVOCATION"},
		source: functionsPage,
	},
	{
		name:    "nosql-tables",
		inspect: []string{"NOSQL_TABLE_INSPECT"},
		read:    []string{"NOSQL_TABLE_READ"},
		use:     []string{"NOSQL_TABLE_ALTER"},
		manage:  []string{"NOSQL_TABLE_CREATE", "NOSQL_TABLE_DROP", "NOSQL_TABLE_MOVE"},
		source:  nosqlPage,
	},
	{
		name:   "nosql-rows",
		read:   []string{"NOSQL_ROWS_READ"},
		use:    []string{"NOSQL_ROWS_INSERT"},
		manage: []string{"NOSQL_ROWS_DELETE"},
		source: nosqlPage,
	},
	{
		name:   "nosql-indexes",
		read:   []string{"NOSQL_INDEX_READ"},
		manage: []string{"NOSQL_INDEX_CREATE", "NOSQL_INDEX_DROP"},
		source: nosqlPage,
	},
	{
		name:    "ons-topics",
		inspect: []string{"ONS_TOPIC_INSPECT"},
		read:    []string{"ONS_TOPIC_READ"},
		use:     []string{"ONS_TOPIC_PUBLISH", "ONS_TOPIC_SUBSCRIBE"},
		manage:  []string{"ONS_TOPIC_CREATE", "ONS_TOPIC_MOVE", "ONS_TOPIC_UPDATE", "ONS_TOPIC_DELETE"},
		source:  onsPage,
	},
	{
		name:    "ons-subscriptions",
		inspect: []string{"ONS_SUBSCRIPTION_INSPECT"},
		manage:  []string{"ONS_SUBSCRIPTION_MOVE", "ONS_TOPIC_SUBSCRIBE"},
		source:  onsPage,
	},
	{
		name:    "metrics",
		inspect: []string{"METRIC_INSPECT"},
		read:    []string{"METRIC_READ"},
		use:     []string{"METRIC_WRITE"},
		source:  metricsPage,
	},
	{
		name:    "alarms",
		inspect: []string{"ALARM_INSPECT"},
		read:    []string{"ALARM_READ"},
		manage:  []string{"ALARM_CREATE", "ALARM_UPDATE", "ALARM_DELETE", "ALARM_MOVE"},
		source:  metricsPage,
	},
}
