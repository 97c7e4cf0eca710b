package policy

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"
)

// Guard looks at a stack's resources as they are registered. In a preview it lets all pass and tells everything at the end,
// see [Guard.Verdict]; on up, what breaks a rule is not registered, so that it is neither made nor changed.
type Guard struct {
	rules   Rules
	preview bool

	mutex sync.Mutex // the engine shows resources concurrently
	seen  map[Key]Resource
	made  map[Key][]pulumi.Resource // as the program has them
	found Violations
}

// Watch has the engine show a guard every resource that is registered from now on.
func Watch(ctx *pulumi.Context, rules Rules) (*Guard, error) {
	g := &Guard{rules: rules, preview: ctx.DryRun(), seen: map[Key]Resource{}, made: map[Key][]pulumi.Resource{}}
	if err := ctx.RegisterStackTransformation(g.note); err != nil {
		return nil, fmt.Errorf("watching the stack's resources: %w", err)
	}
	if err := ctx.RegisterResourceTransform(g.see); err != nil {
		return nil, fmt.Errorf("watching the stack's resources: %w", err)
	}
	return g, nil
}

// Statements looks at the statements of a policy with names in place of the OCIDs that are not known yet.
func (g *Guard) Statements(policy string, statements []string) error {
	return g.judge(g.rules.Statements(policy, statements))
}

// Verdict waits until all resources are registered, and gives all rules that they break.
func (g *Guard) Verdict(ctx *pulumi.Context) error {
	g.mutex.Lock()
	made := slices.Concat(slices.Collect(maps.Values(g.made))...)
	g.mutex.Unlock()
	for _, one := range made {
		_, _ = internals.UnsafeAwaitOutput(ctx.Context(), one.URN()) // what fails is told by itself
	}
	g.mutex.Lock()
	defer g.mutex.Unlock()
	return g.found.OrNil()
}

// judge notes violations in a preview, and stops at them otherwise.
func (g *Guard) judge(found Violations) error {
	if !g.preview {
		return found.OrNil()
	}
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.found = append(g.found, found...)
	return nil
}

// note keeps what the program registers.
func (g *Guard) note(args *pulumi.ResourceTransformationArgs) *pulumi.ResourceTransformationResult {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	key := Key{args.Type, args.Name}
	g.made[key] = append(g.made[key], args.Resource)
	return nil
}

// see looks at a resource as it arrives at the engine, where its inputs are known. A transform changes nothing by giving nil,
// and refuses by giving an input that cannot be had: it has no error to give.
func (g *Guard) see(ctx context.Context, args *pulumi.ResourceTransformArgs) *pulumi.ResourceTransformResult {
	one, err := resourceOf(ctx, args)
	if err == nil {
		err = g.identify(ctx, one.DependsOn)
	}
	if err == nil {
		g.mutex.Lock()
		found := g.rules.Check(one, g.earlier)
		g.seen[one.Key] = one
		g.mutex.Unlock()
		err = g.judge(found)
	}
	if err == nil {
		return nil
	}
	refused := pulumi.String("").ToStringOutput().ApplyT(func(string) (string, error) { return "", err })
	return &pulumi.ResourceTransformResult{Props: pulumi.Map{"policy": refused}, Opts: args.Opts}
}

// identify learns the OCIDs of resources on which another one depends: they are registered.
func (g *Guard) identify(ctx context.Context, keys []Key) error {
	for _, key := range keys {
		g.mutex.Lock()
		made := g.made[key]
		g.mutex.Unlock()
		if len(made) == 0 {
			continue
		}
		custom, ok := made[0].(pulumi.CustomResource)
		if !ok {
			continue
		}
		result, err := internals.UnsafeAwaitOutput(ctx, custom.ID())
		if err != nil {
			return fmt.Errorf("looking at the OCID of %s: %w", key, err)
		}
		id, _ := result.Value.(pulumi.ID) // none in a preview, of what is not made yet
		g.mutex.Lock()
		one := g.seen[key]
		one.ID = string(id)
		g.seen[key] = one
		g.mutex.Unlock()
	}
	return nil
}

// earlier gives a resource that was registered before. The mutex is held.
func (g *Guard) earlier(key Key) (Resource, bool) {
	one, ok := g.seen[key]
	return one, ok
}

// resourceOf is a resource as the rules see it.
func resourceOf(ctx context.Context, args *pulumi.ResourceTransformArgs) (one Resource, err error) {
	one = Resource{Key: Key{args.Type, args.Name}, Custom: args.Custom}
	if one.Inputs, err = propertiesOf(ctx, args.Props); err != nil {
		return one, fmt.Errorf("looking at the inputs of %s: %w", one.Key, err)
	}
	for _, other := range args.Opts.DependsOn {
		key, err := keyAt(ctx, other)
		if err != nil {
			return one, fmt.Errorf("looking at what %s depends on: %w", one.Key, err)
		}
		one.DependsOn = append(one.DependsOn, key)
	}
	if args.Opts.Parent != nil {
		if one.Parent, err = keyAt(ctx, args.Opts.Parent); err != nil {
			return one, fmt.Errorf("looking at the component of %s: %w", one.Key, err)
		}
	}
	if args.Opts.Provider != nil {
		key, err := keyAt(ctx, args.Opts.Provider)
		if err != nil {
			return one, fmt.Errorf("looking at the provider of %s: %w", one.Key, err)
		}
		one.Provider = key.Name
	}
	return one, nil
}

func keyAt(ctx context.Context, one pulumi.Resource) (Key, error) {
	result, err := internals.UnsafeAwaitOutput(ctx, one.URN())
	if err != nil {
		return Key{}, err
	}
	urn, _ := result.Value.(pulumi.URN)
	return KeyOf(resource.URN(urn)), nil
}
