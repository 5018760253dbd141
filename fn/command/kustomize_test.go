package command

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/kustomize/kyaml/openapi"

	"github.com/novasphere/wukong-fn/kustomize"
)

// wukongYAML is a machine with one network of its own.
const wukongYAML = `# a machine
apiVersion: vm.novasphere.dev/v1alpha1
kind: Wukong
metadata:
  name: db
spec:
  networks:
  - name: lan
    type: bridge
`

const namespaceYAML = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop # ours\n"

func renderYAML(spec string) string {
	return "apiVersion: fn.novasphere.dev/v1alpha1\nkind: WukongRender\nmetadata:\n  name: wukong\n  annotations:\n    config.kubernetes.io/function: |\n      exec:\n        path: ./wukong-fn\nspec:\n" + spec
}

const install = "  nmstate:\n    install: "

// kustomizations are packages whose output must be the same from generate as from kustomize build.
func kustomizations() map[string]map[string]string {
	return map[string]map[string]string{
		"plain": {
			"kustomization.yaml": "resources: [namespace.yaml, wukong.yaml]\ntransformers: [render.yaml]\n",
			"namespace.yaml":     namespaceYAML, "wukong.yaml": wukongYAML, "render.yaml": renderYAML(install + "manifests\n"),
		},
		"namespace and prefix": {
			"kustomization.yaml": "namespace: shop\nnamePrefix: x-\nlabels:\n- pairs: {team: a}\nresources: [namespace.yaml, wukong.yaml]\ntransformers: [render.yaml]\n",
			"namespace.yaml":     namespaceYAML, "wukong.yaml": wukongYAML, "render.yaml": renderYAML(install + "none\n"),
		},
		"a namespace and labels": {
			"kustomization.yaml": "namespace: shop\nlabels: [{pairs: {team: a}}]\nresources: [namespace.yaml, wukong.yaml, role.yaml]\ntransformers: [render.yaml]\n",
			"namespace.yaml":     namespaceYAML, "wukong.yaml": wukongYAML, "render.yaml": renderYAML(install + "manifests\n"),
			"role.yaml": "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: r}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: r}\n" +
				"subjects: [{kind: ServiceAccount, name: s}]\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: s}\n",
		},
		"a generator without a hash": {
			"kustomization.yaml": "resources: [wukong.yaml]\ntransformers: [render.yaml]\nsecretGenerator:\n- name: keys\n  literals: [a=b]\n  options: {disableNameSuffixHash: true}\n",
			"wukong.yaml":        wukongYAML, "render.yaml": renderYAML(install + "none\n"),
		},
		"a table of nodes with a hash, in an overlay with a prefix": {
			"kustomization.yaml":      "namePrefix: site-\nresources: [base, wukong.yaml]\ntransformers: [render.yaml]\n",
			"wukong.yaml":             wukongYAML,
			"base/kustomization.yaml": "resources: [net.yaml]\nconfigMapGenerator: [{name: inv, files: [nodes.csv]}]\nconfigurations: [references.yaml]\n",
			"base/net.yaml": "apiVersion: vm.novasphere.dev/v1alpha1\nkind: NetworkConfig\nmetadata: {name: net}\n" +
				"spec: {type: host, vlanId: 30, nodesFrom: {configMap: inv, key: nodes.csv}}\n",
			"base/nodes.csv": "\ufeffname,addresses\r\nn1,192.0.2.1/24\r\nn2,192.0.2.2/24\r\n", "render.yaml": renderYAML(install + "none\n"),
			"base/references.yaml": "nameReference:\n- kind: ConfigMap\n  version: v1\n  fieldSpecs: [{kind: NetworkConfig, path: spec/nodesFrom/configMap}]\n",
		},
		"overlay over a base": {
			"kustomization.yaml":      "resources: [base]\npatches:\n- target: {kind: Wukong}\n  patch: '{kind: Wukong, apiVersion: vm.novasphere.dev/v1alpha1, metadata: {name: db}, spec: {cpu: 4}}'\ntransformers: [render.yaml]\nconfigMapGenerator:\n- name: c\n  literals: [a=b]\n",
			"base/kustomization.yaml": "resources: [wukong.yaml]\n",
			"base/wukong.yaml":        wukongYAML, "render.yaml": renderYAML(install + "none\n  delivery: none\n"),
		},
		"labels and annotations": {
			"kustomization.yaml": "labels:\n- pairs: {team: a}\ncommonAnnotations: {example.com/note: 'yes', config.kubernetes.io/note: mine}\nresources: [wukong.yaml]\ntransformers: [render.yaml]\n",
			"wukong.yaml":        strings.Replace(wukongYAML, "  name: db\n", "  name: db\n  labels: {b: c, a: ''}\n  annotations: {note: \"a\\nb: c\"}\n", 1),
			"render.yaml":        renderYAML(install + "none\n"),
		},
		"in the order of application": {
			"kustomization.yaml": "sortOptions: {order: fifo}\nresources: [wukong.yaml, namespace.yaml]\ntransformers: [render.yaml]\n",
			"namespace.yaml":     namespaceYAML, "wukong.yaml": wukongYAML, "render.yaml": renderYAML(install + "manifests\n"),
		},
		"in an order of one's own": {
			"kustomization.yaml": "sortOptions: {order: legacy, legacySortOptions: {orderFirst: [VirtualMachine], orderLast: [Namespace, Role]}}\nresources: [wukong.yaml, namespace.yaml]\ntransformers: [render.yaml]\n",
			"namespace.yaml":     namespaceYAML, "wukong.yaml": wukongYAML, "render.yaml": renderYAML(install + "manifests\n"),
		},
		"inline transformer": {
			"kustomization.yaml": "resources: [wukong.yaml]\ntransformers:\n- |-\n" + indent(renderYAML(install+"none\n")),
			"wukong.yaml":        wukongYAML,
		},
		"other transformers first": {
			"kustomization.yaml": "resources: [wukong.yaml]\ntransformers: [label.yaml, render.yaml]\n",
			"label.yaml":         "apiVersion: builtin\nkind: LabelTransformer\nmetadata: {name: l}\nlabels: {a: b}\nfieldSpecs: [{path: metadata/labels, create: true}]\n",
			"wukong.yaml":        wukongYAML, "render.yaml": renderYAML(install + "olm\n"),
		},
	}
}

