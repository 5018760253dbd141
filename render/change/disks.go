package change

import (
	"slices"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/vm"
)

const cdi = "from the code of CDI 1.64"

// Volumes of disks that were there. Those of templates are the machine's; others stand alone.
var (
	diskShrank = Row{
		Name: "disk smaller", Code: finding.DiskShrank, Field: "size", Source: kubevirt,
		Happens: "the disk was rendered with %[1]s before, and a volume cannot shrink: keep the size, or add a disk and copy",
	}
	diskGrew = Row{
		Name: "disk larger", Code: finding.DiskIgnored, Field: "size", Source: kubevirt,
		Happens: "the disk was rendered with %[1]s before, and the cluster accepts the new size and ignores it, for the volume exists: set the size " +
			"on the PersistentVolumeClaim too, whose class must allow it",
	}
	classChanged = Row{
		Name: "storage class", Code: finding.ClassChanged, Field: "storageClassName", Source: kubevirt,
		Happens: "the disk was rendered with another class before, and a volume keeps its class: keep it, or add a disk and copy",
	}
	imageChanged = Row{
		Name: "image", Code: finding.DiskIgnored, Field: "image", Source: kubevirt,
		Happens: "the disk was rendered from another image before, and the cluster accepts the new one and ignores it, for the volume is filled " +
			"already: add a disk under another name for the new image",
	}
	modesChanged = Row{
		Name: "access or volume mode", Code: finding.DiskIgnored, Field: "accessModes", Source: kubevirt,
		Happens: "the disk was rendered with %[1]s before, and the cluster accepts %[2]s and ignores it, for the volume exists: add a disk under " +
			"another name and copy, or take this back",
	}
	diskGone = Row{
		Name: "disk removed", Code: finding.DiskLeft, Source: kubevirt,
		Happens: "disk %[1]s goes from the machine at its next start, and its volume stays in the cluster and is deleted with the machine: copy " +
			"what you need, or delete the DataVolume if you need nothing of it",
	}
	diskRenamed = Row{
		Name: "disk renamed", Code: finding.DiskLeft, Field: "name", Source: kubevirt,
		Happens: "the disk has the place of %[1]s, which is no longer there: it is a new volume that is filled anew, and the old one stays with its " +
			"data, which the machine no longer sees: keep the name, or copy",
	}
	becomesStandalone = Row{
		Name: "disk that becomes standalone", Code: finding.BecomesStandalone, Field: "standalone", Source: kubevirt,
		Happens: "the volume %[1]s belonged to the machine before, and the one in the cluster still does and is deleted with it: remove the " +
			"ownerReferences of the DataVolume there once this is applied",
	}
)

// volumeFixed are changes of a volume that stands alone.
var (
	volumeSize = Row{
		Name: "size of a standalone disk", Code: finding.VolumeFixed, Field: "size", Source: cdi,
		Happens: "the volume stands alone and was rendered with %[1]s before, and CDI refuses every change of it: keep the size here, and enlarge " +
			"the PersistentVolumeClaim of the same name, whose class must allow it. A volume cannot shrink",
	}
	volumeClass = Row{
		Name: "class of a standalone disk", Code: finding.VolumeFixed, Field: "storageClassName", Source: cdi,
		Happens: "the volume stands alone and was rendered with another class before, and CDI refuses every change of it: keep the class, or add a " +
			"disk under another name and copy",
	}
	volumeSource = Row{
		Name: "source of a standalone disk", Code: finding.VolumeFixed, Field: "image", Source: cdi,
		Happens: "the volume stands alone and was filled from something else before, and CDI refuses every change of it: keep what was there, or " +
			"add a disk under another name for the new content",
	}
	volumeModes = Row{
		Name: "access or volume mode of a standalone disk", Code: finding.VolumeFixed, Field: "accessModes", Source: cdi,
		Happens: "the volume stands alone and was rendered with %[1]s before, and CDI refuses every change of it, such as %[2]s: keep the modes, or " +
			"add a disk under another name and copy",
	}
)

