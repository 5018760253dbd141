// Package gen makes valid packages: a WukongRender, NetworkConfigs and Wukongs over
// the whole API, as a user could write them. A package that the function refuses is
// therefore a mistake of the function or of this generator.
//
// Valid over the whole package means here: an uplink belongs to one bridge unless
// through VLANs of their own, a bridge is defined the same way wherever it is, an
// address stands once in its segment, names and interface names keep their limits.
// The generator knows the API's field names and nothing else of the function, and is
// seeded and shrunk by rapid.
package gen

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"pgregory.net/rapid"
	"sigs.k8s.io/yaml"
)

// Object is one resource as decoded YAML.
type Object = map[string]any

// Package is what a user's directory holds.
type Package struct {
	Config   Object // nil where the package has no WukongRender
	Networks []Object
	Machines []Object
}

// Versions are the NMState releases that the function must know (contract, section 2).
var Versions = []string{"v0.84.0", "v0.85.0", "v0.85.1", "v0.86.0"}

// Packages generates packages of one to most machines, two namespaces, up to five
// segments.
func Packages(most int) *rapid.Generator[Package] {
	return rapid.Custom(func(t *rapid.T) Package {
		l := &lan{t: t}
		l.segments(rapid.IntRange(0, 5).Draw(t, "segments"))
		p := Package{Networks: l.shared()}
		for i := range rapid.IntRange(1, most).Draw(t, "machines") {
			p.Machines = append(p.Machines, l.machine(i))
		}
		if rapid.Bool().Draw(t, "configured") {
			p.Config = config(t, l.defaultUplink)
		}
		return p
	})
}

// Objects gives the resources in the order of the file.
func (p Package) Objects() []Object {
	var all []Object
	if p.Config != nil {
		all = append(all, p.Config)
	}
	all = append(all, p.Networks...)
	return append(all, p.Machines...)
}

// YAML gives the package as one stream.
func (p Package) YAML() ([]byte, error) {
	var stream bytes.Buffer
	for _, object := range p.Objects() {
		document, err := yaml.Marshal(object)
		if err != nil {
			return nil, fmt.Errorf("writing a generated resource: %w", err)
		}
		stream.WriteString("---\n")
		stream.Write(document)
	}
	return stream.Bytes(), nil
}

// Write puts the package into dir as package.yaml, making dir where it is missing.
func (p Package) Write(dir string) error {
	stream, err := p.YAML()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("making the package's directory: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "package.yaml"), stream, 0o644); err != nil {
		return fmt.Errorf("writing the package: %w", err)
	}
	return nil
}

// config makes a WukongRender. uplink is what networks without one rely on; empty
// where all name theirs.
func config(t *rapid.T, uplink string) Object {
	nmstate := Object{}
	maybe(t, "install", nmstate, "install", func() any { return rapid.SampledFrom([]string{"manifests", "olm", "none"}).Draw(t, "install") })
	maybe(t, "version", nmstate, "version", func() any { return rapid.SampledFrom(Versions).Draw(t, "version") })
	maybe(t, "namespace", nmstate, "namespace", func() any { return rapid.SampledFrom([]string{"nmstate", "nmstate-system"}).Draw(t, "namespace") })
	maybe(t, "registry", nmstate, "registry", func() any {
		return rapid.SampledFrom([]string{"quay.io/nmstate", "registry.example.com:5000/mirror/nmstate"}).Draw(t, "registry")
	})
	maybe(t, "replicas", nmstate, "operatorReplicas", func() any { return rapid.IntRange(1, 3).Draw(t, "replicas") })
	maybe(t, "instance", nmstate, "instance", func() any {
		return Object{
			"nodeSelector": Object{"kubernetes.io/os": "linux"},
			"tolerations":  tolerations(t),
		}
	})

	network := Object{}
	if uplink != "" {
		network["physicalInterface"] = uplink
	}
	maybe(t, "management", network, "managementInterfaces", func() any { return []any{"mgmt0"} })
	maybe(t, "ranges", network, "vlanRanges", func() any {
		return []any{Object{"name": "all", "min": 1, "max": 4094}}
	})
	maybe(t, "subnets of the cluster", network, "clusterCIDRs", func() any { return []any{"10.244.0.0/16", "fd00:10:244::/56"} })

	vm := Object{}
	maybe(t, "default cpu", vm, "cpu", func() any { return rapid.IntRange(1, 64).Draw(t, "default cpu") })
	maybe(t, "default memory", vm, "memory", func() any { return memory(t) })
	maybe(t, "cpu as", vm, "cpuAs", func() any { return rapid.SampledFrom([]string{"cores", "sockets"}).Draw(t, "cpu as") })
	maybe(t, "access modes of all", vm, "accessModes", func() any { return "FromStorageProfile" })
	maybe(t, "on the pod network", vm, "podNetwork", func() any { return rapid.Bool().Draw(t, "on the pod network") })

	spec := Object{}
	for key, section := range map[string]Object{"nmstate": nmstate, "network": network, "vm": vm} {
		if len(section) > 0 {
			spec[key] = section
		}
	}
	maybe(t, "delivery", spec, "delivery", func() any {
		return rapid.SampledFrom([]string{"argocd", "flux", "kpt", "none"}).Draw(t, "delivery")
	})
	return Object{
		"apiVersion": "fn.novasphere.dev/v1alpha1", "kind": "WukongRender",
		"metadata": Object{"name": "wukong"}, "spec": spec,
	}
}

// maybe sets a field in half of the cases; minimal cases have none.
func maybe(t *rapid.T, label string, in Object, key string, value func() any) {
	if rapid.Bool().Draw(t, label+"?") {
		in[key] = value()
	}
}