// innerKustomizations are packages in whose middle kustomize has to run the function.
func innerKustomizations() map[string]map[string]string {
	none, manifests := renderYAML(install+"none\n"), renderYAML(install+"manifests\n")
	named := func(name string) string { return strings.Replace(none, "name: wukong\n", "name: "+name+"\n", 1) }
	machine := func(name string) string { return strings.ReplaceAll(wukongYAML, "name: db", "name: "+name) }
	const patch = "patches:\n- target: {kind: VirtualMachine}\n  patch: '[{\"op\": \"add\", \"path\": \"/metadata/labels/last\", \"value\": \"yes\"}]'\n"
	const label = "apiVersion: builtin\nkind: LabelTransformer\nmetadata: {name: l}\nlabels: {a: b}\nfieldSpecs: [{path: metadata/labels, create: true}]\n"
	const patcher = "apiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: p}\ntarget: {kind: VirtualMachine}\n" +
		"patch: '[{\"op\": \"replace\", \"path\": \"/spec/template/spec/domain/cpu/cores\", \"value\": 7}]'\n"
	secret := strings.Replace(wukongYAML, "spec:\n", "spec:\n  sshKeySecret: keys\n", 1)
	base := map[string]string{
		"base/kustomization.yaml": "resources: [wukong.yaml]\ntransformers: [render.yaml]\n", "base/wukong.yaml": wukongYAML, "base/render.yaml": manifests,
	}
	over := func(overlay string, more ...string) map[string]string {
		files := maps.Clone(base)
		files["kustomization.yaml"] = overlay
		for i := 0; i < len(more); i += 2 {
			files[more[i]] = more[i+1]
		}
		return files
	}
	inner := map[string]map[string]string{
		"in a base":                       over("resources: [base]\n"),
		"a patch over a rendered base":    over("resources: [base]\n" + patch),
		"names over a rendered base":      over("resources: [base]\nnamePrefix: x-\nnameSuffix: -y\nnamespace: shop\n"),
		"labels over a rendered base":     over("resources: [base]\nlabels: [{pairs: {team: a}, includeSelectors: true}]\ncommonAnnotations: {a: b}\n"),
		"both layers render":              over("resources: [base, more.yaml]\ntransformers: [render.yaml]\nnamePrefix: x-\n", "more.yaml", machine("web"), "render.yaml", manifests),
		"a base that two layers refer to": over("resources: [a, b]\n", "a/kustomization.yaml", "resources: [../base]\nnamePrefix: a-\n", "b/kustomization.yaml", "resources: [../base]\nnamePrefix: b-\n", "base/render.yaml", none),
		"order of application":            over("resources: [base]\nsortOptions: {order: fifo}\n"),
		"a component that patches":        over("resources: [base]\ncomponents: [part]\n", "part/kustomization.yaml", "kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\n"+patch),
		"two bases": {
			"kustomization.yaml":   "resources: [a, b]\n",
			"a/kustomization.yaml": "resources: [wukong.yaml]\ntransformers: [render.yaml]\n", "a/wukong.yaml": machine("a"), "a/render.yaml": manifests,
			"b/kustomization.yaml": "resources: [wukong.yaml]\ntransformers: [render.yaml]\n", "b/wukong.yaml": machine("b"), "b/render.yaml": none,
		},
		"two overlays of one base, policies named after their namespaces": {
			"kustomization.yaml": "resources: [dev, prod]\n", "base/kustomization.yaml": "resources: [wukong.yaml]\n", "base/wukong.yaml": wukongYAML,
			"dev/kustomization.yaml":  "namespace: dev\nresources: [../base]\ntransformers: [render.yaml]\n",
			"prod/kustomization.yaml": "namespace: prod\nresources: [../base]\ntransformers: [render.yaml]\n",
			"dev/render.yaml":         none + "  network: {policyNames: qualified}\n", "prod/render.yaml": none + "  network: {policyNames: qualified}\n",
		},
		"a component that renders": {
			"kustomization.yaml": "resources: [wukong.yaml]\ncomponents: [part]\nnamePrefix: x-\n", "wukong.yaml": wukongYAML,
			"part/kustomization.yaml": "kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\ntransformers: [render.yaml]\n", "part/render.yaml": manifests,
		},
		"a patch afterwards": {
			"kustomization.yaml": "resources: [wukong.yaml]\ntransformers: [render.yaml, patch.yaml]\n", "wukong.yaml": wukongYAML, "render.yaml": manifests, "patch.yaml": patcher,
		},
		"written out, so that it runs before the file": {
			"kustomization.yaml": "resources: [wukong.yaml]\ntransformers:\n- label.yaml\n- |-\n" + indent(none), "wukong.yaml": wukongYAML, "label.yaml": label,
		},
		"several in a file": {
			"kustomization.yaml": "resources: [wukong.yaml]\ntransformers: [all.yaml]\n", "wukong.yaml": wukongYAML, "all.yaml": none + "---\n" + label,
		},
		"in a directory": {
			"kustomization.yaml": "resources: [wukong.yaml]\ntransformers: [plugins]\n", "wukong.yaml": wukongYAML,
			"plugins/kustomization.yaml": "resources: [render.yaml, label.yaml]\n", "plugins/label.yaml": label,
			"plugins/render.yaml": strings.Replace(manifests, "  annotations:\n", "  annotations:\n    config.kubernetes.io/local-config: \"true\"\n", 1),
		},
		"in a directory, patched": {
			"kustomization.yaml": "resources: [wukong.yaml]\ntransformers: [plugins]\n", "wukong.yaml": wukongYAML,
			"plugins/kustomization.yaml": "resources: [render.yaml]\nnamePrefix: my-\npatches:\n- target: {kind: WukongRender}\n  patch: '[{\"op\": \"replace\", \"path\": \"/spec/nmstate/install\", \"value\": \"olm\"}]'\n",
			"plugins/render.yaml":        manifests,
		},
		"two in one list": {
			"kustomization.yaml": "resources: [wukong.yaml]\ntransformers: [render.yaml, more.yaml]\n", "wukong.yaml": wukongYAML, "render.yaml": none, "more.yaml": named("more"),
		},
		"validated": {
			"kustomization.yaml": "resources: [wukong.yaml]\ntransformers: [render.yaml]\nvalidators: [label.yaml]\n", "wukong.yaml": wukongYAML, "render.yaml": none,
			"label.yaml": "apiVersion: builtin\nkind: ImageTagTransformer\nmetadata: {name: l}\nimageTag: {name: x, newTag: y}\n",
		},
		"a prefix and the function last": {
			"kustomization.yaml": "resources: [wukong.yaml]\nnamePrefix: x-\ntransformers: [render.yaml]\n", "wukong.yaml": wukongYAML, "render.yaml": manifests,
		},
		"a hash": {
			"kustomization.yaml": "resources: [wukong.yaml]\ntransformers: [render.yaml]\nsecretGenerator:\n- name: keys\n  literals: [a=b]\n", "wukong.yaml": secret, "render.yaml": none,
		},
		"a hash that machines follow": {
			"kustomization.yaml": "resources: [wukong.yaml]\ntransformers: [render.yaml]\nconfigurations: [names.yaml]\nsecretGenerator:\n- name: keys\n  literals: [a=b]\n",
			"wukong.yaml":        secret, "render.yaml": none,
			"names.yaml": "nameReference:\n- kind: Secret\n  version: v1\n  fieldSpecs:\n  - {kind: VirtualMachine, path: spec/template/spec/accessCredentials/sshPublicKey/source/secret/secretName}\n",
		},
		"variables": {
			"kustomization.yaml": "resources: [wukong.yaml]\ntransformers: [render.yaml]\nvars:\n- name: V\n  objref: {apiVersion: vm.novasphere.dev/v1alpha1, kind: Wukong, name: db}\n", "wukong.yaml": wukongYAML, "render.yaml": none,
		},
		"inputs marked as local": {
			"kustomization.yaml": "resources: [wukong.yaml]\nnamePrefix: x-\ntransformers: [render.yaml]\n", "render.yaml": none,
			"wukong.yaml": strings.Replace(wukongYAML, "  name: db\n", "  name: db\n  annotations:\n    config.kubernetes.io/local-config: \"true\"\n", 1),
		},
		"marks of kustomize's": {
			"kustomization.yaml": "resources: [wukong.yaml]\ntransformers: [render.yaml]\nbuildMetadata: [managedByLabel]\n", "wukong.yaml": wukongYAML, "render.yaml": none,
		},
	}
	for _, files := range inner { // generate says it without being asked
		if !strings.Contains(files["kustomization.yaml"], "configurations:") {
			files["kustomization.yaml"] = "configurations: [references.yaml]\n" + files["kustomization.yaml"]
			files["references.yaml"] = string(kustomize.References())
		}
	}
	return inner
}

