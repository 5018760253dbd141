package render

import (
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/resource"
)

// Finished is the result of a build in whose middle Render has run, last with the result that is given. Nothing is made any
// more: resources are all that is to be applied, in their order, and what Render has made of them has its file still.
func Finished(last *Result, resources []resource.Resource, found []finding.Finding) *Result {
	found = append([]finding.Finding(nil), found...)
	finding.Sort(found)
	result := &Result{Findings: found, Asked: true, config: last.config}
	if result.Failed() {
		return result
	}
	result.Kept = make([]Kept, len(resources))
	for i := range resources {
		r := &resources[i]
		result.Kept[i].Resource = r
		if kind := object.KindOf(idOf(r)); r.Meta.Owner != "" && kind != object.Unknown {
			result.Kept[i].Path = kind.Path(r.Meta.Namespace, r.Meta.Name)
		}
	}
	return result
}
