package cloud_test

import (
	"path/filepath"
	"testing"

	"github.com/oracle/oci-go-sdk/v65/functions"

	"github.com/cxbridge/cxbridge/local/cloud"
)

func constant(count int) functions.FunctionProvisionedConcurrencyConfig {
	return functions.ConstantProvisionedConcurrencyConfig{Count: &count}
}

// instances is how many processes of functions this cloud has: each has a folder.
func (b *bench) instances(t testing.TB) int {
	t.Helper()
	return len(ok[[]string](t)(filepath.Glob(filepath.Join(b.options.Dir, "functions", "instances", "*"))))
}

func TestUnitsOfProvisionedConcurrency(t *testing.T) {
	n := newNet(t, start(t))
	image := n.pushFunction(t)
	application := n.application(t, "app", nil)
	for _, tt := range []struct {
		memory int64
		count  int
		taken  bool
	}{
		{128, 40, true}, {128, 80, true}, {128, 20, false}, {128, 50, false}, {128, 0, false},
		{256, 20, true}, {256, 30, false}, {512, 10, true}, {512, 15, false}, {1024, 10, true}, {2048, 10, true}, {3072, 9, false},
	} {
		f, err := n.createFunction(t, application.Id, func(d *functions.CreateFunctionDetails) {
			from(image)(d)
			d.MemoryInMBs, d.ProvisionedConcurrencyConfig = &tt.memory, constant(tt.count)
		})
		if !tt.taken {
			refused(t, err, 400, "InvalidParameter", "provisionedConcurrencyConfig.count")
			continue
		}
		if err != nil {
			t.Errorf("%d units of %d MB: %v", tt.count, tt.memory, err)
			continue
		}
		if got := f.ProvisionedConcurrencyConfig.(functions.ConstantProvisionedConcurrencyConfig); *got.Count != tt.count {
			t.Errorf("%d units, want %d", *got.Count, tt.count)
		}
		ok[functions.DeleteFunctionResponse](t)(n.functions(t).DeleteFunction(ctx, functions.DeleteFunctionRequest{FunctionId: f.Id}))
	}
}

func TestMemoryForProvisionedConcurrencyIsLimited(t *testing.T) {
	switches := patient()
	switches.ProvisionedMemoryLimit = 3 * 5120
	n := newNet(t, start(t, func(o *cloud.Options) { o.Fidelity = switches }))
	image := n.pushFunction(t)
	application := n.application(t, "app", nil)
	update := func(f functions.Function, d functions.UpdateFunctionDetails) error {
		_, err := n.functions(t).UpdateFunction(ctx, functions.UpdateFunctionRequest{FunctionId: f.Id, UpdateFunctionDetails: d})
		return err
	}
	left := func(want int64) {
		t.Helper()
		if got, _ := n.available(t, "faas", "provisioned-concurrency-mb", tenancy); got != want {
			t.Errorf("%d MB are left, want %d", got, want)
		}
	}
	f := ok[functions.CreateFunctionResponse](t)(n.createFunction(t, application.Id, func(d *functions.CreateFunctionDetails) {
		from(image)(d)
		d.ProvisionedConcurrencyConfig = constant(80)
	})).Function
	left(5120)
	refused(t, update(f, functions.UpdateFunctionDetails{ProvisionedConcurrencyConfig: constant(160)}), 400, "LimitExceeded", "provisioned-concurrency-mb")
	if err := update(f, functions.UpdateFunctionDetails{ProvisionedConcurrencyConfig: constant(120)}); err != nil {
		t.Error(err)
	}
	left(0)
	_, err := n.createFunction(t, application.Id, func(d *functions.CreateFunctionDetails) {
		from(image)(d)
		d.DisplayName, d.ProvisionedConcurrencyConfig = str("other"), constant(40)
	})
	refused(t, err, 400, "LimitExceeded", "faas")
	if err := update(f, functions.UpdateFunctionDetails{ProvisionedConcurrencyConfig: functions.NoneProvisionedConcurrencyConfig{}}); err != nil {
		t.Error(err)
	}
	left(3 * 5120)
}

func TestProvisionedInstancesAreReady(t *testing.T) {
	n := newNet(t, startWith(t, "ProvisionedInstances", "3"))
	image := n.pushFunction(t)
	application := n.application(t, "app", nil)
	f := ok[functions.CreateFunctionResponse](t)(n.createFunction(t, application.Id, func(d *functions.CreateFunctionDetails) {
		from(image)(d)
		d.ProvisionedConcurrencyConfig = constant(40)
	})).Function
	three := func() bool { return n.instances(t) == 3 }
	eventually(t, "three instances are ready", three)
	n.restart(t)
	eventually(t, "three instances are ready after a restart", three)

	client := n.functions(t)
	ok[functions.UpdateApplicationResponse](t)(client.UpdateApplication(ctx, functions.UpdateApplicationRequest{ApplicationId: application.Id,
		UpdateApplicationDetails: functions.UpdateApplicationDetails{Config: map[string]string{"version": "2"}}}))
	if _, got, err := n.invoke(t, f, "config version"); err != nil || got != "2" {
		t.Errorf("version %q, %v", got, err)
	}
	ok[functions.DeleteFunctionResponse](t)(client.DeleteFunction(ctx, functions.DeleteFunctionRequest{FunctionId: f.Id}))
	eventually(t, "no instance is left", func() bool { return n.instances(t) == 0 })
}
