package cloud_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/types"
	"github.com/oracle/oci-go-sdk/v65/functions"
)

const x86, arm, both = functions.CreateApplicationDetailsShapeX86, functions.CreateApplicationDetailsShapeArm, functions.CreateApplicationDetailsShapeX86Arm

// imageFor is the test's function in an image that says which architecture it is for.
func imageFor(t testing.TB, architecture string) v1.Image {
	t.Helper()
	image := ok[v1.Image](t)(functionImage())
	config := ok[*v1.ConfigFile](t)(image.ConfigFile()).DeepCopy()
	config.Architecture = architecture
	return ok[v1.Image](t)(mutate.ConfigFile(image, config))
}

// pushIndex pushes an index of images for the architectures and returns its name there.
func (b *bench) pushIndex(t testing.TB, tag string, architectures ...string) (reference string, index v1.ImageIndex) {
	t.Helper()
	index = mutate.IndexMediaType(empty.Index, types.DockerManifestList)
	for _, a := range architectures {
		index = mutate.AppendManifests(index, mutate.IndexAddendum{Add: imageFor(t, a),
			Descriptor: v1.Descriptor{Platform: &v1.Platform{OS: "linux", Architecture: a}}})
	}
	reference = strings.TrimPrefix(b.URL(), "http://") + "/cxbridge/test/function:" + tag
	to := ok[name.Tag](t)(name.NewTag(reference, name.Insecure))
	if err := remote.WriteIndex(to, index, remote.WithAuth(&authn.Basic{Username: "cxbridge/local", Password: "local-auth-token"})); err != nil {
		t.Fatal(err)
	}
	return reference, index
}

func imageDigest(f functions.Function) string {
	return *f.SourceDetails.(functions.ContainerImageFunctionSourceDetails).ImageDigest
}

func TestFunctionOfAnIndexHasTheIndexesDigest(t *testing.T) {
	n := newNet(t, start(t))
	image, index := n.pushIndex(t, "v1", "amd64", "arm64")
	digest := ok[v1.Hash](t)(index.Digest()).String()
	application := n.shaped(t, "both", both, nil)
	looked := ok[functions.CreateFunctionResponse](t)(n.createFunction(t, application.Id, from(image))).Function
	given := ok[functions.CreateFunctionResponse](t)(n.createFunction(t, application.Id, func(d *functions.CreateFunctionDetails) {
		d.DisplayName = str("given")
		d.SourceDetails = functions.CreateContainerImageFunctionSourceDetails{Image: &image, ImageDigest: &digest}
	})).Function
	for range 2 {
		for _, f := range []functions.Function{looked, given} {
			if got := imageDigest(f); got != digest {
				t.Errorf("%s has the digest %s, want the index's, %s", *f.DisplayName, got, digest)
			}
			if _, got, err := n.invoke(t, f, "echo hello"); err != nil || got != "echo hello" {
				t.Errorf("%s answers %q, %v", *f.DisplayName, got, err)
			}
		}
		n.restart(t)
	}
}

func TestImagesFitTheShape(t *testing.T) {
	n := newNet(t, start(t))
	images := map[string]string{
		"amd64": n.push(t, "test/function", "amd64", imageFor(t, "amd64")),
		"arm64": n.push(t, "test/function", "arm64", imageFor(t, "arm64")),
	}
	images["both"], _ = n.pushIndex(t, "both", "amd64", "arm64")
	images["index of arm64"], _ = n.pushIndex(t, "arm", "arm64")
	good := map[functions.CreateApplicationDetailsShapeEnum][]string{
		x86: {"amd64", "both"}, arm: {"arm64", "both", "index of arm64"}, both: {"both"},
	}
	for shape, fitting := range good {
		application := n.shaped(t, string(shape), shape, nil)
		var got []string
		for _, image := range []string{"amd64", "arm64", "both", "index of arm64"} {
			_, err := n.createFunction(t, application.Id, func(d *functions.CreateFunctionDetails) {
				from(images[image])(d)
				d.DisplayName = str("f" + strings.ReplaceAll(image, " ", "-"))
			})
			if err == nil {
				got = append(got, image)
				continue
			}
			refused(t, err, 400, "InvalidParameter", string(shape))
		}
		if diff := cmp.Diff(fitting, got); diff != "" {
			t.Errorf("%s takes (-want +got):\n%s", shape, diff)
		}
	}
}

// What is for other machines is a function like any other, until it is called.
func TestAnotherShapeIsNotRunHere(t *testing.T) {
	other, architecture := arm, "arm64"
	if machineShape() == arm {
		other, architecture = x86, "amd64"
	}
	n := newNet(t, start(t))
	application := n.shaped(t, "other", other, nil)
	image, _ := n.pushIndex(t, "v1", "amd64", "arm64")
	f := ok[functions.CreateFunctionResponse](t)(n.createFunction(t, application.Id, from(image))).Function
	_, _, err := n.invoke(t, f, "echo")
	refused(t, err, 502, "FunctionInvokeContainerInitFail", "linux/"+architecture)

	// With this machine's shape the same digest runs, before and after.
	here := n.application(t, "here", nil)
	same := ok[functions.CreateFunctionResponse](t)(n.createFunction(t, here.Id, from(image))).Function
	if _, got, err := n.invoke(t, same, "echo"); err != nil || got != "echo" {
		t.Errorf("%q, %v", got, err)
	}
	_, _, err = n.invoke(t, f, "echo")
	refused(t, err, 502, "FunctionInvokeContainerInitFail", "linux/"+architecture)
}

func TestArchitecturesCanBeFoundOutLate(t *testing.T) {
	n := newNet(t, startWith(t, "ImageArchitectureChecked", "false"))
	application := n.application(t, "app", nil)
	image := n.push(t, "test/function", "v1", imageFor(t, "s390x"))
	f := ok[functions.CreateFunctionResponse](t)(n.createFunction(t, application.Id, from(image))).Function
	_, _, err := n.invoke(t, f, "echo")
	refused(t, err, 502, "FunctionInvokeContainerInitFail", "linux/s390x")
}
