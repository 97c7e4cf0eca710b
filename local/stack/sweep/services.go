package sweep

import (
	"context"

	"github.com/oracle/oci-go-sdk/v65/artifacts"
	"github.com/oracle/oci-go-sdk/v65/monitoring"
	"github.com/oracle/oci-go-sdk/v65/nosql"
)

func (w *world) alarms() kind {
	return kind{"alarm", pages(func(ctx context.Context, page *string) ([]monitoring.AlarmSummary, *string, error) {
		answer, err := w.alarm.ListAlarms(ctx, monitoring.ListAlarmsRequest{CompartmentId: &w.compartment, Page: page})
		return answer.Items, answer.OpcNextPage, err
	}), func(ctx context.Context, r Resource) error {
		_, err := w.alarm.DeleteAlarm(ctx, monitoring.DeleteAlarmRequest{AlarmId: &r.ID})
		return err
	}}
}

func (w *world) tables() kind {
	return kind{"NoSQL table", pages(func(ctx context.Context, page *string) ([]nosql.TableSummary, *string, error) {
		answer, err := w.table.ListTables(ctx, nosql.ListTablesRequest{CompartmentId: &w.compartment, Page: page})
		return answer.Items, answer.OpcNextPage, err
	}), func(ctx context.Context, r Resource) error {
		_, err := w.table.DeleteTable(ctx, nosql.DeleteTableRequest{TableNameOrId: &r.ID})
		return err
	}}
}

func (w *world) repositories() kind {
	return kind{"container repository", pages(func(ctx context.Context, page *string) ([]artifacts.ContainerRepositorySummary, *string, error) {
		answer, err := w.repository.ListContainerRepositories(ctx, artifacts.ListContainerRepositoriesRequest{CompartmentId: &w.compartment, Page: page})
		return answer.Items, answer.OpcNextPage, err
	}), func(ctx context.Context, r Resource) error {
		_, err := w.repository.DeleteContainerRepository(ctx, artifacts.DeleteContainerRepositoryRequest{RepositoryId: &r.ID})
		return err
	}}
}
