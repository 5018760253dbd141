package render

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
)

// checkLeaving reports the objects of a former run that this one does not make: how many go, and each of them where the caller
// wants to know.
func (p *contents) checkLeaving(m *made, each bool) {
	kinds := map[string]int{}
	count, comes := 0, m.inOrder()
	for i := range p.resources {
		former := &p.resources[i]
		if p.roles[i] != generated {
			continue
		}
		// Most objects stand in the order in which they are made: then nobody needs a map of all identities.
		if id := idOf(former); comes(id) || m.byIdentity()[id] != nil {
			continue
		}
		count++
		kinds[former.Meta.Kind]++
		if each {
			p.say(placed(finding.New(finding.Removed, "", "an earlier run generated this object and this one does not: it is removed"), former))
		}
	}
	if count == 0 {
		return
	}
	var counts []string
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		counts = append(counts, fmt.Sprintf("%d %s", kinds[kind], kind))
	}
	p.say(finding.New(finding.Removed, "", fmt.Sprintf("%d objects of an earlier run are no longer generated and are "+
		"removed: %s", count, strings.Join(counts, ", "))))
}
