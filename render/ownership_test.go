package render

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// db is a machine with a network and a disk, and shared a network for several.
const (
	db = `apiVersion: vm.novasphere.dev/v1alpha1
kind: Wukong
metadata: {name: db, namespace: shop}
spec:
  disks: [{name: root, size: 1Gi, storageClassName: s, boot: true}]
  networks: [{name: lan, type: bridge, physicalInterface: e1}]
`
	shared = `apiVersion: vm.novasphere.dev/v1alpha1
kind: NetworkConfig
metadata: {name: wan}
spec: {type: bridge, physicalInterface: e2}
`
	noRelease = `apiVersion: fn.novasphere.dev/v1alpha1
kind: WukongRender
metadata: {name: wukong}
spec: {nmstate: {install: none}}
`
)

// outcome is what a package becomes: what stays of it, what is generated, and the findings as "CODE KIND/NAMESPACE/NAME".
type outcome struct {
	kept, generated, found []string
	result                 *Result
}

func rendered(t *testing.T, in Input, documents ...string) outcome {
	t.Helper()
	var err error
	in.Resources, err = resource.Split("", strings.Join(documents, "---\n"))
	require.NoError(t, err)
	o := outcome{found: []string{}}
	o.result, err = Render(in)
	require.NoError(t, err)
	for i := range o.result.Kept {
		o.kept = append(o.kept, idOf(o.result.Kept[i].Resource).String())
	}
	for _, f := range o.result.Findings {
		o.found = append(o.found, strings.TrimSpace(string(f.Code)+" "+f.Place.Resource()))
	}
	if !o.result.Failed() {
		require.NoError(t, o.result.Each(func(made Object) error {
			m := made.Value.Head()
			o.generated = append(o.generated, strings.ReplaceAll(m.Kind+"/"+m.Metadata.Namespace+"/"+m.Metadata.Name, "//", "/"))
			return nil
		}))
	}
	return o
}

// object is an object as a run writes it, but for its content. The namespace may be empty.
func document(apiVersion, kind, namespace, name, owner string) string {
	return fmt.Sprintf("apiVersion: %s\nkind: %s\nmetadata:\n  annotations:\n    fn.novasphere.dev/owner: %s\n  labels:\n    app.kubernetes.io/managed-by: wukong-fn\n  name: %s\n  namespace: %s\n", apiVersion, kind, owner, name, namespace)
}

const (
	nncp    = "nmstate.io/v1"
	cni     = "k8s.cni.cncf.io/v1"
	kubeV   = "kubevirt.io/v1"
	aPolicy = "NodeNetworkConfigurationPolicy"
	aNAD    = "NetworkAttachmentDefinition"
)

