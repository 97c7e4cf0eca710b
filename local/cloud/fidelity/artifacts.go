package fidelity

// Artifacts is what the container registry's control plane assumes.
type Artifacts struct {
	PushCreatesRepository       bool
	RepositoryDeletedWithImages bool
	IndexedImagesListed         bool
	IndexedImagesDeletable      bool
}

func artifactsEntries() []entry {
	return []entry{
		{Switch{"PushCreatesRepository", "true",
			"An image pushed to a container repository that does not exist makes it, in the root compartment.",
			"documented as the default of a tenancy's registry settings, which an administrator can change"},
			func(s *Switches) any { return &s.PushCreatesRepository }},
		{Switch{"RepositoryDeletedWithImages", "true",
			"A container repository that has images is deleted with them. Otherwise that is 409 Conflict.",
			"not documented for DeleteContainerRepository"},
			func(s *Switches) any { return &s.RepositoryDeletedWithImages }},
		{Switch{"IndexedImagesListed", "true",
			"The images of a multi-architecture image are in lists beside its index, and stay when that is deleted. Otherwise the index stands for them, and they go with it.",
			"that such images are stored is documented (Registry: release notes, May 2021), how they are listed is not"},
			func(s *Switches) any { return &s.IndexedImagesListed }},
		{Switch{"IndexedImagesDeletable", "true",
			"An image that an index names can be deleted, which leaves a broken index. Otherwise that is 409 Conflict.",
			notDocumented},
			func(s *Switches) any { return &s.IndexedImagesDeletable }},
	}
}
