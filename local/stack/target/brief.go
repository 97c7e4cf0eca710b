package target

import (
	"fmt"

	"github.com/oracle/oci-go-sdk/v65/common"
)

// Brief says what a service of OCI answered, without the advice for programmers that the
// SDK adds to it. Other errors stay as they are.
func Brief(err error) error {
	if answer, ok := common.IsServiceError(err); ok {
		return fmt.Errorf("%d %s: %s", answer.GetHTTPStatusCode(), answer.GetCode(), answer.GetMessage())
	}
	return err
}
