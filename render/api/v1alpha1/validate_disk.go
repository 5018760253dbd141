package v1alpha1

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/spell"
)

func (c *checker) disks(list path, disks []Disk, profile Profile) {
	var names seen
	for i := range disks {
		d, at := &disks[i], list.element(i)
		if c.required(at.in("name"), d.Name, "a DNS label, by which the disk is known") {
			c.label(at.in("name"), d.Name, 63, "a volume's name is a DNS label")
			if d.Name == CloudInitVolume {
				c.add(finding.InvalidName, at.in("name"), "is the name of the volume for cloud-init: give the disk another", d.Name, d.Name+"-disk")
			}
			if first, twice := names.add(d.Name, i); twice {
				c.twice(at, list.element(first), d.Name)
			}
		}
		c.disk(at, d, profile)
	}
	c.bootOrders(list, disks)
	c.lostBoot(list, disks)
}

func (c *checker) disk(at path, d *Disk, profile Profile) {
	if d.Size != "" {
		c.quantity(at.in("size"), d.Size, diskSize())
	} else if d.Made() && !d.Cloned() {
		c.required(at.in("size"), "", "a quantity such as 20Gi")
	}
	if d.StorageClassName != "" {
		c.subdomain(at.in("storageClassName"), d.StorageClassName)
	}
	if d.Image != "" {
		c.image(at.in("image"), d.Image)
		if d.More().Type == "" && isISO(d.Image) {
			c.add(finding.ISOAsDisk, at.in("type"), "is absent, so the guest sees the .iso image as a hard disk, from which few systems are installed: "+
				"write cdrom", "", DeviceCDROM)
		}
	}
	if d.DiskMore != nil {
		v := reflect.ValueOf(d.DiskMore).Elem()
		c.diskValues(at, v)
		c.contents(at, d, v)
		c.images(at, d)
		c.device(at, d, profile)
	}
}

// isISO says whether an image is, by its name, that of a disc.
func isISO(image string) bool {
	image, _, _ = strings.Cut(image, "#")
	image, _, _ = strings.Cut(image, "?")
	return strings.HasSuffix(strings.ToLower(image), ".iso")
}

// diskField is a field of DiskMore with what its tags say.
type diskField struct {
	tag
	shows, made bool
}

var diskFields = func() []diskField {
	t := reflect.TypeFor[DiskMore]()
	fields := make([]diskField, t.NumField())
	for i, f := range tagsOf(t) {
		about := t.Field(i).Tag.Get("disk")
		fields[i] = diskField{f, about == "shows", about == "made"}
	}
	return fields
}()

// namesOf are the fields of DiskMore that pass.
func namesOf(pass func(*diskField) bool) []string {
	var names []string
	for i := range diskFields {
		if pass(&diskFields[i]) {
			names = append(names, diskFields[i].name)
		}
	}
	return names
}

// ofVolume are the fields about the volume that is made for a disk.
func ofVolume() []string {
	return append([]string{"size", "storageClassName", "image"}, namesOf(func(f *diskField) bool { return f.made })...)
}

// diskValues reports what the tags `schema` do not allow.
func (c *checker) diskValues(at path, v reflect.Value) {
	for i := range diskFields {
		f := &diskFields[i]
		value := v.Field(f.index)
		if empty(value) {
			continue
		}
		at := at.in(f.name)
		switch value := value.Interface().(type) {
		case []string:
			c.accessModes(at, value)
		case map[string]string:
			c.volumeAnnotations(at, value)
		case *DataSource:
			if c.required(at.in("name"), value.Name, "the name of a DataSource") {
				c.subdomain(at.in("name"), value.Name)
			}
			if value.Namespace != "" {
				c.label(at.in("namespace"), value.Namespace, 63, "a namespace's name is a DNS label")
			}
		case *Sysprep:
			c.sysprep(at, value)
		case *int:
			if *value < f.min || *value > f.max { // which numbers are free is another matter
				c.add(finding.OutOfRange, at, "must be 1 to 1000", strconv.Itoa(*value), "")
			}
		case string:
			c.diskText(at, f, value)
		}
	}
}

func (c *checker) diskText(at path, f *diskField, value string) {
	switch f.form {
	case "size":
		c.quantity(at, value, diskSize())
	case "subdomain":
		c.subdomain(at, value)
	case "container":
		if strings.Contains(value, "://") || strings.ContainsFunc(value, noImageRune) {
			c.add(finding.OutOfRange, at, "must be the reference of a container image without a scheme, such as quay.io/containerdisks/fedora:41",
				value, containerOf(value))
		}
	case "drive":
		if !isSerial(value) {
			c.add(finding.OutOfRange, at, "must be at most 256 letters, digits, '_', '.', '+' or '-'", value, "")
		}
	case "volumeLabel":
		if len(value) > 32 || strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r > '~' }) {
			c.add(finding.OutOfRange, at, "must be at most 32 letters, digits, blanks and signs of ASCII", value, "")
		}
	default:
		c.oneOf(at, value, f.enum...)
	}
}