// TestWhoseObjectsAre adds one object to a package that does not make it: ours goes, any other stays.
func TestWhoseObjectsAre(t *testing.T) {
	for name, tc := range map[string]struct {
		text string
		ours bool
	}{
		"owner of no form":              {document("v1", "Secret", "shop", "keys", "x"), false},
		"owner of two parts":            {document(kubeV, "VirtualMachine", "shop", "gone-vm", "Wukong/gone"), false},
		"owner of four parts":           {document(kubeV, "VirtualMachine", "shop", "gone-vm", "Wukong/shop/gone/x"), false},
		"owner without a name":          {document(kubeV, "VirtualMachine", "shop", "-vm", "Wukong/shop/"), false},
		"owner of another kind":         {document(kubeV, "VirtualMachine", "shop", "gone-vm", "Machine/shop/gone"), false},
		"owner with odd letters":        {document(kubeV, "VirtualMachine", "shop", "Gone-vm", "Wukong/shop/Gone"), false},
		"without our label":             {strings.Replace(document(kubeV, "VirtualMachine", "shop", "gone-vm", "Wukong/shop/gone"), "managed-by: wukong-fn", "managed-by: helm", 1), false},
		"without labels":                {strings.Replace(document(kubeV, "VirtualMachine", "shop", "gone-vm", "Wukong/shop/gone"), "  labels:\n    app.kubernetes.io/managed-by: wukong-fn\n", "", 1), false},
		"of a kind that we do not make": {document("v1", "ConfigMap", "shop", "gone-vm", "Wukong/shop/gone"), false},
		"kind of another group":         {document("example.com/v1", "VirtualMachine", "shop", "gone-vm", "Wukong/shop/gone"), false},

		"machine":                       {document(kubeV, "VirtualMachine", "shop", "gone-vm", "Wukong/shop/gone"), true},
		"machine, label in flow style":  {strings.Replace(document(kubeV, "VirtualMachine", "shop", "gone-vm", "Wukong/shop/gone"), "  labels:\n    app.kubernetes.io/managed-by: wukong-fn\n", "  labels: {app.kubernetes.io/managed-by: wukong-fn}\n", 1), true},
		"machine copied and renamed":    {document(kubeV, "VirtualMachine", "shop", "mine-vm", "Wukong/shop/gone"), false},
		"machine in another namespace":  {document(kubeV, "VirtualMachine", "test", "gone-vm", "Wukong/shop/gone"), false},
		"machine, namespace set later":  {document(kubeV, "VirtualMachine", "test", "gone-vm", "Wukong//gone"), true},
		"machine of a NetworkConfig":    {document(kubeV, "VirtualMachine", "shop", "gone-vm", "NetworkConfig/shop/gone"), false},
		"Secret of cloud-init":          {document("v1", "Secret", "shop", "gone-cloudinit", "Wukong/shop/gone"), true},
		"another Secret":                {document("v1", "Secret", "shop", "gone-keys", "Wukong/shop/gone"), false},
		"attachment":                    {document(cni, aNAD, "shop", "db-gone-nad", "Wukong/shop/db"), true},
		"attachment, no network":        {document(cni, aNAD, "shop", "db-nad", "Wukong/shop/db"), false},
		"attachment of a NetworkConfig": {document(cni, aNAD, "test", "gone-nad", "NetworkConfig/shop/gone"), true},
		"policy":                        {document(nncp, aPolicy, "", "db-gone-bridge", "Wukong/shop/db"), true},
		"policy with a namespace":       {document(nncp, aPolicy, "test", "db-gone-bridge", "Wukong/shop/db"), true},
		"policy of a NetworkConfig":     {document(nncp, aPolicy, "", "gone-bridge", "NetworkConfig//gone"), true},
		"policy, name of a Wukong's":    {document(nncp, aPolicy, "", "gone-lan-bridge", "NetworkConfig//gone"), false},
		"policy of the configuration":   {document(nncp, aPolicy, "", "wukong-lan-bridge", "WukongRender//wukong"), false},
		"another policy":                {document(nncp, aPolicy, "", "db-gone", "Wukong/shop/db"), false},

		"operator":                            {document("apps/v1", "Deployment", "any", "nmstate-operator", "WukongRender//wukong"), true},
		"operator, configuration has no name": {document("apps/v1", "Deployment", "any", "nmstate-operator", "WukongRender/shop/"), true},
		"operator of a Wukong":                {document("apps/v1", "Deployment", "any", "nmstate-operator", "Wukong/shop/db"), false},
		"another Deployment":                  {document("apps/v1", "Deployment", "any", "web", "WukongRender//wukong"), false},
		"Namespace with nothing of ours":      {document("v1", "Namespace", "", "any", "WukongRender//wukong"), false},
	} {
		t.Run(name, func(t *testing.T) {
			o := rendered(t, Input{}, db, noRelease, tc.text)
			id := idOf(&resource.Resource{Meta: split(t, tc.text)[0].Meta}).String()
			if tc.ours {
				require.NotContains(t, o.kept, id)
				require.Equal(t, []string{"WK066"}, o.found)
				return
			}
			require.Contains(t, o.kept, id)
			require.Len(t, o.found, 1)
			require.True(t, strings.HasPrefix(o.found[0], "WK064 "), o.found)
		})
	}
}

func split(t *testing.T, text string) []resource.Resource {
	t.Helper()
	resources, err := resource.Split("", text)
	require.NoError(t, err)
	return resources
}

func TestNamespaceOfAReleaseIsKnownByWhatIsInIt(t *testing.T) {
	o := rendered(t, Input{}, db, noRelease,
		document("v1", "Namespace", "", "nmstate-old", "WukongRender//wukong"), document("v1", "Namespace", "", "mine", "WukongRender//wukong"),
		document("v1", "ServiceAccount", "nmstate-old", "nmstate-operator", "WukongRender//wukong"))
	require.Equal(t, []string{"Wukong/shop/db", "WukongRender/wukong", "Namespace/mine"}, o.kept)
	require.Equal(t, []string{"WK066", "WK064 Namespace/mine"}, o.found)
}

