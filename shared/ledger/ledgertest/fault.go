package ledgertest

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/oracle/oci-go-sdk/v65/common"
)

// Fault makes a call fail. Its zero value gets no answer, and nothing was done.
type Fault struct {
	Call   string // how the call begins, of those that [Table.Calls] returns; "" for any
	Commit bool   // do what was asked for, and fail only then
	Status int    // HTTP status of the answer; 0 for none
}

func (f Fault) err() error {
	if f.Status == 0 {
		return errors.New("connection reset by peer")
	}
	return refusal{f.Status, http.StatusText(f.Status)}
}

// refusal is an error of the service.
type refusal struct {
	status int
	code   string
}

var _ common.ServiceError = refusal{}

func (r refusal) Error() string           { return fmt.Sprintf("%d %s", r.status, r.code) }
func (r refusal) GetHTTPStatusCode() int  { return r.status }
func (r refusal) GetCode() string         { return r.code }
func (r refusal) GetMessage() string      { return "as the test wants" }
func (r refusal) GetOpcRequestID() string { return "" }
