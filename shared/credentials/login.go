package credentials

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// Pair is a user name and its password.
type Pair struct{ User, Password string }

// Login is a user name and password of which either may be in Vault.
type Login struct{ User, Password *Secret }

// Value returns both. What is not known yet is read at the same time, so that a cold start waits for Vault once.
func (l Login) Value(ctx context.Context) (Pair, error) {
	var pair Pair
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		pair.User, err = l.User.Value(ctx)
		return err
	})
	group.Go(func() (err error) {
		pair.Password, err = l.Password.Value(ctx)
		return err
	})
	return pair, group.Wait()
}

// Invalidate says that the pair was refused.
func (l Login) Invalidate(refused Pair) {
	l.User.Invalidate(refused.User)
	l.Password.Invalidate(refused.Password)
}
