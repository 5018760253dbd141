package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/resource"
)

// named is an entry of a list that has a name.
type named struct {
	Name string `json:"name"`
}

// entries are the names of the entries of a Wukong's lists.
type entries struct {
	Spec struct {
		Networks []named `json:"networks"`
		Disks    []named `json:"disks"`
	} `json:"spec"`
}

// order gives networks and disks the order that they had before patches: kustomize puts the entries of a strategic merge patch
// first, and in the guest interfaces and disks would move. Where kustomize has put the patch in place of a whole list, what
// is gone is reported.
func (p *contents) order(r *resource.Resource, w *api.Wukong) {
	if p.before == nil {
		return
	}
	before, merged := p.before(r)
	if before == nil {
		return
	}
	var was entries
	before.Glance(&p.reader, &was, "spec")
	names := func(list []named) []string {
		all := make([]string, len(list))
		for i := range list {
			all[i] = list[i].Name
		}
		return all
	}
	l := patchedList{r, "spec.networks", names(was.Spec.Networks), merged}
	inOrder(p, &l, w.Spec.Networks, func(n *api.WukongNetwork) string { return n.Name })
	l = patchedList{r, "spec.disks", names(was.Spec.Disks), merged}
	inOrder(p, &l, w.Spec.Disks, func(d *api.Disk) string { return d.Name })
}

// patchedList is a list of a resource that may have been patched. was are the names of its entries before.
type patchedList struct {
	of     *resource.Resource
	field  string
	was    []string
	merged bool
}

// inOrder puts a list into the order that it had, what is new behind it.
func inOrder[T any](p *contents, l *patchedList, list []T, name func(*T) string) {
	place := func(entry *T) int {
		if i := slices.Index(l.was, name(entry)); i >= 0 {
			return i
		}
		return len(l.was)
	}
	compare := func(a, b T) int { return cmp.Compare(place(&a), place(&b)) }
	switch {
	case !l.merged:
		gone := slices.DeleteFunc(slices.Clone(l.was), func(was string) bool {
			return slices.ContainsFunc(list, func(now T) bool { return name(&now) == was })
		})
		if len(gone) > 0 && len(list) > 0 {
			p.say(placed(finding.New(finding.ListReplaced, l.field, fmt.Sprintf("%s leaves out %s, which the base has: the kustomization "+
				"names an OpenAPI file that does not say how this list merges, so kustomize takes the patch in place of the whole list. Add the "+
				"definitions of kustomize/openapi.json to that file", l.field, strings.Join(gone, ", "))), l.of))
		}
	case !slices.IsSortedFunc(list, compare):
		slices.SortStableFunc(list, compare)
		all := make([]string, len(list))
		for i := range list {
			all[i] = name(&list[i])
		}
		p.say(placed(finding.New(finding.Reordered, l.field, l.field+" keeps the order of the base here, with new entries last; `kustomize "+
			"build` puts those of the patch first, and they move in the guest, and without kustomize/openapi.json it drops all others. For the "+
			"same from both, use that file and name all in the patch, in this order: "+strings.Join(all, ", ")), l.of))
	}
}
