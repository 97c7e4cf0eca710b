package cloud

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/cxbridge/cxbridge/local/cloud/runner"
)

func TestHowInvocationsAreCounted(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want string
	}{
		{nil, "Success"},
		{&runner.Error{Status: 429}, "Throttled"},
		{&runner.Error{Status: 502}, "Error"},
		{fmt.Errorf("calling: %w", &runner.Error{Status: 504}), "Error"},
		{errors.New("no such image"), "Error"},
		{fmt.Errorf("waiting: %w", context.Canceled), ""},
		{context.DeadlineExceeded, "Error"},
	} {
		if got := responseType(tt.err); got != tt.want {
			t.Errorf("%v: %q, want %q", tt.err, got, tt.want)
		}
	}
}