// taught are packages that say how our lists merge and what refers to what, with files of ours.
func taught(t *testing.T) map[string]map[string]string {
	t.Helper()
	const head = "openapi: {path: openapi.json}\nconfigurations: [references.yaml]\ntransformers: [render.yaml]\nresources: [base]\n"
	shared := map[string]string{
		"base/kustomization.yaml": "resources: [all.yaml]\n", "render.yaml": renderYAML(install + "none\n  delivery: none\n"),
		"base/all.yaml": `apiVersion: vm.novasphere.dev/v1alpha1
kind: Wukong
metadata: {name: web}
spec:
  sshKeySecret: keys
  networks:
  - {name: front, networkRef: lan}
  - {name: back, type: bridge, physicalInterface: eth2}
  - {name: store, type: bridge, nadName: store}
  disks:
  - {name: root, size: 10Gi, storageClassName: fast, boot: true}
  - {name: data, size: 20Gi, storageClassName: fast}
---
apiVersion: vm.novasphere.dev/v1alpha1
kind: NetworkConfig
metadata: {name: lan}
spec: {type: bridge, physicalInterface: eth1, bridgeName: br-lan}
---
apiVersion: k8s.cni.cncf.io/v1
kind: NetworkAttachmentDefinition
metadata: {name: store}
spec: {config: '{"cniVersion": "0.3.1", "name": "store", "type": "bridge"}'}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec: {template: {spec: {containers: [{name: a, image: a}, {name: b, image: b}]}}}
`,
	}
	openAPI, err := os.ReadFile("../../kustomize/openapi.json")
	require.NoError(t, err)
	shared["openapi.json"], shared["references.yaml"] = string(openAPI), string(kustomize.References())
	patch := func(spec string) string {
		return "patches:\n- patch: '{apiVersion: vm.novasphere.dev/v1alpha1, kind: Wukong, metadata: {name: web}, spec: {" + spec + "}}'\n"
	}
	packages := map[string]map[string]string{}
	for name, more := range map[string]string{
		"a patch on the first network":    patch("networks: [{name: front, macAddress: \"02:00:00:00:00:07\"}]"),
		"a patch that names all networks": patch("networks: [{name: front}, {name: back, vlanId: 7}, {name: store}]"),
		"a patch on the first disk":       patch("disks: [{name: root, size: 30Gi}]"),
		"a patch on a Deployment's entry": "patches:\n- patch: '{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {template: {spec: {containers: [{name: b, tty: true}]}}}}'\n",
		"a network removed by its name":   patch("networks: [{name: back, $patch: delete}]"),
		"a prefix":                        "namePrefix: prod-\n",
		"a suffix and a namespace":        "nameSuffix: -b\nnamespace: shop\n",
		"a hash":                          "secretGenerator:\n- name: keys\n  literals: [a=b]\n",
		"all of them":                     "namePrefix: prod-\nnameSuffix: -b\nnamespace: shop\nsecretGenerator:\n- name: keys\n  literals: [a=b]\n" + patch("networks: [{name: front, macAddress: \"02:00:00:00:00:07\"}]"),
	} {
		files := map[string]string{"kustomization.yaml": head + more}
		maps.Copy(files, shared)
		packages["told, "+name] = files
	}
	elsewhere := maps.Clone(shared)
	elsewhere["kustomization.yaml"] = head + "namespace: shop\n"
	elsewhere["base/all.yaml"] = strings.NewReplacer("nadName: store", "nadName: old/store", "{name: store}\nspec: {config", "{name: store, namespace: old}\nspec: {config").
		Replace(shared["base/all.yaml"])
	packages["told, an attachment with its namespace"] = elsewhere
	rendered := maps.Clone(shared)
	rendered["kustomization.yaml"] = "openapi: {path: openapi.json}\nconfigurations: [references.yaml]\nresources: [base]\nnamePrefix: prod-\nnamespace: shop\n" +
		"patches:\n- patch: '{apiVersion: kubevirt.io/v1, kind: VirtualMachine, metadata: {name: web-vm}, spec: {template: {spec: {domain: {devices: {interfaces: [{name: front, model: e1000}]}}}}}}'\n"
	rendered["base/kustomization.yaml"] = "resources: [all.yaml]\ntransformers: [render.yaml]\nsecretGenerator:\n- name: keys\n  literals: [a=b]\n"
	rendered["base/render.yaml"] = shared["render.yaml"]
	packages["told, over a rendered base"] = rendered
	overlays := maps.Clone(shared)
	overlays["kustomization.yaml"] = "configurations: [references.yaml]\nresources: [dev, prod]\ntransformers: [render.yaml]\n"
	overlays["dev/kustomization.yaml"] = "resources: [../base]\nnamePrefix: dev-\n"
	overlays["prod/kustomization.yaml"] = "resources: [../base]\nnamePrefix: prod-\n"
	packages["told, two overlays of a base"] = overlays
	return packages
}

