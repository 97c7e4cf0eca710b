package deskreader

import (
	"context"
	"net/http"
)

// Calls lists the REST calls that others than this reader have made, such as
// "POST /services/rest/connect/latest/incidents", since the last Forget.
func (r Reader) Calls(ctx context.Context) ([]string, error) {
	var journal struct {
		Items []struct{ Method, Path, ApplicationContext string }
	}
	if err := r.Call(ctx, http.MethodGet, "/desk/requests", nil, &journal); err != nil {
		return nil, err
	}
	var calls []string
	for _, item := range journal.Items {
		if item.ApplicationContext != applicationContext {
			calls = append(calls, item.Method+" "+item.Path)
		}
	}
	return calls, nil
}

// Forget empties the desk's journal of calls.
func (r Reader) Forget(ctx context.Context) error {
	return r.Call(ctx, http.MethodDelete, "/desk/requests", nil, nil)
}
