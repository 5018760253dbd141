package plan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/finding"
)

// TestPlacement has where machines may run: where all of their networks are.
func TestPlacement(t *testing.T) {
	names := func(n int) string {
		list := make([]string, n)
		for i := range list {
			list[i] = fmt.Sprintf("{name: node%03d}", i)
		}
		return strings.Join(list, ", ")
	}
	networks := []string{
		"{metadata: {name: all}, spec: {type: bridge}}",
		"{metadata: {name: zone-a}, spec: {type: bridge, nodeSelector: {zone: a}}}",
		"{metadata: {name: zone-b}, spec: {type: bridge, nodeSelector: {zone: b}}}",
		"{metadata: {name: rack}, spec: {type: bridge, nodeSelector: {rack: r}}}",
		"{metadata: {name: three}, spec: {type: bridge, nodes: [{name: c}, {name: a}, {name: b}]}}",
		"{metadata: {name: two}, spec: {type: bridge, nodeSelector: {zone: a}, nodes: [{name: d}, {name: b}]}}",
		"{metadata: {name: rows}, spec: {type: bridge, nodes: [{nodeSelector: {zone: a, row: r1}}, {nodeSelector: {zone: b, row: r2}}]}}",
		"{metadata: {name: n50}, spec: {type: bridge, nodes: [" + names(50) + "]}}",
		"{metadata: {name: n51}, spec: {type: bridge, nodes: [" + names(51) + "]}}",
	}
	for name, tc := range map[string]struct {
		networks, more string
		want           string // terms, or what is found
	}{
		"everywhere":                          {"all", "", "[]"},
		"everywhere by its own selector":      {"all", "highAvailability: {nodeSelector: {zone: a}}", "[]"},
		"by a selector":                       {"zone-a", "", "[[{zone [a]}]]"},
		"by two selectors":                    {"zone-a rack all", "", "[[{rack [r]} {zone [a]}]]"},
		"by names":                            {"three", "", "[[{kubernetes.io/hostname [a b c]}]]"},
		"by names in common, and a label":     {"three two zone-a", "", "[[{kubernetes.io/hostname [b]} {zone [a]}]]"},
		"by groups of two labels":             {"rows", "", "[[{row [r1]} {zone [a]}] [{row [r2]} {zone [b]}]]"},
		"by the one that another allows":      {"rows zone-b", "", "[[{row [r2]} {zone [b]}]]"},
		"on two networks that never meet":     {"zone-a zone-b", "", "[] WK117 spec.networks[1] spec.networks[0]"},
		"on names that never meet":            {"two zone-b", "", "[] WK117 spec.networks[1] spec.networks[0]"},
		"against its own selector":            {"zone-a", "highAvailability: {nodeSelector: {zone: b}}", "[] WK117 spec.networks[0] spec.highAvailability.nodeSelector"},
		"with its own selector":               {"zone-a", "highAvailability: {nodeSelector: {zone: a}}", "[[{zone [a]}]]"},
		"on a node that the table has not":    {"three", "highAvailability: {nodeSelector: {kubernetes.io/hostname: d}}", "[] WK117 spec.networks[0] spec.highAvailability.nodeSelector"},
		"on 51 nodes by name":                 {"n51", "", "51 WK118 spec.networks"},
		"on 50 nodes by name":                 {"n50", "", "50"},
		"on its own network, which goes":      {"", "networks: [{name: x, type: bridge, ensure: absent, nodeSelector: {zone: a}}]", "[]"},
		"on an attachment of nodes that have": {"", "networks: [{name: x, type: bridge, nadName: lan, nodeSelector: {zone: a}}]", "[[{zone [a]}]]"},
	} {
		t.Run(name, func(t *testing.T) {
			spec := tc.more
			if tc.networks != "" {
				var refs []string
				for i, ref := range strings.Fields(tc.networks) {
					refs = append(refs, fmt.Sprintf("{name: i%d, networkRef: %s}", i, ref))
				}
				spec = strings.TrimSuffix("networks: ["+strings.Join(refs, ", ")+"], "+tc.more, ", ")
			}
			in := input(t, []string{"{metadata: {name: m}, spec: {" + spec + "}}"}, networks)
			p, found := resolved(in)
			where := p.Machines[0].Where
			got := fmt.Sprint(where)
			if n := hosts(where); n > 10 {
				got = fmt.Sprint(n)
			}
			for _, f := range found {
				got += fmt.Sprint(" ", f.Code, " ", f.Place.Field)
				if f.Other != nil {
					got += " " + f.Other.Field
				}
			}
			require.Equal(t, tc.want, got)

			in.Config.VM.Placement = "none"
			p, found = resolved(in)
			require.Empty(t, p.Machines[0].Where)
			require.Empty(t, found, finding.Nowhere)
		})
	}
}