func TestAnInputIsNeverOurs(t *testing.T) {
	marked := strings.Replace(db, "namespace: shop}", "namespace: shop, annotations: {fn.novasphere.dev/owner: Wukong/shop/db}, labels: {app.kubernetes.io/managed-by: wukong-fn}}", 1)
	o := rendered(t, Input{}, marked, noRelease)
	require.Equal(t, []string{"Wukong/shop/db", "WukongRender/wukong"}, o.kept)
	require.Contains(t, o.generated, "VirtualMachine/shop/db-vm")
	require.Equal(t, []string{"WK064 Wukong/shop/db"}, o.found)
	o = rendered(t, Input{}, strings.Replace(marked, "type: bridge", "tpye: bridge", 1), noRelease)
	require.Contains(t, o.found, "WK002 Wukong/shop/db", "it is checked as any other")
}

// TestWhatGoesIsSaid counts what goes, and names each where that is asked for.
func TestWhatGoesIsSaid(t *testing.T) {
	gone := []string{
		db, noRelease, document(kubeV, "VirtualMachine", "shop", "gone-vm", "Wukong/shop/gone"), document(kubeV, "VirtualMachine", "shop", "too-vm", "Wukong/shop/too"),
		document(cni, aNAD, "shop", "db-old-nad", "Wukong/shop/db"), document(kubeV, "VirtualMachine", "shop", "db-vm", "Wukong/shop/db"),
	}
	o := rendered(t, Input{}, gone...)
	require.Equal(t, []string{"WK066"}, o.found)
	require.Equal(t, "3 objects of an earlier run are no longer generated and are removed: 1 NetworkAttachmentDefinition, 2 VirtualMachine", o.result.Findings[0].Message)
	require.Equal(t, finding.Info, o.result.Findings[0].Severity)
	gone[1] = strings.Replace(noRelease, "spec: {", "spec: {findings: {WK066: error}, ", 1)
	require.True(t, rendered(t, Input{}, gone...).result.Failed(), "who wants no object to go can say so")
	gone[1] = noRelease
	o = rendered(t, Input{Verbose: true}, gone...)
	require.ElementsMatch(t, []string{"WK066", "WK066 VirtualMachine/shop/gone-vm", "WK066 VirtualMachine/shop/too-vm", "WK066 NetworkAttachmentDefinition/shop/db-old-nad"}, o.found)
}

// TestRunOverItsOwnOutput is quiet, whatever the delivery tool and the way to install.
func TestRunOverItsOwnOutput(t *testing.T) {
	for _, delivery := range []string{"argocd", "flux", "kpt", "none"} {
		for _, install := range []string{"manifests", "olm", "none"} {
			in := Input{Set: map[string]string{"delivery": delivery, "nmstate.install": install, "nmstate.namespace": "elsewhere"}}
			long := strings.Replace(strings.Replace(db, "name: db", "name: long", 1), "spec:", "spec:\n  cloudInitUser: {name: u, passwordHash: "+strings.Repeat("x", 2100)+"}", 1)
			long = strings.Replace(long, "{name: lan, type: bridge, physicalInterface: e1}", "{name: lan, networkRef: wan}", 1)
			inputs := []string{shared, db, long}
			first := rendered(t, in, inputs...)
			require.Contains(t, first.generated, "Secret/shop/long-cloudinit")
			documents := slices.Concat(inputs, written(t, first.result))
			second := rendered(t, in, documents...)
			require.Equal(t, first.found, second.found)
			require.Equal(t, first.kept, second.kept)
			require.Equal(t, first.generated, second.generated)
			in.Set["nmstate.install"] = "none"
			last := rendered(t, in, append([]string{shared}, documents[len(inputs):]...)...)
			require.Equal(t, []string{"NetworkConfig/wan"}, last.kept, "with the Wukongs gone and no release wanted all of it goes")
		}
	}
}

