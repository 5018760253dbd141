package check

import (
	"fmt"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
)

// bootDisks: a machine with several disks and no word which to boot from, or with none at all.
func bootDisks(in *Input, say report) {
	for i := range in.Plan.Machines {
		m := &in.Plan.Machines[i]
		ordered, bootable := false, 0
		for j := range m.Spec.Disks {
			ordered = ordered || m.Spec.Disks[j].Order() > 0
			if m.Spec.Disks[j].Bootable() {
				bootable++
			}
		}
		switch {
		case len(m.Spec.Disks) == 0:
			say(finding.New(finding.NoDisk, "", "the machine has no disk: it can boot from the network alone"), m.At("spec"))
		case bootable == 0 && !ordered:
			say(finding.New(finding.NoDisk, "", "the machine has no disk to boot from: it can boot from the network alone"), m.At("spec.disks"))
		case bootable > 1 && !ordered:
			say(finding.New(finding.NoBootDisk, "", "no disk is the one to boot from, so the guest's firmware tries them in order: "+
				"set boot: true on one"), m.At("spec.disks"))
		}
	}
}

// onOneNode: volumes that one node alone can use, where others of the package say more and nobody has said that these are meant. Said
// once.
func onOneNode(in *Input, say report) {
	if len(in.Config.VM.AccessModes) > 0 {
		return
	}
	machines, migration, first := 0, false, finding.Place{}
	for i := range in.Plan.Machines {
		m := &in.Plan.Machines[i]
		once := false
		for j := range m.Spec.Disks {
			d := &m.Spec.Disks[j]
			given := len(d.More().AccessModes) > 0
			migration = migration || given
			if !d.Made() || given || once {
				continue
			}
			if once, machines = true, machines+1; machines == 1 {
				first = m.At(plan.DiskField(j))
			}
		}
	}
	if machines > 0 && migration {
		say(finding.New(finding.OnOneNode, "", fmt.Sprintf("the volume is ReadWriteOnce, as nothing else is asked for, and so bound to one node at a time: "+
			"machines with such a volume (%d of this package) cannot migrate live. Where the storage can do more, write accessModes on the disk, or "+
			"vm.accessModes in the WukongRender for all", machines)), first)
	}
}

// cloneRights: clones from other namespaces, each pair of namespaces once.
func cloneRights(in *Input, say report) {
	said := map[[2]string]bool{}
	for i := range in.Plan.Machines {
		m := &in.Plan.Machines[i]
		for j := range m.Spec.Disks {
			d := &m.Spec.Disks[j]
			_, from, _, clone := api.Clone(d.Image)
			field := "image"
			if source := d.More().DataSource; source != nil {
				from, clone, field = source.Namespace, source.Namespace != "", "dataSource.namespace"
			}
			pair := [2]string{from, m.Owner.Namespace}
			if !clone || !d.Made() || from == m.Owner.Namespace || said[pair] {
				continue
			}
			said[pair] = true
			say(finding.New(finding.CloneRight, "", "the content is cloned from namespace "+from+", which CDI does only for accounts that may create "+
				"datavolumes/source there: give that right to the service account of the machine's namespace by a RoleBinding, where the cluster does not give it to all"),
				m.At(plan.DiskField(j)+"."+field))
		}
	}
}

// diskReferences visits the Secrets and ConfigMaps that a machine's disks need, with what they are for.
func diskReferences(m *plan.Machine, visit func(id object.ID, what, field string)) {
	for i := range m.Spec.Disks {
		more := m.Spec.Disks[i].More()
		sysprep := api.Sysprep{}
		if more.Sysprep != nil {
			sysprep = *more.Sysprep
		}
		for _, r := range [...]struct {
			kind              object.Kind
			name, field, what string
		}{
			{object.Secret, more.ImageSecret, "imageSecret", ", by which the image is fetched"},
			{object.ConfigMap, more.ImageCertConfigMap, "imageCertConfigMap", ", which has the certificate of the image's server"},
			{object.ConfigMap, more.ConfigMap, "configMap", ", which a disk shows"},
			{object.Secret, more.Secret, "secret", ", which a disk shows"},
			{object.ConfigMap, sysprep.ConfigMap, "sysprep.configMap", ", which has the answers of Windows Setup"},
			{object.Secret, sysprep.Secret, "sysprep.secret", ", which has the answers of Windows Setup"},
		} {
			if r.name != "" {
				visit(r.kind.ID(m.Owner.Namespace, r.name), r.what, plan.DiskField(i)+"."+r.field)
			}
		}
	}
}
