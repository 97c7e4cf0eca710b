package settings

// Shape is the kind of processors that an application's functions run on, by OCI's names (Functions API:
// CreateApplicationDetails). All functions of an application share it.
type Shape string

// The shapes that there are.
const (
	X86    Shape = "GENERIC_X86"
	Arm    Shape = "GENERIC_ARM"
	X86Arm Shape = "GENERIC_X86_ARM" // either, as OCI likes
)

// architectures are what an image must hold to run on a shape, as Go and container registries call them.
var architectures = map[Shape][]string{
	X86:    {"amd64"},
	Arm:    {"arm64"},
	X86Arm: {"amd64", "arm64"},
}

// Architectures are what an image must hold to run on the shape: amd64, arm64 or both. An unknown shape has none.
func (s Shape) Architectures() []string { return architectures[s] }