func indent(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n  ") + "\n"
}

// withPlugin makes a package that finds the program where its function annotation says.
func withPlugin(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := write(t, files)
	program, err := binary()
	require.NoError(t, err)
	require.NoError(t, filepath.WalkDir(dir, func(file string, entry os.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		return os.Symlink(program, filepath.Join(file, "wukong-fn"))
	}))
	return dir
}

// all are the packages of both kinds.
func all() map[string]map[string]string {
	both := kustomizations()
	maps.Copy(both, innerKustomizations())
	return both
}

func TestGenerateEqualsKustomizeBuild(t *testing.T) {
	all := all()
	maps.Copy(all, taught(t))
	for name, files := range all {
		t.Run(name, func(t *testing.T) {
			dir := withPlugin(t, files)
			want := kustomizeBuild(t, dir)
			require.Equal(t, want, succeed(t, "", "generate", dir).out)
			require.Contains(t, want, "kind: VirtualMachine")
			require.NotContains(t, want, "kind: Wukong\n")
		})
	}
}

// kustomizeBuild is what kustomize's library makes of a directory as its program does.
func kustomizeBuild(t *testing.T, dir string) string {
	t.Helper()
	options := krusty.MakeDefaultOptions()
	options.Reorder = krusty.ReorderOptionUnspecified // as the program has it
	options.PluginConfig = types.EnabledPluginConfig(types.BploUseStaticallyLinked)
	options.PluginConfig.FnpLoadingOptions.EnableExec = true
	openapi.ResetOpenAPI() // what another build has left
	built, err := krusty.MakeKustomizer(options).Run(filesys.MakeFsOnDisk(), dir)
	require.NoError(t, err)
	text, err := built.AsYaml()
	require.NoError(t, err)
	return string(text)
}

