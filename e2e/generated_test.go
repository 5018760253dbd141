package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"github.com/novasphere/wukong-fn/e2e/gen"
)

// TestGeneratedPackages sends packages that nobody wrote through the API server and
// through KubeVirt's admission. A failing case is shrunk; the smallest one stays in
// testdata/fixtures, where every later run takes it as one more example.
func TestGeneratedPackages(t *testing.T) {
	webhooks := startAdmission(t)
	var c *cluster
	if _, err := os.Stat(crdDirectories()[1]); err == nil {
		c = startCluster(t)
		c.nmstateCRDs(t)
	} else {
		t.Logf("MISSING: %s: generated packages go through KubeVirt's admission only", crdDirectories()[1])
	}
	packages, made := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		p := gen.Packages(6).Draw(rt, "package")
		dir, err := os.MkdirTemp(t.TempDir(), "package-")
		if err == nil {
			err = p.Write(dir)
		}
		if err != nil {
			rt.Fatal(err)
		}
		defer func() { _ = os.RemoveAll(dir) }()
		packages++
		made += len(p.Machines)
		if err := accepted(c, webhooks, dir, len(p.Machines)); err != nil {
			fixture := filepath.Join("testdata", "fixtures", "generated")
			if err := p.Write(fixture); err != nil {
				rt.Log(err)
			}
			rt.Fatalf("%v\nthe package is in e2e/%s", err, fixture)
		}
	})
	t.Logf("%d generated packages with %d machines", packages, made)
	if c != nil {
		t.Logf("the API server has taken %d objects; its warnings: %q", c.applied, c.warnings.all())
	}
}

// accepted renders a package and asks every consumer.
func accepted(c *cluster, webhooks *admission, dir string, wukongs int) error {
	stream, err := generate(dir)
	if err != nil {
		return err
	}
	objects, err := decode(stream)
	if err != nil {
		return err
	}
	vms := machines(objects)
	if len(vms) != wukongs {
		return fmt.Errorf("%d Wukongs became %d VirtualMachines", wukongs, len(vms))
	}
	for _, vm := range vms {
		if err := webhooks.judge(vm); err != nil {
			return err
		}
	}
	if c == nil {
		return nil
	}
	if n := len(ours(objects)); n != len(objects) {
		return fmt.Errorf("%d of %d objects do not say that they are generated", len(objects)-n, len(objects))
	}
	for _, o := range objects {
		if o.GetAnnotations()[owner] == "" {
			return fmt.Errorf("%v carries no owner", identify(o))
		}
	}
	return c.replace(objects)
}
