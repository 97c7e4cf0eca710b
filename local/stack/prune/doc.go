// Package prune deletes images that no function of a stack needs any more: each changed
// function leaves one behind in its repository, and OCI Registry takes 500 images a
// repository (Registry: FAQ).
//
// It keeps in each of the stack's repositories
//
//   - what the stack's functions run, by the stack's outputs and by the functions
//     themselves: an update that failed halfway may have changed some of them,
//   - the newest versions, to go back to,
//   - the images that an index consists of which is kept. They have no version of their
//     own, so that the registry is asked for the indexes themselves,
//   - images without a version that are newer than the newest version: another image of
//     an index may be on its way, and the index comes last.
//
// It says what it would delete, and deletes when told so. When anything cannot be found
// out, it deletes nothing. Before each image it asks again what runs, and ends when a
// function has begun to use what is to be deleted. Do not prune during pulumi up all the
// same: an update that has found an old image in the registry, and gives it to a function
// a moment later, may find it gone then.
//
// OCI Registry has retention policies of its own. They are set in the console alone, by
// administrators, for a region or for named repositories (Registry: retaining and
// deleting images using retention policies); there is no resource of theirs in the oci
// provider, and no operation in the SDK. Keep them away from these repositories: "not
// pulled for N days" is true of images that functions run, for OCI pulls an image when it
// starts an instance somewhere new and not when it is called, and a function whose image is
// gone fails at its next start.
package prune
