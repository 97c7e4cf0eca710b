package toolchain

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// fingerprint stands for all that decides what a stamped unit builds to.
func (u Unit) fingerprint() (string, error) {
	if u.Stamp == "" {
		return "", nil
	}
	hash := sha256.New()
	fmt.Fprintln(hash, runtime.Version(), runtime.GOOS, runtime.GOARCH, u.Packages, u.Flags)
	for _, path := range u.Inputs {
		content, err := os.ReadFile(path)
		if err != nil {
			return "", err
		}
		fmt.Fprintln(hash, len(content))
		hash.Write(content)
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// upToDate reports whether a stamped unit was built from the same inputs.
func (u Unit) upToDate(fingerprint string) bool {
	if u.Stamp == "" {
		return false
	}
	last, err := os.ReadFile(u.Stamp)
	if err != nil || string(last) != fingerprint {
		return false
	}
	for _, program := range u.programs() {
		if _, err := os.Stat(filepath.Join(u.Folder, program)); err != nil {
			return false
		}
	}
	return true
}

func (u Unit) remember(fingerprint string) error {
	if u.Stamp == "" {
		return nil
	}
	return os.WriteFile(u.Stamp, []byte(fingerprint), 0o644)
}