// TestReferencesFollowNames says what of the packages above follows, which both agree on.
func TestReferencesFollowNames(t *testing.T) {
	all := taught(t)
	for name, want := range map[string][]string{
		"a prefix":                         {"networkName: prod-lan-nad\n", "networkName: prod-store\n", "name: prod-lan-nad\n", "name: prod-store\n", "secretName: keys\n"},
		"a suffix and a namespace":         {"networkName: lan-b-nad\n", "networkName: store-b\n"},
		"an attachment with its namespace": {"networkName: shop/store\n"},
		"a hash":                           {"secretName: keys-k695gkmbtk\n"},
		"all of them":                      {"networkName: prod-lan-b-nad\n", "networkName: prod-store-b\n", "secretName: prod-keys-b-"},
		"over a rendered base":             {"networkName: prod-lan-nad\n", "networkName: prod-web-back-nad\n", "networkName: prod-store\n", "secretName: prod-keys-", "model: e1000\n"},
		"two overlays of a base":           {"networkName: dev-lan-nad\n", "networkName: prod-lan-nad\n", "networkName: dev-store\n", "networkName: prod-store\n"},
	} {
		t.Run(name, func(t *testing.T) {
			files := maps.Clone(all["told, "+name])
			asked := succeed(t, "", "generate", withPlugin(t, files)).out
			for file, text := range files { // generate needs no telling
				files[file] = strings.NewReplacer("openapi: {path: openapi.json}\n", "", "configurations: [references.yaml]\n", "").Replace(text)
			}
			require.Equal(t, asked, succeed(t, "", "generate", withPlugin(t, files)).out)
			for _, one := range want {
				require.Contains(t, asked, one)
			}
			require.NotContains(t, asked, "internal.")
		})
	}
}

