// Package store keeps what the local cloud must not forget in one SQLite file.
//
// A resource is a JSON document, as the API shows it, with a few columns beside
// it to look things up by. Work requests, the versions of secrets and log
// entries have tables of their own, because they are many and small.
//
// All changes go through Update, one at a time, so that what a function checks
// inside it still holds when it writes; readers (View) never wait for it:
//
//	s, err := store.Open(filepath.Join(dir, "cloud.db"))
//	err = s.Update(ctx, func(tx *store.Tx) error {
//		r, err := tx.Get(id)
//		…
//		return tx.Put(r)
//	})
//
// The file holds secrets' contents in the clear and is readable by its owner only.
package store
