package render

import (
	"fmt"
	"strconv"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/resource"
)

// Finished is the result of a build in whose middle Render has run, last with the result that is given. Nothing is made any
// more: resources are all that is to be applied, in their order, and what Render has made of them has its file still.
func Finished(last *Result, resources []resource.Resource, found []finding.Finding) *Result {
	found = append(append([]finding.Finding(nil), found...), checkFinished(resources)...)
	misnamed(resources, func(f finding.Finding) {
		if s := last.config.Findings[string(f.Code)]; s != "" {
			f.Severity = finding.Severity(s)
		}
		found = append(found, f)
	})
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

// renderAbove is what to do about a rendered object that kustomize has copied.
const renderAbove = "List a WukongRender in each of the overlays, and none in the base that they share"

// checkFinished reports what was rendered once and stands there several times, since overlays of one base have given it other
// names or namespaces: policies that the cluster takes for one, and machines that share their disks.
func checkFinished(resources []resource.Resource) []finding.Finding {
	var found []finding.Finding
	p := &contents{}
	policies, volumes := map[object.ID]*resource.Resource{}, map[object.ID]*resource.Resource{}
	for i := range resources {
		r := &resources[i]
		if r.Meta.Owner == "" {
			continue
		}
		switch id := idOf(r); object.KindOf(id) {
		case object.NodeNetworkConfigurationPolicy:
			if first := policies[id]; first != nil {
				found = append(found, finishedTwice(finding.SharedPolicy, "metadata.name", fmt.Sprintf("%s stands in the namespaces %q and %q, "+
					"and a policy has no namespace: the cluster takes both for one. %s, with network.policyNames: qualified", id,
					first.Meta.Namespace, r.Meta.Namespace, renderAbove), r, first))
				continue
			}
			policies[id] = r
		case object.VirtualMachine:
			for j, t := range p.templatesOf(r) {
				volume := object.DataVolume.ID(r.Meta.Namespace, t.Metadata.Name)
				if first := volumes[volume]; first != nil {
					found = append(found, finishedTwice(finding.Twice, "spec.dataVolumeTemplates["+strconv.Itoa(j)+"].metadata.name",
						fmt.Sprintf("%s makes %s, and %s makes it, too: the machines would share the disk. kustomize has given the machines other "+
							"names, and their disks and MAC addresses are those of the base. %s", r.Meta.Name, volume, first.Meta.Name, renderAbove), r, first))
					break
				}
				volumes[volume] = r
			}
		default:
		}
	}
	return found
}

// finishedTwice is a finding about two objects that are rendered already. They stand in no file.
func finishedTwice(code finding.Code, field, message string, r, first *resource.Resource) finding.Finding {
	f := placed(finding.New(code, field, message), r)
	other := placeOf(first)
	f.Place.Line, other.Line = 0, 0
	f.Other = &other
	return f
}