// builtBy is what the label of managedByLabel says: the version of kustomize is its own.
var builtBy = regexp.MustCompile(`kustomize-\S+`)

func TestGenerateEqualsTheKustomizeProgram(t *testing.T) {
	program, err := exec.LookPath("kustomize")
	if err != nil {
		t.Skip("no kustomize on PATH: go install sigs.k8s.io/kustomize/kustomize/v5@v5.8.1; TestGenerateEqualsKustomizeBuild holds the same with kustomize's library")
	}
	all := all()
	maps.Copy(all, taught(t))
	for name, files := range all {
		t.Run(name, func(t *testing.T) {
			dir := withPlugin(t, files)
			out, err := exec.Command(program, "build", "--enable-alpha-plugins", "--enable-exec", dir).Output() // what is found goes to stderr
			require.NoError(t, err, string(out))
			got := succeed(t, "", "generate", dir).out
			require.Equal(t, builtBy.ReplaceAllString(string(out), "kustomize-"), builtBy.ReplaceAllString(got, "kustomize-"))
		})
	}
}

// TestLayersThatBothRender has a kustomization that renders over a base that renders, too, and changes all names: what the
// base made is known by the names that kustomize writes down.
func TestLayersThatBothRender(t *testing.T) {
	build := func(base, overlay string) []string {
		t.Helper()
		dir := write(t, map[string]string{
			"base/kustomization.yaml": "resources: [wukong.yaml]\n" + base, "base/wukong.yaml": wukongYAML, "base/render.yaml": renderYAML(install + "manifests\n"),
			"kustomization.yaml": "resources: [base]\nnamespace: shop\nnamePrefix: x-\n" + overlay, "render.yaml": renderYAML(install + "manifests\n"),
		})
		for _, place := range []string{dir, filepath.Join(dir, "base")} {
			program, err := binary()
			require.NoError(t, err)
			require.NoError(t, os.Symlink(program, filepath.Join(place, "wukong-fn")))
		}
		options := krusty.MakeDefaultOptions()
		options.PluginConfig = types.EnabledPluginConfig(types.BploUseStaticallyLinked)
		options.PluginConfig.FnpLoadingOptions.EnableExec = true
		built, err := krusty.MakeKustomizer(options).Run(filesys.MakeFsOnDisk(), dir)
		require.NoError(t, err)
		text, err := built.AsYaml()
		require.NoError(t, err)
		return strings.Split(string(text), "---\n")
	}
	const renders = "transformers: [render.yaml]\n"
	want := build("", renders)
	require.Contains(t, strings.Join(want, ""), "name: x-db-vm\n")
	require.ElementsMatch(t, want, build(renders, renders))
}

