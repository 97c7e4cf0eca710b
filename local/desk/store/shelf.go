package store

import (
	"cmp"
	"slices"
)

// shelf holds the records of one kind by ascending id.
type shelf struct {
	records []*Record
	index   map[int64]*Record
}

func (s *shelf) put(r *Record) {
	if at, ok := s.find(r.ID); ok {
		s.records[at] = r
	} else {
		s.records = slices.Insert(s.records, at, r) // ids only grow: at the end
	}
	s.index[r.ID] = r
}

func (s *shelf) delete(id int64) {
	if at, ok := s.find(id); ok {
		s.records = slices.Delete(s.records, at, at+1)
		delete(s.index, id)
	}
}

func (s *shelf) find(id int64) (at int, ok bool) {
	return slices.BinarySearchFunc(s.records, id, func(r *Record, id int64) int { return cmp.Compare(r.ID, id) })
}
