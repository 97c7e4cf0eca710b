package ledger

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/nosql"
)

// attemptTimeout is how long one call may take. Those of NoSQL take milliseconds.
const attemptTimeout = 3 * time.Second

// errChanged says that a row has no longer the version that was given.
var errChanged = errors.New("the row was changed meanwhile")

// Rows are the calls of oci-go-sdk's NoSQL client that a ledger makes.
type Rows interface {
	GetRow(context.Context, nosql.GetRowRequest) (nosql.GetRowResponse, error)
	UpdateRow(context.Context, nosql.UpdateRowRequest) (nosql.UpdateRowResponse, error)
}

// table makes the calls. None is repeated here: who holds a row is only known to its caller.
type table struct {
	rows Rows
	name string // name or OCID
}

// insert puts a row if there is none with its id, and returns the row that is there then.
func (t table) insert(ctx context.Context, r row) (*row, error) {
	details := nosql.UpdateRowDetails{Option: nosql.UpdateRowDetailsOptionAbsent, IsGetReturnRow: common.Bool(true)}
	result, err := t.update(ctx, r, details, nil)
	if err != nil {
		return nil, err
	}
	if result.Version != nil {
		r.version = *result.Version
		return &r, nil
	}
	if result.ExistingVersion == nil {
		return nil, backoff.Permanent(errors.New("NoSQL answered neither that it put the row nor which one there is"))
	}
	return readRow(result.ExistingValue, *result.ExistingVersion)
}

// replace puts a row over the one with its version, and returns it with its new one. If there is no such row any more, it fails
// with errChanged.
func (t table) replace(ctx context.Context, r row) (*row, error) {
	result, err := t.update(ctx, r, nosql.UpdateRowDetails{}, &r.version)
	if err != nil {
		return nil, err
	}
	if result.Version == nil {
		return nil, errChanged
	}
	r.version = *result.Version
	return &r, nil
}

// update puts a row under a condition. The row's time to live starts again.
func (t table) update(ctx context.Context, r row, details nosql.UpdateRowDetails, ifMatch *string) (nosql.UpdateRowResult, error) {
	columns, err := r.columns()
	if err != nil {
		return nosql.UpdateRowResult{}, backoff.Permanent(err)
	}
	ctx, cancel := context.WithTimeout(ctx, attemptTimeout)
	defer cancel()
	details.Value = columns
	details.IsTtlUseTableDefault = common.Bool(true)
	response, err := t.rows.UpdateRow(ctx, nosql.UpdateRowRequest{
		TableNameOrId: &t.name, UpdateRowDetails: details, IfMatch: ifMatch, RequestMetadata: once(),
	})
	return response.UpdateRowResult, explain("UpdateRow", err)
}

// read returns the row with an id, or nil.
func (t table) read(ctx context.Context, id string) (*row, error) {
	ctx, cancel := context.WithTimeout(ctx, attemptTimeout)
	defer cancel()
	response, err := t.rows.GetRow(ctx, nosql.GetRowRequest{
		TableNameOrId: &t.name, Key: []string{"id:" + id}, Consistency: nosql.GetRowConsistencyAbsolute, RequestMetadata: once(),
	})
	if err != nil || response.Value == nil {
		return nil, explain("GetRow", err)
	}
	version := ""
	if response.Etag != nil {
		version = *response.Etag
	}
	return readRow(response.Value, version)
}

// once keeps oci-go-sdk from repeating a call by itself.
func once() common.RequestMetadata {
	policy := common.NoRetryPolicy()
	return common.RequestMetadata{RetryPolicy: &policy}
}

// explain adds what to do about NoSQL's answer.
func explain(call string, err error) error {
	if err == nil {
		return nil
	}
	service, ok := common.IsServiceError(err)
	if !ok {
		return fmt.Errorf("NoSQL %s: %w", call, err)
	}
	hint := ""
	switch status := service.GetHTTPStatusCode(); {
	case status == http.StatusPreconditionFailed:
		return errChanged
	case status == http.StatusUnauthorized:
		hint = " (the resource principal was not accepted)"
	case status == http.StatusNotFound, status == http.StatusForbidden:
		hint = " (check ledger_table_ocid, and that a policy lets the functions' dynamic group use the table's rows; new policies take up to 15 minutes)"
	case status == http.StatusTooManyRequests:
		hint = " (the table's limits are reached: give it on-demand capacity or more units)"
	}
	failed := fmt.Errorf("NoSQL %s: %d %s: %s%s", call, service.GetHTTPStatusCode(), service.GetCode(), service.GetMessage(), hint)
	if service.GetHTTPStatusCode()/100 == 5 || service.GetHTTPStatusCode() == http.StatusTooManyRequests {
		return failed
	}
	return backoff.Permanent(failed)
}

// passing tells whether a failure may be over in a moment. Whether the call took effect is then not known.
func passing(err error) bool {
	permanent := (*backoff.PermanentError)(nil)
	return err != nil && !errors.As(err, &permanent)
}
