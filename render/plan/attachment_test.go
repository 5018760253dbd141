package plan

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestHomes has what an attachment is called, where it is, and what machines say of it.
func TestHomes(t *testing.T) {
	machine := func(namespace, name, network string) string {
		return "{metadata: {name: " + name + ", namespace: " + namespace + "}, spec: {networks: [" + network + "]}}"
	}
	const ref = "{name: n, networkRef: lan}"
	for name, tc := range map[string]struct {
		wukongs    []string
		attachment string // of the NetworkConfig lan
		want       []string
		machines   []string
		marker     string
	}{
		"in each namespace": {[]string{machine("a", "m", ref), machine("b", "m", ref)}, "{}",
			[]string{"a/lan-nad", "b/lan-nad"}, []string{"lan-nad", "lan-nad"}, ""},
		"of one namespace": {[]string{machine("a", "m", ref), machine("b", "m", ref)}, "{namespace: default}",
			[]string{"default/lan-nad"}, []string{"default/lan-nad", "default/lan-nad"}, ""},
		"with a name": {[]string{machine("a", "m", ref), machine("b", "m", ref)}, "{name: vlan5}",
			[]string{"a/vlan5", "b/vlan5"}, []string{"vlan5", "vlan5"}, ""},
		"of one namespace, with a name": {[]string{machine("a", "m", ref)}, "{name: vlan5, namespace: a}", []string{"a/vlan5"}, []string{"a/vlan5"}, ""},
		"a machine's own": {[]string{machine("a", "m", "{name: n, type: bridge, attachment: {name: x, namespace: c}}")}, "{}",
			[]string{"c/x"}, []string{"c/x"}, ""},
		"with a marker": {[]string{machine("a", "m", ref)}, "{marker: true}", []string{"a/lan-nad"}, []string{"lan-nad"},
			"bridge.network.kubevirt.io/br-lan"},
	} {
		t.Run(name, func(t *testing.T) {
			p := resolve(t, tc.wukongs, []string{"{metadata: {name: lan}, spec: {type: bridge, attachment: " + tc.attachment + "}}"})
			var names, said []string
			for i := range p.Attachments {
				names = append(names, p.Attachments[i].Namespace+"/"+p.Attachments[i].Name)
				require.Equal(t, tc.marker, p.Attachments[i].ResourceName)
			}
			for i := range p.Machines {
				interfaces := p.Machines[i].Interfaces
				said = append(said, interfaces[len(interfaces)-1].Attachment)
			}
			require.Equal(t, tc.want, names)
			require.Equal(t, tc.machines, said)
			for i := range p.HostNetworks {
				if h := &p.HostNetworks[i]; h.Owner.Kind == "NetworkConfig" && tc.wukongs != nil && len(p.Attachments) == len(tc.wukongs) {
					require.Contains(t, []string{p.Attachments[0].Name, "lan-nad"}, h.AttachmentName())
				}
			}
		})
	}
}
