package render

import (
	"cmp"
	"sort"
	"strconv"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/change"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/nmstate"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/vm"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// changes compares what a former run rendered with what this one does. Nearly all of it is the same to the byte: then it is not
// even read.
type changes struct {
	*contents

	made   *made
	plan   *plan.Plan
	whole  bool
	buffer []byte

	specs    func(int) *nmstate.PolicySpec
	outline  func(*plan.Machine) *vm.Spec
	policies *change.Policies // of now, nil until they are asked for
	users    *users           // nil until they are asked for
	alone    vm.DataVolumes
	volumes  map[object.ID]int // indexes of those that stand alone, nil until they are asked for
	said     map[plan.Origin]bool
}

// checkChanges reports what comes of the changes since the former run.
// whole says that all of the package could be read.
func (p *contents) checkChanges(m *made, pl *plan.Plan, whole bool) {
	c := &changes{
		contents: p, made: m, plan: pl, whole: whole,
		specs: nmstate.Policies{Networks: pl.HostNetworks}.Specs(), outline: vm.Outlines(),
		said: map[plan.Origin]bool{},
	}
	var policies, attachments, machines cursor
	for i := range p.resources {
		if p.roles[i] != generated {
			continue
		}
		switch r := &p.resources[i]; r.Meta.Kind {
		case object.NodeNetworkConfigurationPolicy.String():
			at, found := policies.find(len(pl.HostNetworks), func(i int) int { return strings.Compare(r.Meta.Name, pl.HostNetworks[i].Policy) })
			if whole && (!found || !c.samePolicy(r, c.specs(at))) {
				c.policy(r)
			}
		case object.NetworkAttachmentDefinition.String():
			at, found := attachments.find(len(pl.Attachments), func(i int) int {
				return cmp.Or(strings.Compare(r.Meta.Namespace, pl.Attachments[i].Namespace), strings.Compare(r.Meta.Name, pl.Attachments[i].Name))
			})
			if whole && found {
				c.attached(r, &pl.Attachments[at])
			}
		case object.DataVolume.String():
			c.volume(r)
		case object.VirtualMachine.String():
			if m := c.machineOf(r, &machines); m != nil && !c.sameMachine(r, c.outline(m)) {
				c.machine(r, m)
			}
		}
	}
}

// machineOf is the machine of now that a former one of that name became, nil where there is none.
func (c *changes) machineOf(r *resource.Resource, sorted *cursor) *plan.Machine {
	machines := c.plan.Machines
	named := func(wukong string) *plan.Machine {
		at, found := sorted.find(len(machines), func(i int) int {
			owner := machines[i].Owner
			return cmp.Or(strings.Compare(r.Meta.Namespace, owner.Namespace), strings.Compare(wukong, owner.Name))
		})
		if !found || machines[at].VMName() != r.Meta.Name {
			return nil
		}
		return &machines[at]
	}
	if wukong, ours := strings.CutSuffix(r.Meta.Name, api.MachineSuffix); ours {
		if m := named(wukong); m != nil {
			return m
		}
	}
	owner, _ := object.ParseOwner(r.Meta.Owner) // the machine has a name of its own
	return named(owner.Name)
}

// cursor finds elements of a sorted list, quickly where they are asked for in its order.
type cursor struct{ next int }

// find is the index of what compare holds for equal: it compares what is sought with the element of an index.
func (c *cursor) find(n int, compare func(int) int) (int, bool) {
	i := c.next
	if i >= n || compare(i) != 0 {
		var found bool
		if i, found = sort.Find(n, compare); !found {
			return 0, false
		}
	}
	c.next = i + 1
	return i, true
}

// samePolicy says whether a policy is what is written now, to the byte.
func (c *changes) samePolicy(r *resource.Resource, now *nmstate.PolicySpec) bool {
	spec, ok := below(r.Text, "spec:\n", r.Indent)
	return ok && c.begins(&spec, now, r.Indent+2) && blank(spec)
}

// sameMachine says whether the templates and interfaces of a machine are what is written now, to the byte.
func (c *changes) sameMachine(r *resource.Resource, now *vm.Spec) bool {
	text, ok := below(r.Text, "spec:\n", r.Indent)
	if !ok {
		return false
	}
	templates, has := strings.CutPrefix(text[indent(text):], "dataVolumeTemplates:\n")
	if has != (len(now.DataVolumeTemplates) > 0) || has && !c.begins(&templates, &now.DataVolumeTemplates, r.Indent+2) {
		return false
	}
	interfaces, ok := below(templates, "interfaces:\n", r.Indent+10)
	return ok && c.begins(&interfaces, &now.Template.Spec.Domain.Devices.Interfaces, r.Indent+10)
}

// begins cuts off what a text begins with, if that is all of a value at a column.
func (c *changes) begins(text *string, value any, column int) bool {
	var err error
	if c.buffer, err = encode.Append(c.buffer[:0], value, column); err != nil || !strings.HasPrefix(*text, string(c.buffer)) {
		return false
	}
	*text = (*text)[len(c.buffer):]
	next := indent(*text)
	return next <= column && !strings.HasPrefix((*text)[next:], "- ") // else more of the same value follows
}

// below is the text below a key that stands alone on its line at a column; key ends with the line break.
func below(text, key string, column int) (string, bool) {
	for from := 0; ; {
		at := strings.Index(text[from:], key)
		if at < 0 {
			return "", false
		}
		at += from
		start := strings.LastIndexByte(text[:at], '\n') + 1
		if at-start == column && indent(text[start:]) == column {
			return text[at+len(key):], true
		}
		from = at + len(key)
	}
}

// indent is the number of spaces that a text begins with.
func indent(text string) int { return len(text) - len(strings.TrimLeft(text, " ")) }

func blank(text string) bool { return strings.Trim(text, " \n") == "" }

// sameVLAN says whether the text of an attachment certainly has a VLAN, as we write it, or certainly none.
func sameVLAN(text string, vlan int) bool {
	if vlan == 0 {
		return !strings.Contains(text, "vlan")
	}
	number := strconv.Itoa(vlan) + "}"
	return strings.Contains(text, `"vlan":`+number) || strings.Contains(text, `"vlanID":`+number)
}

// policy reports what comes of the change of a policy.
func (c *changes) policy(r *resource.Resource) {
	if c.policies == nil {
		c.policies = change.NewPolicies(len(c.plan.HostNetworks))
		for i := range c.plan.HostNetworks {
			h := &c.plan.HostNetworks[i]
			c.policies.Add(h.Policy, nmstate.SpecOf(h))
		}
	}
	networks := c.plan.HostNetworks
	for _, one := range c.policies.Since(r.Meta.Name, c.policySpec(r)) {
		at, found := sort.Find(len(networks), func(i int) int { return strings.Compare(one.Policy, networks[i].Policy) })
		attachment := ""
		if found {
			attachment = networks[at].AttachmentName()
		}
		users, any := c.usersOf(&one, attachment)
		if one.Lost == change.MachinesIfAny && !any {
			continue
		}
		f := placed(finding.New(one.Code, "", one.Text(users)), r)
		if found {
			f.Place = networks[at].At(one.Field)
		}
		c.say(f)
	}
}

// attached reports what comes of the change of an attachment whose VLAN is not the policy's, once for a network.
func (c *changes) attached(r *resource.Resource, a *plan.Attachment) {
	if a.Type == api.TypeBridge || sameVLAN(r.Text, a.VLAN) || c.said[a.Origin] {
		return
	}
	for _, one := range (change.Attachment{VLAN: a.VLAN}).Since(change.Attachment{VLAN: c.attachment(r).VLAN}) {
		c.said[a.Origin] = true
		users, _ := c.usersOf(&one, a.Name)
		f := finding.New(one.Code, "", one.Text(users))
		f.Place = a.At(one.Field)
		c.say(f)
	}
}

// machine reports what comes of the change of a machine.
func (c *changes) machine(r *resource.Resource, m *plan.Machine) {
	var former struct {
		Spec vm.Spec `json:"spec"`
	}
	r.Glance(&c.reader, &former, "spec")
	for _, one := range change.Machine(&former.Spec, c.outline(m), standalone(m)) {
		firm := one.Code == finding.DiskShrank || one.Code == finding.ClassChanged
		if !c.whole && !firm { // what is no longer there may only be broken
			continue
		}
		f := finding.New(one.Code, "", one.Text(""))
		if firm {
			f = f.Values(one.To, one.From)
		}
		f.Place = m.At("spec." + changed(&one, m))
		c.say(f)
	}
}

// changed is the field of a machine that a change is about.
func changed(c *change.Change, m *plan.Machine) string {
	switch {
	case c.Code == finding.Restarts && c.Index < 0, c.Code == finding.Reordered:
		return "networks"
	case c.Code == finding.Restarts:
		return strings.TrimPrefix(m.Interfaces[c.Index].At(c.Field).Field, "spec.")
	}
	for i := range m.Spec.Disks {
		if d := &m.Spec.Disks[i]; m.Volume(d) == c.Volume {
			return strings.TrimPrefix(plan.DiskField(i), "spec.") + "." + fieldOfDisk(c.Field, d)
		}
	}
	return "disks"
}

// fieldOfDisk is the field that a change of a disk's content or modes is about.
func fieldOfDisk(field string, d *api.Disk) string {
	switch more := d.More(); {
	case field == "image" && more.DataSource != nil:
		return "dataSource"
	case field == "accessModes" && len(more.AccessModes) == 0 && more.VolumeMode != "":
		return "volumeMode"
	}
	return field
}

// standalone are the names of a machine's volumes that stand alone.
func standalone(m *plan.Machine) []string {
	var names []string
	for i := range m.Spec.Disks {
		if d := &m.Spec.Disks[i]; d.More().Standalone {
			names = append(names, m.Volume(d))
		}
	}
	return names
}

// volume reports what comes of the change of a volume that stands alone.
func (c *changes) volume(r *resource.Resource) {
	if c.volumes == nil {
		c.alone = vm.StandingAlone(c.plan.Machines)
		c.volumes = make(map[object.ID]int, c.alone.Len())
		for i := range c.alone.Len() {
			c.volumes[idAt(c.alone, i)] = i
		}
	}
	at, found := c.volumes[idOf(r)]
	if !found {
		return
	}
	var former struct {
		Spec vm.DataVolumeSpec `json:"spec"`
	}
	r.Glance(&c.reader, &former, "spec")
	disk, now := c.alone.Disk(at)
	for _, one := range change.Volume(&former.Spec, now) {
		f := finding.New(one.Code, "", one.Text(""))
		if one.Field == "size" || one.Field == "storageClassName" {
			f = f.Values(one.To, one.From)
		}
		f.Place = c.alone.Origin(at).At(fieldOfDisk(one.Field, disk))
		c.say(f)
	}
}
