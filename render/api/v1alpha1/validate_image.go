package v1alpha1

import (
	"slices"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
)

// imageSchemes are those of the images that CDI imports and clones.
var imageSchemes = [...]string{"http", "https", "docker", "gs", SchemePVC, SchemeSnapshot}

// image takes URLs that CDI imports, clones, and bare references; anything else with a scheme is refused.
func (c *checker) image(at path, image string) {
	scheme, rest, found := strings.Cut(image, "://")
	var predicate string
	switch {
	case strings.ContainsFunc(image, noImageRune):
		predicate = "must have no blanks or control characters"
	case scheme == SourceS3 && found:
		predicate = "must be the https:// URL of the object, beside imageSource: s3, for CDI knows no s3://"
	case found && !slices.Contains(imageSchemes[:], scheme):
		predicate = "must be http://, https://, docker://REF, gs://, pvc://NAMESPACE/NAME, snapshot://NAMESPACE/NAME or a bare container image reference"
	case found && rest == "":
		predicate = "names no image behind " + scheme + "://: add it"
	case scheme == SchemePVC || scheme == SchemeSnapshot:
		if _, namespace, name, clone := Clone(image); !clone || isLabel(namespace) && isSubdomain(name) {
			return
		}
		predicate = "must be " + scheme + "://NAMESPACE/NAME, with both names"
	default:
		return
	}
	c.add(finding.OutOfRange, at, predicate, image, nearestImage(image))
}

// noImageRune holds for what no URL and no reference holds.
func noImageRune(r rune) bool { return r <= ' ' || r == 0x7f }

// imageKind is how CDI gets an image.
func imageKind(d *Disk) string {
	scheme, _, found := strings.Cut(d.Image, "://")
	switch {
	case d.More().ImageSource == SourceS3:
		return SourceS3
	case !found:
		return "docker"
	case scheme == "https":
		return "http"
	}
	return scheme
}

// images reports fields about getting an image that there is none for, or that it has not.
func (c *checker) images(at path, d *Disk) {
	m, kind := d.More(), imageKind(d)
	for _, f := range []struct {
		name, value string
		kinds       []string // of images that have the field
		why         string
	}{
		{"imageSource", m.ImageSource, []string{SourceS3, kind}, ""},
		{"imageSecret", m.ImageSecret, []string{"http", SourceS3, "gs", "docker"}, "of a clone, for which CDI needs no Secret: remove it"},
		{"imageCertConfigMap", m.ImageCertConfigMap, []string{"http", SourceS3, "docker"}, "of such an image, to which CDI gives no certificates: remove it"},
		{"imagePullMethod", m.ImagePullMethod, []string{"docker"}, "of an image that is in no registry: remove it"},
	} {
		switch {
		case f.value == "" || f.name == "imageSecret" && m.ContainerDisk != "":
		case d.Image == "":
			c.add(finding.Contradiction, at.in(f.name), "needs image, which it is about: remove it, or write the image", f.value, "")
		case !slices.Contains(f.kinds, kind):
			c.add(finding.Contradiction, at.in(f.name), "is no field "+f.why, f.value, "")
		}
	}
	if m.ImageSource == SourceS3 && d.Image != "" && !strings.HasPrefix(d.Image, "https://") && !strings.HasPrefix(d.Image, "http://") {
		c.add(finding.Contradiction, at.in("imageSource"), "needs the https:// URL of an object in image: write that, or remove this", SourceS3, "")
	}
	if m.ImagePullPolicy != "" && m.ContainerDisk == "" {
		c.add(finding.Contradiction, at.in("imagePullPolicy"), "needs containerDisk: remove it, or use imagePullMethod for an image that a volume is made of",
			m.ImagePullPolicy, "")
	}
	if m.VolumeLabel != "" && m.ConfigMap == "" && m.Secret == "" {
		c.add(finding.Contradiction, at.in("volumeLabel"), "needs configMap or secret, of which KubeVirt makes a file system: remove it", m.VolumeLabel, "")
	}
}
