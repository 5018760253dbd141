package render

import (
	"fmt"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/nad"
	"github.com/novasphere/wukong-fn/render/nmstate"
	"github.com/novasphere/wukong-fn/render/patch"
	"github.com/novasphere/wukong-fn/render/plan"
	"github.com/novasphere/wukong-fn/render/vm"
)

// mostPatched is how many bytes the patches of a package may add to its output: one patch goes into each policy of a table.
const mostPatched = 64 << 20

// patches merges the patches of a plan, and reports what is wrong with them. One patch may go into many objects: then each mistake is said
// once.
type patches struct {
	*contents

	said  map[saying]bool
	bytes int
	full  bool
}

// saying is a problem of a patch of a network.
type saying struct {
	of      *api.NetworkPatches
	field   string
	problem patch.Problem
}

// merge merges the patches of what is made of a plan.
func (p *contents) merge(pl *plan.Plan) error {
	m := patches{contents: p, said: map[saying]bool{}}
	for i := range pl.HostNetworks {
		h := &pl.HostNetworks[i]
		if h.More().Patches == nil || !m.room(h.More().Patches.Policy, h.At("patches.policy")) {
			continue
		}
		found, err := nmstate.Patch(h)
		if err != nil {
			return err
		}
		m.network(h.More().Patches, "policy", found, h.At)
	}
	for i := range pl.Attachments {
		a := &pl.Attachments[i]
		if a.More().Patches == nil || !m.room(a.More().Patches.AttachmentConfig, a.At("patches.attachmentConfig")) || !m.room(a.More().Patches.Attachment, a.At("patches.attachment")) {
			continue
		}
		ofObject, ofConfig, err := nad.Problems(a)
		if err != nil {
			return err
		}
		m.network(a.More().Patches, "attachment", ofObject, a.At)
		m.network(a.More().Patches, "attachmentConfig", ofConfig, a.At)
	}
	for i := range pl.Machines {
		machine := &pl.Machines[i]
		if machine.Spec.More().Patches == nil {
			continue
		}
		found, err := vm.Patch(machine, p.has(generated))
		if err != nil {
			return err
		}
		for _, one := range found {
			m.report(one, machine.At("spec.patches.virtualMachine"))
		}
	}
	return nil
}

// network reports the problems of a patch of a network.
func (m *patches) network(of *api.NetworkPatches, field string, found []patch.Problem, at func(string) finding.Place) {
	for _, one := range found {
		if key := (saying{of, field, one}); !m.said[key] {
			m.said[key] = true
			m.report(one, at("patches."+field))
		}
	}
}

// codes are those of the problems of patches.
var codes = map[patch.Reason]finding.Code{
	patch.Unfit: finding.PatchUnfit, patch.Refused: finding.PatchRefused, patch.Unknown: finding.PatchBreaks, patch.Wrong: finding.PatchBreaks,
	patch.Replaced: finding.PatchReplaces, patch.Unchanged: finding.NoEffect,
}

// report files a problem of the patch that stands at a place.
func (m *patches) report(one patch.Problem, at finding.Place) {
	if one.Path != "" && one.Path[0] != '[' {
		at.Field += "."
	}
	at.Field += one.Path
	f := finding.New(codes[one.Reason], at.Field, at.Field+" "+one.Message)
	f.Place = at
	m.say(f)
}

// room says whether there is room for a patch in one more object, and reports the first for which there is none.
func (m *patches) room(from map[string]any, at finding.Place) bool {
	m.bytes += size(from)
	if m.bytes <= mostPatched {
		return true
	}
	if !m.full {
		m.full = true
		f := finding.New(finding.Limit, at.Field, fmt.Sprintf("%s goes into so many objects that they would have more than %d MiB of patches: make it "+
			"shorter, or split the package", at.Field, mostPatched>>20))
		f.Place = at
		m.say(f)
	}
	return false
}

// size is about how many bytes a value is written in.
func size(v any) int {
	n := 8
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			n += len(key) + size(value)
		}
	case []any:
		for _, value := range v {
			n += size(value)
		}
	case string:
		n += len(v)
	}
	return n
}
