package sweep

import (
	"context"

	"github.com/oracle/oci-go-sdk/v65/functions"
)

func (w *world) applications() kind {
	return kind{"application", pages(func(ctx context.Context, page *string) ([]functions.ApplicationSummary, *string, error) {
		answer, err := w.function.ListApplications(ctx, functions.ListApplicationsRequest{CompartmentId: &w.compartment, Page: page})
		return answer.Items, answer.OpcNextPage, err
	}), func(ctx context.Context, r Resource) error {
		_, err := w.function.DeleteApplication(ctx, functions.DeleteApplicationRequest{ApplicationId: &r.ID})
		return err
	}}
}

// functions are listed by application: a stack's are in its own.
func (w *world) functions() kind {
	of := func(application Resource) func(context.Context) ([]Resource, error) {
		return pages(func(ctx context.Context, page *string) ([]functions.FunctionSummary, *string, error) {
			answer, err := w.function.ListFunctions(ctx, functions.ListFunctionsRequest{ApplicationId: &application.ID, Page: page})
			return answer.Items, answer.OpcNextPage, err
		})
	}
	return kind{"function", w.within(w.applications(), of), func(ctx context.Context, r Resource) error {
		_, err := w.function.DeleteFunction(ctx, functions.DeleteFunctionRequest{FunctionId: &r.ID})
		return err
	}}
}
