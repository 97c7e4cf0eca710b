package runner

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// environment is all that the process finds in its environment: the image's
// variables, the configuration, Options.Env and, above all these, what
// Functions sets (Functions: Predefined environment variables).
func (i *instance) environment() []string {
	env := map[string]string{}
	for _, pair := range i.image.environment {
		name, value, _ := strings.Cut(pair, "=")
		env[name] = value
	}
	maps.Copy(env, i.function.Config)
	maps.Copy(env, i.runner.options.Env)
	maps.Copy(env, i.platformEnvironment())

	list := make([]string, 0, len(env))
	for _, name := range slices.Sorted(maps.Keys(env)) {
		list = append(list, name+"="+env[name])
	}
	return list
}

func (i *instance) platformEnvironment() map[string]string {
	f, region := i.function, i.runner.options.Region
	metadata, err := json.Marshal(region)
	if err != nil {
		panic(err) // four strings
	}
	env := map[string]string{
		"FN_FN_ID":            f.ID,
		"FN_FN_NAME":          f.Name,
		"FN_APP_ID":           f.ApplicationID,
		"FN_APP_NAME":         f.ApplicationName,
		"FN_MEMORY":           strconv.Itoa(f.MemoryInMBs),
		"FN_CPUS":             strconv.Itoa(f.MemoryInMBs*100/256) + "m", // 100m at 256 MB; in proportion elsewhere is assumed
		"FN_TYPE":             "sync",
		"FN_FORMAT":           "http-stream",
		"FN_LISTENER":         "unix:" + i.socket(firstExtra),
		"TMPDIR":              filepath.Join(i.dir, "tmp"),
		"OCI_REGION_METADATA": string(metadata),
		"OCI_TRACING_ENABLED": "0",
	}
	if i.runner.options.Credentials != nil {
		env["OCI_RESOURCE_PRINCIPAL_VERSION"] = "2.2"
		env["OCI_RESOURCE_PRINCIPAL_REGION"] = region.Identifier
		env["OCI_RESOURCE_PRINCIPAL_RPST"] = i.credentialsFile(tokenFile)
		env["OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM"] = i.credentialsFile(keyFile)
	}
	return env
}
