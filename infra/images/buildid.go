package images

import (
	"bytes"
	"debug/elf"
	"fmt"
)

// noteHeader is the length of an ELF note before its content: three words and the name, which is "Go" or "GNU".
const noteHeader = 16

// clearBuildIDs overwrites the build IDs in an ELF program with zeros. They name the inputs of the build, comments
// included, and not what came of it: a function would seem changed when its code is not. (The linker would leave them
// out if told so, but then go build links every program anew each time.)
func clearBuildIDs(program []byte) error {
	file, err := elf.NewFile(bytes.NewReader(program))
	if err != nil {
		return fmt.Errorf("reading the program: %w", err)
	}
	for _, name := range []string{".note.go.buildid", ".note.gnu.build-id"} {
		if section := file.Section(name); section != nil && section.Size > noteHeader {
			clear(program[section.Offset+noteHeader : section.Offset+section.Size])
		}
	}
	return nil
}