func TestClashes(t *testing.T) {
	plain := func(apiVersion, kind, namespace, name string) string {
		return fmt.Sprintf("apiVersion: %s\nkind: %s\nmetadata:\n  name: %s\n  namespace: %s\n", apiVersion, kind, name, namespace)
	}
	list := func(items ...string) string {
		text := "apiVersion: v1\nkind: List\nitems:\n"
		for _, item := range items {
			text += resource.Indented(item, 2)
		}
		return text
	}
	bare := strings.Replace(db, ", namespace: shop", "", 1)
	for name, tc := range map[string]struct {
		documents []string
		want      []string
	}{
		"machine":                                  {[]string{plain(kubeV, "VirtualMachine", "shop", "db-vm")}, []string{"WK012 VirtualMachine/shop/db-vm"}},
		"machine elsewhere":                        {[]string{plain(kubeV, "VirtualMachine", "test", "db-vm")}, nil},
		"of another group":                         {[]string{plain("example.com/v1", "VirtualMachine", "shop", "db-vm")}, nil},
		"policy":                                   {[]string{plain(nncp, aPolicy, "", "db-lan-bridge")}, []string{"WK012 NodeNetworkConfigurationPolicy/db-lan-bridge"}},
		"policy with a namespace":                  {[]string{plain(nncp, aPolicy, "test", "db-lan-bridge")}, []string{"WK012 NodeNetworkConfigurationPolicy/test/db-lan-bridge"}},
		"binding without a namespace":              {[]string{plain("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "", "nmstate-operator")}, []string{"WK012 ClusterRoleBinding/nmstate-operator"}},
		"binding with a namespace":                 {[]string{plain("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "x", "nmstate-operator")}, []string{"WK012 ClusterRoleBinding/x/nmstate-operator"}},
		"DataVolume of a disk":                     {[]string{plain("cdi.kubevirt.io/v1beta1", "DataVolume", "shop", "db-root")}, []string{"WK012 DataVolume/shop/db-root"}},
		"claim of a disk":                          {[]string{plain("v1", "PersistentVolumeClaim", "shop", "db-root")}, []string{"WK012 PersistentVolumeClaim/shop/db-root"}},
		"claim of no disk":                         {[]string{plain("v1", "PersistentVolumeClaim", "shop", "db-data")}, nil},
		"claim elsewhere":                          {[]string{plain("v1", "PersistentVolumeClaim", "test", "db-root")}, nil},
		"template of another machine":              {[]string{plain(kubeV, "VirtualMachine", "shop", "other") + "spec: {dataVolumeTemplates: [{metadata: {name: x}}, {metadata: {name: db-root}}]}\n"}, []string{"WK012 VirtualMachine/shop/other"}},
		"in a list":                                {[]string{list(plain("v1", "ConfigMap", "shop", "a"), plain(kubeV, "VirtualMachine", "shop", "db-vm"))}, []string{"WK012 List"}},
		"in a list in a list":                      {[]string{list(list(plain("v1", "PersistentVolumeClaim", "shop", "db-root")))}, []string{"WK012 List"}},
		"nothing in a list":                        {[]string{list(plain("v1", "ConfigMap", "shop", "db-vm"))}, nil},
		"input in a list":                          {[]string{list(strings.Replace(db, "name: db", "name: dc", 1))}, []string{"WK067 List"}},
		"says that it is ours, and clashes":        {[]string{document(kubeV, "VirtualMachine", "shop", "db-vm", "x")}, []string{"WK012 VirtualMachine/shop/db-vm"}},
		"ours of another Wukong":                   {[]string{document(kubeV, "VirtualMachine", "shop", "db-vm", "NetworkConfig//db")}, []string{"WK012 VirtualMachine/shop/db-vm"}},
		"ours of no namespace, foreign of default": {[]string{bare, plain(kubeV, "VirtualMachine", "default", "db-vm")}, []string{"WK065 VirtualMachine/default/db-vm"}},
		"ours of default, foreign of none":         {[]string{strings.Replace(db, "shop", "default", 1), plain(kubeV, "VirtualMachine", "", "db-vm")}, []string{"WK065 VirtualMachine/db-vm"}},
		"ours of no namespace, foreign of another": {[]string{bare, plain(kubeV, "VirtualMachine", "test", "db-vm")}, nil},
		"volume of no namespace, of default":       {[]string{bare, plain("v1", "PersistentVolumeClaim", "default", "db-root")}, []string{"WK065 PersistentVolumeClaim/default/db-root"}},
	} {
		t.Run(name, func(t *testing.T) {
			documents := tc.documents
			if !slices.ContainsFunc(documents, func(text string) bool {
				return strings.Contains(text, "name: db,") || strings.Contains(text, "{name: db}")
			}) {
				documents = append(documents, db)
			}
			o := rendered(t, Input{}, documents...)
			require.ElementsMatch(t, tc.want, o.found)
		})
	}
}

// TestDefaultAndNoNamespace has two Wukongs of one name whose objects may meet.
func TestDefaultAndNoNamespace(t *testing.T) {
	wukong := func(name, namespace, networks string) string {
		return fmt.Sprintf("apiVersion: vm.novasphere.dev/v1alpha1\nkind: Wukong\nmetadata: {name: %s, namespace: %s}\nspec: {disks: [{name: root, size: 1Gi, storageClassName: s}], networks: [%s]}\n", name, namespace, networks)
	}
	require.Equal(t, []string{"WK065 Wukong/default/a"}, rendered(t, Input{}, noRelease, wukong("a", "", "{name: default}"), wukong("a", "default", "{name: default}")).found)
	require.Empty(t, rendered(t, Input{}, noRelease, wukong("a", "", "{name: default}"), wukong("a", "shop", "{name: default}")).found)
	o := rendered(t, Input{}, noRelease, shared, wukong("a", "", "{name: lan, networkRef: wan}"), wukong("b", "default", "{name: lan, networkRef: wan}"))
	require.Empty(t, o.found, "the attachment of one network is the same in both")
}

// TestChangedNames has the objects of a run under names and namespaces that another tool gave to the whole package.
func TestChangedNames(t *testing.T) {
	in := Input{Set: map[string]string{"nmstate.namespace": "shop"}}
	former := written(t, rendered(t, in, db).result)
	t.Run("kpt sets the namespace of all", func(t *testing.T) {
		documents := []string{strings.Replace(db, "namespace: shop", "namespace: test", 1)}
		for _, text := range former {
			documents = append(documents, strings.ReplaceAll(text, "namespace: shop", "namespace: test"))
		}
		o := rendered(t, Input{Set: map[string]string{"nmstate.namespace": "test"}}, documents...)
		require.Equal(t, []string{"Wukong/test/db", "Namespace/shop"}, o.kept, "what a run makes under the new names is the same object")
		require.Equal(t, []string{"WK086 Wukong/test/db", "WK086 Wukong/test/db", "WK064 Namespace/shop"}, o.found, "MAC addresses come of names, and a namespace that holds nothing of ours may hold what is not")
	})
	t.Run("a prefix, and what it was is not known", func(t *testing.T) {
		prefixed := strings.Replace(former[len(former)-1], "  name: db-vm\n", "  name: x-db-vm\n", 1)
		require.Equal(t, []string{"WK012 VirtualMachine/shop/x-db-vm"}, rendered(t, in, db, prefixed).found, "two machines of one volume")
		o := rendered(t, in, db, strings.Replace(prefixed, "db-root", "x-db-root", 1))
		require.Equal(t, []string{"Wukong/shop/db", "VirtualMachine/shop/x-db-vm"}, o.kept)
		require.Equal(t, []string{"WK064 VirtualMachine/shop/x-db-vm"}, o.found)
	})
	t.Run("a prefix on the input, too", func(t *testing.T) {
		prefixed := strings.Replace(former[len(former)-1], "  name: db-vm\n", "  name: x-db-vm\n", 1)
		o := rendered(t, in, strings.Replace(db, "name: db", "name: x-db", 1), prefixed)
		require.Equal(t, []string{"Wukong/shop/x-db"}, o.kept)
		require.Equal(t, []string{"WK085 Wukong/shop/x-db", "WK086 Wukong/shop/x-db", "WK086 Wukong/shop/x-db"}, o.found, "volumes and MAC addresses come of names")
	})
	t.Run("a prefix by kustomize, which writes it down", func(t *testing.T) {
		prefixed := strings.Replace(former[len(former)-1], "  name: db-vm\n  namespace: shop\n", "  name: x-db-vm\n  namespace: test\n", 1)
		prefixed = strings.Replace(prefixed, "  annotations:\n", "  annotations:\n    internal.config.kubernetes.io/previousNames: db-vm,db-vm\n    internal.config.kubernetes.io/previousNamespaces: shop,test\n", 1)
		o := rendered(t, in, noRelease, shared, prefixed)
		require.Equal(t, []string{"WukongRender/wukong", "NetworkConfig/wan"}, o.kept)
		require.Equal(t, []string{"WK013", "WK066"}, o.found)
	})
}

// written are the documents of a result's objects.
func written(t *testing.T, r *Result) []string {
	t.Helper()
	var out []string
	require.NoError(t, r.Each(func(o Object) error {
		text, err := encode.String(o.Value)
		out = append(out, text)
		return err
	}))
	return out
}
