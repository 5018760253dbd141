package render

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// renamed is a resource as kustomize hands it to a function.
func renamed(kind, namespace, name, earlier, spec string) string {
	version := map[string]string{"Secret": "v1", "NetworkAttachmentDefinition": "k8s.cni.cncf.io/v1"}[kind]
	if version == "" {
		version = "vm.novasphere.dev/v1alpha1"
	}
	return fmt.Sprintf("apiVersion: %s\nkind: %s\nmetadata:\n  name: %s\n  namespace: %s\n  annotations: {%s}\n%s", version, kind, name, namespace, earlier, spec)
}

// was are the annotations that kustomize writes for a name in a namespace that was changed by a prefix.
func was(name, namespace, prefix string) string {
	text := "internal.config.kubernetes.io/previousKinds: Any, internal.config.kubernetes.io/previousNames: " + name +
		", internal.config.kubernetes.io/previousNamespaces: " + namespace
	if prefix != "" {
		text += ", internal.config.kubernetes.io/prefixes: " + prefix
	}
	return text
}

func TestReferencesFollow(t *testing.T) {
	wukong := func(name, earlier, network string) string {
		return renamed("Wukong", "shop", name, earlier, "spec: {sshKeySecret: keys, networks: [{name: lan, "+network+"}]}\n")
	}
	network := func(namespace, name, earlier, uplink string) string {
		return renamed("NetworkConfig", namespace, name, earlier, "spec: {type: bridge, physicalInterface: "+uplink+"}\n")
	}
	attachment := func(namespace, name, earlier string) string {
		return renamed("NetworkAttachmentDefinition", namespace, name, earlier, "spec: {config: '{}'}\n")
	}
	secret := func(name, earlier string) string { return renamed("Secret", "shop", name, earlier, "") }
	prod := was("lan", "shop", "prod-")
	for name, tc := range map[string]struct {
		documents []string
		want      []string // of the machines, in order
		found     []string
	}{
		"a prefix": {
			[]string{wukong("prod-web", was("web", "shop", "prod-"), "networkRef: lan"), network("shop", "prod-lan", prod, "eth1"), secret("prod-keys", was("keys", "shop", "prod-"))},
			[]string{"secretName: prod-keys", "networkName: prod-lan-nad"}, nil,
		},
		"what the name was in between": {
			[]string{wukong("web", "", "networkRef: prod-lan"), network("shop", "x-prod-lan", was(`"lan,prod-lan"`, `"shop,shop"`, `"prod-,x-"`), "eth1"), secret("keys", "")},
			[]string{"secretName: keys", "networkName: x-prod-lan-nad"}, nil,
		},
		"the present name": {
			[]string{wukong("prod-web", was("web", "shop", "prod-"), "networkRef: prod-lan"), network("shop", "prod-lan", prod, "eth1"), secret("keys", "")},
			[]string{"secretName: keys", "networkName: prod-lan-nad"}, nil,
		},
		"two overlays of one base": {
			[]string{
				wukong("dev-web", was("web", "shop", "dev-"), "networkRef: lan"), wukong("prod-web", was("web", "shop", "prod-"), "networkRef: lan"),
				network("shop", "dev-lan", was("lan", "shop", "dev-"), "eth1"), network("shop", "prod-lan", prod, "eth2"),
				secret("dev-keys", was("keys", "shop", "dev-")), secret("prod-keys", was("keys", "shop", "prod-")),
			},
			[]string{"secretName: dev-keys", "networkName: dev-lan-nad", "secretName: prod-keys", "networkName: prod-lan-nad"}, nil,
		},
		"an overlay beside its base": {
			[]string{
				wukong("web", "", "networkRef: lan"), wukong("prod-web", was("web", "shop", "prod-"), "networkRef: lan"),
				network("shop", "lan", "", "eth1"), network("shop", "prod-lan", prod, "eth2"), secret("keys", ""), secret("prod-keys", was("keys", "shop", "prod-")),
			},
			[]string{"secretName: prod-keys", "networkName: prod-lan-nad", "secretName: keys", "networkName: lan-nad"}, nil,
		},
		"of another namespace": {
			[]string{wukong("prod-web", was("web", "shop", "prod-"), "networkRef: lan"), network("net", "prod-lan", was("lan", "net", "prod-"), "eth1"), secret("keys", "")},
			[]string{"secretName: keys", "networkName: prod-lan-nad"}, nil,
		},
		"a Secret of another namespace does not count": {
			[]string{wukong("prod-web", was("web", "shop", "prod-"), "type: bridge, nadName: lan"), renamed("Secret", "other", "prod-keys", was("keys", "other", "prod-"), ""), attachment("shop", "lan", "")},
			[]string{"secretName: keys", "networkName: lan"}, []string{"WK040 Wukong/shop/prod-web"},
		},
		"an attachment": {
			[]string{wukong("prod-web", was("web", "shop", "prod-"), "type: bridge, nadName: lan"), attachment("shop", "prod-lan", prod), secret("keys", "")},
			[]string{"secretName: keys", "networkName: prod-lan"}, nil,
		},
		"an attachment with its namespace": {
			[]string{wukong("prod-web", was("web", "shop", "prod-"), "type: bridge, nadName: old/lan"), attachment("new", "prod-lan", was(`"lan,lan"`, `"old,new"`, "prod-")), secret("keys", "")},
			[]string{"secretName: keys", "networkName: new/prod-lan"}, nil,
		},
		"nothing tells which": {
			[]string{
				wukong("web", "", "networkRef: lan"), network("shop", "dev-lan", was("lan", "shop", "dev-"), "eth1"), network("shop", "prod-lan", prod, "eth2"), secret("keys", ""),
			}, nil, []string{"WK071 Wukong/shop/web"},
		},
		"nothing of that name": {
			[]string{wukong("prod-web", was("web", "shop", "prod-"), "networkRef: wan"), network("shop", "prod-lan", prod, "eth2"), secret("keys", "")},
			nil, []string{"WK016 Wukong/shop/prod-web"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := rendered(t, Input{}, append(tc.documents, noRelease)...)
			var loud []string
			for _, f := range o.found {
				if code, _, _ := strings.Cut(f, " "); code != "WK039" { // no disk
					loud = append(loud, f)
				}
			}
			require.Equal(t, tc.found, loud)
			if tc.want == nil {
				return
			}
			var got []string
			for _, text := range written(t, o.result) {
				require.NotContains(t, text, "internal.config.kubernetes.io/previous")
				for line := range strings.Lines(text) {
					if line = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), "- ")); strings.HasPrefix(line, "networkName:") || strings.HasPrefix(line, "secretName:") {
						got = append(got, line)
					}
				}
			}
			require.Equal(t, tc.want, got)
		})
	}
}
