package runner

import (
	"fmt"
	"net/http"
)

// Error is a failed invocation as OCI Functions reports it: an HTTP status with
// a code of the invoke API (Functions: troubleshooting page).
type Error struct {
	Status  int
	Code    string
	Message string
}

func (e *Error) Error() string { return fmt.Sprintf("%d %s: %s", e.Status, e.Code, e.Message) }

func failure(status int, code, format string, args ...any) *Error {
	return &Error{Status: status, Code: code, Message: fmt.Sprintf(format, args...)}
}

func executionFailed(format string, args ...any) *Error {
	return failure(http.StatusBadGateway, "FunctionInvokeExecutionFailed", format, args...)
}

func initFailed(format string, args ...any) *Error {
	return failure(http.StatusBadGateway, "FunctionInvokeContainerInitFail", format, args...)
}

func unavailable() *Error {
	return failure(http.StatusServiceUnavailable, "FunctionInvokeServiceUnavailable", "functions are being shut down")
}
