package prune

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/oracle/oci-go-sdk/v65/functions"

	"github.com/cxbridge/cxbridge/local/stack/target"
)

// digests is a set of them.
type digests map[string]bool

// used are the images that functions run, by repository: what the stack says, and what the
// functions themselves say.
func (p *pruner) used(ctx context.Context) (map[string]digests, error) {
	used := map[string]digests{}
	add := func(function, digest string) {
		repository := p.names.Repository(function)
		if used[repository] == nil {
			used[repository] = digests{}
		}
		used[repository][digest] = true
	}
	said := map[string]string{}
	if err := json.Unmarshal(p.outputs["functionDigests"], &said); err != nil || len(said) == 0 {
		return nil, fmt.Errorf("the stack %s has no output functionDigests, so that nothing is known of what it uses: pulumi up makes it", p.Stack)
	}
	for function, digest := range said {
		add(function, digest)
	}
	application, err := p.outputs.Text("applicationId")
	if err != nil {
		return nil, err
	}
	for request := (functions.ListFunctionsRequest{ApplicationId: &application}); ; {
		answer, err := p.functions.ListFunctions(ctx, request)
		if err != nil {
			return nil, fmt.Errorf("listing the functions of %s: %w", application, target.Brief(err))
		}
		for _, f := range answer.Items {
			if source, ok := f.SourceDetails.(functions.ContainerImageFunctionSourceDetails); ok && source.ImageDigest != nil {
				add(text(f.DisplayName), *source.ImageDigest)
			}
		}
		if request.Page = answer.OpcNextPage; request.Page == nil {
			return used, nil
		}
	}
}

// unused is an error when a function has begun to use one of these images.
func (p *pruner) unused(ctx context.Context, images []image) error {
	used, err := p.used(ctx)
	if err != nil {
		return err
	}
	for _, i := range images {
		if used[i.repository][i.digest] {
			return fmt.Errorf("a function of %s has begun to use %s: no more is deleted; prune again when pulumi up is over", i.repository, short(i.digest))
		}
	}
	return nil
}