// containerOf is an image without its scheme, empty where it is none of a registry.
func containerOf(image string) string {
	rest, found := strings.CutPrefix(strings.TrimSpace(image), "docker://")
	if !found || rest == "" || strings.Contains(rest, "://") || strings.ContainsFunc(rest, noImageRune) {
		return ""
	}
	return rest
}

// isSerial is what KubeVirt 1.9 takes for the serial number of a disk.
func isSerial(s string) bool {
	for i := range len(s) {
		if !isAlnum(s[i]) && strings.IndexByte("_.+-", s[i]) < 0 {
			return false
		}
	}
	return len(s) <= 256
}

// accessModeNames are the access modes, and the word that leaves them to the class.
var accessModeNames = []string{ReadWriteOnce, "ReadOnlyMany", ReadWriteMany, "ReadWriteOncePod", FromStorageProfile}

// accessModes reports what no volume can ask for.
func (c *checker) accessModes(at path, modes []string) {
	for i, mode := range modes {
		one := at.element(i)
		switch {
		case !slices.Contains(accessModeNames, mode):
			c.add(finding.OutOfRange, one, "must be ReadWriteOnce, ReadOnlyMany, ReadWriteMany or ReadWriteOncePod, or FromStorageProfile alone",
				mode, nearestMode(mode))
		case slices.Contains(modes[:i], mode):
			c.add(finding.Twice, one, "stands there already: remove it", mode, "")
		case mode == FromStorageProfile && len(modes) > 1:
			c.add(finding.Contradiction, one, "leaves the modes to the class and must stand alone: remove it or the others", mode, "")
		}
	}
}

// nearestMode is the access mode that is meant, also by the short words that kubectl prints.
func nearestMode(mode string) string {
	for short, long := range map[string]string{"RWO": ReadWriteOnce, "ROX": "ReadOnlyMany", "RWX": ReadWriteMany, "RWOP": "ReadWriteOncePod"} {
		if strings.EqualFold(mode, short) {
			return long
		}
	}
	return spell.Nearest(mode, accessModeNames)
}

// volumeAnnotations reports annotations of a DataVolume that Kubernetes does not take, and those of tools, which follow from what
// becomes of the volume.
func (c *checker) volumeAnnotations(at path, set map[string]string) {
	for _, k := range sortedKeys(set) {
		switch {
		case !isQualifiedName(strings.ToLower(k)):
			c.add(finding.InvalidName, at.entry(k), "must be the key of an annotation: "+aQualifiedName, k, "")
		case !carriesAnnotation(k):
			c.add(finding.Contradiction, at.entry(k), "tells a delivery tool what to do with the volume, which follows from standalone: remove it", "", "")
		}
	}
}

func (c *checker) sysprep(at path, s *Sysprep) {
	switch {
	case s.ConfigMap == "" && s.Secret == "":
		c.add(finding.Required, at.in("configMap"), "is required: name a ConfigMap here, or a Secret in secret", "", "")
	case s.ConfigMap != "" && s.Secret != "":
		c.add(finding.Contradiction, at.in("secret"), "must not stand beside configMap: the answers are in one of the two", s.Secret, "")
	}
	if s.ConfigMap != "" {
		c.subdomain(at.in("configMap"), s.ConfigMap)
	}
	if s.Secret != "" {
		c.subdomain(at.in("secret"), s.Secret)
	}
}

// contents reports what must not stand beside what the disk shows.
func (c *checker) contents(at path, d *Disk, v reflect.Value) {
	shows := ""
	for i := range diskFields {
		f := &diskFields[i]
		switch {
		case !f.shows || empty(v.Field(f.index)):
		case shows == "":
			shows = f.name
		default:
			c.add(finding.Contradiction, at.in(f.name), "must not stand beside "+shows+": a disk shows one of the two. Remove the other", textOf(v.Field(f.index)), "")
		}
	}
	if shows == "" {
		if d.Image != "" && d.More().DataSource != nil {
			c.add(finding.Contradiction, at.in("dataSource"), "must not stand beside image: the content comes from one of the two. Remove the other", "", "")
		}
		return
	}
	why := "must not stand beside " + shows + ", with which no volume is made for the disk: remove it"
	for _, own := range []struct{ field, value string }{{"size", d.Size}, {"storageClassName", d.StorageClassName}, {"image", d.Image}} {
		if own.value != "" {
			c.add(finding.Contradiction, at.in(own.field), why, own.value, "")
		}
	}
	for i := range diskFields {
		if f := &diskFields[i]; f.made && !empty(v.Field(f.index)) {
			c.add(finding.Contradiction, at.in(f.name), why, textOf(v.Field(f.index)), "")
		}
	}
}
