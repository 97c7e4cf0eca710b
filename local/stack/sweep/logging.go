package sweep

import (
	"context"

	"github.com/oracle/oci-go-sdk/v65/logging"
)

func (w *world) logGroups() kind {
	return kind{"log group", pages(func(ctx context.Context, page *string) ([]logging.LogGroupSummary, *string, error) {
		answer, err := w.log.ListLogGroups(ctx, logging.ListLogGroupsRequest{CompartmentId: &w.compartment, Page: page})
		return answer.Items, answer.OpcNextPage, err
	}), func(ctx context.Context, r Resource) error {
		_, err := w.log.DeleteLogGroup(ctx, logging.DeleteLogGroupRequest{LogGroupId: &r.ID})
		return err
	}}
}

// logs are listed and deleted by log group: a stack's are in its own.
func (w *world) logs() kind {
	of := func(group Resource) func(context.Context) ([]Resource, error) {
		return pages(func(ctx context.Context, page *string) ([]logging.LogSummary, *string, error) {
			answer, err := w.log.ListLogs(ctx, logging.ListLogsRequest{LogGroupId: &group.ID, Page: page})
			return answer.Items, answer.OpcNextPage, err
		})
	}
	return kind{"log", w.within(w.logGroups(), of), func(ctx context.Context, r Resource) error {
		_, err := w.log.DeleteLog(ctx, logging.DeleteLogRequest{LogGroupId: &r.within, LogId: &r.ID})
		return err
	}}
}