func TestKustomizationOfRenderedInputs(t *testing.T) {
	dir := write(t, map[string]string{
		"kustomization.yaml": "resources: [wukong.yaml]\ntransformers: [render.yaml]\n",
		"wukong.yaml":        strings.Replace(wukongYAML, "  name: db\n", "  name: db\n  annotations:\n    config.kubernetes.io/local-config: \"true\"\n", 1),
		"render.yaml":        renderYAML(install + "none\n"),
	})
	require.Contains(t, succeed(t, "", "generate", dir).out, "name: db-vm", "inputs that kpt has marked local-config are still inputs")
}

func TestKustomizationsThatGenerateRefuses(t *testing.T) {
	for name, tc := range map[string]struct {
		files map[string]string
		want  string
	}{
		"two of one name": {map[string]string{
			"kustomization.yaml": "resources: [wukong.yaml]\ntransformers: [render.yaml, more.yaml]\n",
			"wukong.yaml":        wukongYAML, "render.yaml": renderYAML(install + "none\n"), "more.yaml": renderYAML(install + "olm\n"),
		}, "remove one"},
		"broken": {map[string]string{"kustomization.yaml": "resources: [nowhere.yaml]\n"}, "nowhere.yaml"},
		"wrong resource": {map[string]string{
			"kustomization.yaml": "resources: [wukong.yaml]\n", "wukong.yaml": strings.Replace(wukongYAML, "type: bridge", "tpye: bridge", 1),
		}, "wukong.yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			o := call("", "generate", write(t, tc.files))
			require.Equal(t, exitFindings, o.code, o.stderr)
			require.Contains(t, o.stderr, tc.want)
			require.Empty(t, o.out)
		})
	}
}

