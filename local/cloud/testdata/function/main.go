// Command function is what the cloud's tests push, run and call. It does what the
// body's first word says: echo, headers, log <text>, log-headers, fail <text>, answer <status>,
// secret <ocid>.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"github.com/cxbridge/cxbridge/shared/function"
	fdk "github.com/fnproject/fdk-go"
	"github.com/oracle/oci-go-sdk/v65/common/auth"
	"github.com/oracle/oci-go-sdk/v65/secrets"
)

func main() { fdk.Handle(fdk.HandlerFunc(handle)) }

func handle(ctx context.Context, in io.Reader, out io.Writer) {
	body, _ := io.ReadAll(in)
	command, argument, _ := strings.Cut(string(body), " ")
	switch command {
	case "headers":
		json.NewEncoder(out).Encode(fdk.GetContext(ctx).Header())
	case "config":
		io.WriteString(out, os.Getenv(argument))
	case "log":
		fmt.Fprintln(os.Stderr, argument)
	case "log-headers":
		json.NewEncoder(os.Stderr).Encode(fdk.GetContext(ctx).Header())
	case "fail":
		fmt.Fprintln(os.Stderr, argument)
		os.Exit(1)
	case "answer":
		function.Adapt(answering(argument)).Serve(ctx, strings.NewReader(""), out)
	case "secret":
		content, err := secret(ctx, argument)
		if err != nil {
			content = "error: " + err.Error()
		}
		io.WriteString(out, content)
	default:
		out.Write(body)
	}
}

// answering is a handler of a function of this project, which always answers the same status.
func answering(status string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(os.Stderr, status)
		code, _ := strconv.Atoi(status)
		w.WriteHeader(code)
	})
}

func secret(ctx context.Context, id string) (string, error) {
	provider, err := auth.ResourcePrincipalConfigurationProvider()
	if err != nil {
		return "", err
	}
	client, err := secrets.NewSecretsClientWithConfigurationProvider(provider)
	if err != nil {
		return "", err
	}
	for _, item := range strings.Split(os.Getenv("CLIENT_HOST_OVERRIDES"), ";") {
		if host, ok := strings.CutPrefix(item, "oci_secrets.SecretsClient="); ok {
			client.Host = host
		}
	}
	response, err := client.GetSecretBundle(ctx, secrets.GetSecretBundleRequest{SecretId: &id})
	if err != nil {
		return "", err
	}
	return *response.SecretBundleContent.(secrets.Base64SecretBundleContentDetails).Content, nil
}
