package images_test

import (
	"testing"
)

// The functions that are built, and for what.
var (
	deployed = []string{"webhook-authorizer", "sms-to-incident"}
	shapes   = []struct {
		name          string
		architectures []string
	}{
		{"amd64", []string{"amd64"}},
		{"arm64", []string{"arm64"}},
		{"amd64+arm64", []string{"amd64", "arm64"}},
	}
)

// BenchmarkWarmBuild is what a preview of unchanged functions waits for.
func BenchmarkWarmBuild(b *testing.B) {
	for _, shape := range shapes {
		b.Run(shape.name, func(b *testing.B) {
			builder := builder(b, "../..", shape.architectures...)
			builder.Cache = b.TempDir()
			build(b, builder, deployed...)
			for b.Loop() {
				build(b, builder, deployed...)
			}
		})
	}
}

// BenchmarkRelink is what a new checkout waits for when packages are in Go's build cache: linking and packing.
func BenchmarkRelink(b *testing.B) {
	for _, shape := range shapes {
		b.Run(shape.name, func(b *testing.B) {
			builder := builder(b, "../..", shape.architectures...)
			builder.Cache = b.TempDir()
			build(b, builder, deployed...)
			for b.Loop() {
				builder.Cache = b.TempDir()
				build(b, builder, deployed...)
			}
		})
	}
}
