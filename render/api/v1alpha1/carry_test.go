package v1alpha1

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/finding"
)

func TestWhatIsCarried(t *testing.T) {
	for key, want := range map[string]struct{ label, annotation bool }{
		"team":                                             {true, true},
		"app.kubernetes.io/part-of":                        {true, true},
		"app.kubernetes.io/managed-by":                     {false, true},
		"example.com/cost":                                 {true, true},
		"vm.kubevirt.io/template":                          {true, true},
		"kubevirt.io/domain":                               {false, true}, // KubeVirt's own labels
		"k8s.v1.cni.cncf.io/resourceName":                  {true, true},
		"mynovasphere.dev/a":                               {true, true},
		"config.kubernetes.io.example.com/a":               {true, true},
		"kpt.dev":                                          {true, true}, // a name without a domain
		"fn.novasphere.dev/owner":                          {false, false},
		"allow.fn.novasphere.dev/WK031":                    {false, false},
		"vm.novasphere.dev/wukong":                         {false, false},
		"novasphere.dev/a":                                 {false, false},
		"config.kubernetes.io/local-config":                {false, false},
		"internal.config.kubernetes.io/path":               {false, false},
		"config.k8s.io/id":                                 {false, false},
		"kustomize.config.k8s.io/needs-hash":               {false, false},
		"internal.kpt.dev/upstream-identifier":             {false, false},
		"cli-utils.sigs.k8s.io/inventory-id":               {false, false},
		"argocd.argoproj.io/sync-wave":                     {false, false},
		"kustomize.toolkit.fluxcd.io/prune":                {false, false},
		"reconcile.fluxcd.io/requestedAt":                  {false, false},
		"kubectl.kubernetes.io/restartedAt":                {false, false},
		"meta.helm.sh/release-name":                        {false, false},
		"helm.sh/chart":                                    {true, true},
		"kubectl.kubernetes.io/last-applied-configuration": {false, false},
	} {
		require.Equal(t, want.label, carriesLabel(key), "label %s", key)
		require.Equal(t, want.annotation, carriesAnnotation(key), "annotation %s", key)
	}
}

func TestMarks(t *testing.T) {
	long := strings.Repeat("x", mostAnnotations-len("a"))
	for name, tc := range map[string]struct {
		labels, annotations map[string]string
		want                []string // code and field
	}{
		"nothing":                       {},
		"good":                          {map[string]string{"example.com/a": "b", "c": ""}, map[string]string{"Example.com/a": "any text: {}\n"}, nil},
		"key of a label":                {map[string]string{"a b": "c"}, nil, []string{"WK008 metadata.labels[a b]"}},
		"capitals in a label's domain":  {map[string]string{"Example.com/a": "b"}, nil, []string{"WK008 metadata.labels[Example.com/a]"}},
		"value of a label":              {map[string]string{"a": "b c"}, nil, []string{"WK008 metadata.labels.a"}},
		"long value of a label":         {map[string]string{"a": strings.Repeat("b", 64)}, nil, []string{"WK008 metadata.labels.a"}},
		"longest value of a label":      {map[string]string{"a": strings.Repeat("b", 63)}, nil, nil},
		"key of an annotation":          {nil, map[string]string{"a/b/c": ""}, []string{"WK008 metadata.annotations[a/b/c]"}},
		"key of a tool's annotation":    {nil, map[string]string{"config.kubernetes.io/a b": ""}, nil},
		"annotations as long as can be": {nil, map[string]string{"a": long}, nil},
		"annotations that are too long": {nil, map[string]string{"a": long + "x"}, []string{"WK014 metadata.annotations"}},
		"long, and not carried":         {nil, map[string]string{"kubectl.kubernetes.io/last-applied-configuration": long + "x"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			meta := ObjectMeta{Name: "a", Labels: tc.labels, Annotations: tc.annotations}
			for _, found := range [][]finding.Finding{
				(&Wukong{Metadata: meta}).Validate(),
				(&NetworkConfig{Metadata: meta, Spec: NetworkSpec{Type: TypeBridge}}).Validate(),
			} {
				var got []string
				for _, f := range found {
					got = append(got, string(f.Code)+" "+f.Place.Field)
				}
				require.Equal(t, tc.want, got)
			}
		})
	}
}