// volumes compares the templates of a machine's volumes. standalone are the names of the volumes of now that stand alone.
func (d *differ) volumes(was, now []vm.DataVolumeTemplate, standalone []string) {
	had := make(map[string]bool, len(was))
	for i := range was {
		had[was[i].Metadata.Name] = true
	}
	index := make(map[string]int, len(now))
	var news []int
	for i := range now {
		index[now[i].Metadata.Name] = i
		if !had[now[i].Metadata.Name] {
			news = append(news, i)
		}
	}
	for i := range was {
		former := &was[i]
		name := former.Metadata.Name
		if at, ok := index[name]; ok {
			d.volume(former, &now[at])
			continue
		}
		if slices.Contains(standalone, name) {
			d.add(&becomesStandalone, "", name, "").Volume = name
			continue
		}
		// A new disk at the same place of the list is the same one to whoever wrote it.
		if len(news) > 0 && len(was) == len(now) && news[0] == i {
			d.add(&diskRenamed, "", name, now[i].Metadata.Name).Volume = now[i].Metadata.Name
			news = news[1:]
			continue
		}
		d.add(&diskGone, "", name, "")
	}
}

func (d *differ) volume(was, now *vm.DataVolumeTemplate) {
	say := func(row *Row, from, to string) { d.add(row, "", from, to).Volume = now.Metadata.Name }
	a, b := &was.Spec.Storage, &now.Spec.Storage
	before, formerErr := api.ParseQuantity(sizeOf(a))
	after, err := api.ParseQuantity(sizeOf(b))
	if err == nil && formerErr == nil {
		switch after.Cmp(before) {
		case -1:
			say(&diskShrank, sizeOf(a), sizeOf(b))
		case 1:
			say(&diskGrew, sizeOf(a), sizeOf(b))
		}
	}
	if a.StorageClassName != b.StorageClassName {
		say(&classChanged, a.StorageClassName, b.StorageClassName)
	}
	if from, to := contentOf(&was.Spec), contentOf(&now.Spec); from != to {
		say(&imageChanged, from, to)
	}
	if from, to := modesOf(a), modesOf(b); from != to {
		say(&modesChanged, from, to)
	}
}

// Volume are the changes that replace a volume that stands alone.
func Volume(was, now *vm.DataVolumeSpec) []Change {
	d := differ{}
	a, b := &was.Storage, &now.Storage
	for _, part := range []struct {
		row      *Row
		from, to string
	}{
		{&volumeSize, api.CanonicalQuantity(sizeOf(a)), sizeOf(b)},
		{&volumeClass, a.StorageClassName, b.StorageClassName},
		{&volumeSource, contentOf(was), contentOf(now)},
		{&volumeModes, modesOf(a), modesOf(b)},
	} {
		if part.from != part.to {
			d.add(part.row, "", part.from, part.to)
		}
	}
	return d.changes
}

func sizeOf(s *vm.Storage) string {
	if s.Resources.Requests == nil {
		return ""
	}
	return s.Resources.Requests.Storage
}

// modesOf are the access modes and the volume mode of a volume in words.
func modesOf(s *vm.Storage) string {
	modes := append(slices.Clone(s.AccessModes), nonEmpty(s.VolumeMode)...)
	if len(modes) == 0 {
		return "what its class has"
	}
	return strings.Join(modes, ", ")
}

// contentOf is what a volume is filled with, empty for nothing.
func contentOf(s *vm.DataVolumeSpec) string {
	if from := s.SourceRef; from != nil {
		return from.Kind + " " + from.Namespace + "/" + from.Name
	}
	if s.Source == nil {
		return ""
	}
	for _, url := range []*vm.URL{s.Source.HTTP, s.Source.Registry, s.Source.S3, s.Source.GCS} {
		if url != nil {
			return url.URL
		}
	}
	if from := s.Source.PVC; from != nil {
		return api.SchemePVC + "://" + from.Namespace + "/" + from.Name
	}
	if from := s.Source.Snapshot; from != nil {
		return api.SchemeSnapshot + "://" + from.Namespace + "/" + from.Name
	}
	return ""
}