const kptfile = `apiVersion: kpt.dev/v1
kind: Kptfile
metadata:
  name: package
pipeline:
  mutators:
  - exec: ./wukong-fn
    configPath: render.yaml
`

func TestKpt(t *testing.T) {
	kpt, err := exec.LookPath("kpt")
	if err != nil {
		t.Skip("no kpt on PATH: the function's own tests read and write the same lists")
	}
	config := "apiVersion: fn.novasphere.dev/v1alpha1\nkind: WukongRender\nmetadata:\n  name: wukong\n  annotations:\n    config.kubernetes.io/local-config: \"true\"\nspec:\n  nmstate:\n    install: none\n"
	dir := withPlugin(t, map[string]string{"Kptfile": kptfile, "render.yaml": config, "wukong.yaml": wukongYAML, "namespace.yaml": namespaceYAML})
	render := func(args ...string) string {
		command := exec.Command(kpt, args...)
		command.Dir = dir
		command.Env = append(os.Environ(), "KPT_DISABLE_UPDATE_CHECK=1")
		out, err := command.CombinedOutput()
		require.NoError(t, err, string(out))
		require.NoError(t, os.RemoveAll(filepath.Join(dir, "Kptfile.lock")))
		return tree(t, dir)
	}
	first := render("fn", "render", ".", "--allow-exec")
	for _, want := range []string{
		"20-host-networks/nodenetworkconfigurationpolicy_db-lan-bridge.yaml", "30-attachments/networkattachmentdefinition_db-lan-nad.yaml",
		"40-machines/virtualmachine_db-vm.yaml", "config.kubernetes.io/local-config: \"true\"", "name: shop # ours", "# a machine",
	} {
		require.Contains(t, first, want)
	}
	require.Equal(t, first, render("fn", "render", ".", "--allow-exec"), "a second run changes nothing")
	require.Equal(t, first, render("fn", "eval", ".", "--exec", "./wukong-fn", "--fn-config", "render.yaml"), "eval gives the same")

	text, err := os.ReadFile(filepath.Join(dir, "wukong.yaml"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "wukong.yaml"), []byte(strings.ReplaceAll(string(text), "lan", "wan")), 0o644))
	changed := render("fn", "render", ".", "--allow-exec")
	require.Contains(t, changed, "db-wan-bridge")
	require.NotContains(t, changed, "db-lan-bridge", "what the last run made and this one does not is removed")
	require.Equal(t, succeed(t, "", "generate", dir).out, manifests(t, dir), "generate over the rendered package gives what the package holds")
}

// manifests are a rendered package's files as generate prints them: without path annotations and local-config.
func manifests(t *testing.T, dir string) string {
	t.Helper()
	plain := write(t, map[string]string{"wukong.yaml": "", "render.yaml": "", "namespace.yaml": ""})
	for _, name := range []string{"wukong.yaml", "render.yaml", "namespace.yaml"} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(plain, name), text, 0o644))
	}
	return succeed(t, "", "generate", plain).out
}

// tree is every file below dir with its content.
func tree(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, filepath.WalkDir(dir, func(file string, entry os.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(file)
		name, _ := filepath.Rel(dir, file)
		b.WriteString("== " + filepath.ToSlash(name) + "\n" + string(text))
		return err
	}))
	return b.String()
}
