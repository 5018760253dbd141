package vm

import (
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
)

// DataVolume is a volume that CDI makes and fills, and that stays when the machine goes.
type DataVolume struct {
	object.Header
	Spec DataVolumeSpec `json:"spec"`
}

// DataVolumeTemplate makes a volume with the machine, and removes it with the machine.
type DataVolumeTemplate struct {
	Metadata object.Meta    `json:"metadata"`
	Spec     DataVolumeSpec `json:"spec"`
}

// DataVolumeSpec is CDI's: exactly one source.
type DataVolumeSpec struct {
	Source    *Source    `json:"source,omitempty"`
	SourceRef *SourceRef `json:"sourceRef,omitempty"`
	Storage   Storage    `json:"storage"`
}

// Source is where the content comes from.
type Source struct {
	Blank    *Empty  `json:"blank,omitempty"`
	GCS      *URL    `json:"gcs,omitempty"`
	HTTP     *URL    `json:"http,omitempty"`
	PVC      *Origin `json:"pvc,omitempty"`
	Registry *URL    `json:"registry,omitempty"`
	S3       *URL    `json:"s3,omitempty"`
	Snapshot *Origin `json:"snapshot,omitempty"`
}

// SourceRef names a DataSource, in the volume's namespace where it names none.
type SourceRef struct {
	Kind      string `json:"kind"`
	Name      string `json:"name"`
	Namespace string `json:"namespace,omitempty"`
}

// URL of a source, and how to get what is there. Only that of a registry has a pull method.
type URL struct {
	CertConfigMap string `json:"certConfigMap,omitempty"`
	PullMethod    string `json:"pullMethod,omitempty"`
	SecretRef     string `json:"secretRef,omitempty"`
	URL           string `json:"url"`
}

// Origin is the volume or snapshot of a clone.
type Origin struct {
	Name      string `json:"name"`
	Namespace string `json:"namespace"`
}

// Storage is the claim. What it leaves out is for the class, its StorageProfile and the source to say.
type Storage struct {
	AccessModes      []string  `json:"accessModes,omitempty"`
	Resources        Resources `json:"resources"`
	StorageClassName string    `json:"storageClassName,omitempty"`
	VolumeMode       string    `json:"volumeMode,omitempty"`
}

// Resources of a claim. They are written empty, too: KubeVirt's webhook would add them.
type Resources struct {
	Requests *Requests `json:"requests,omitempty"`
}

// Requests of a claim: a canonical quantity.
type Requests struct {
	Storage string `json:"storage"`
}

// bindImmediate is the annotation with which CDI does not wait for the first consumer of a volume.
const bindImmediate = "cdi.kubevirt.io/storage.bind.immediate.requested"

// volumeRoom is the memory that volumes are built in, one machine's after the other's.
type volumeRoom struct {
	sources  []Source
	urls     []URL
	requests []Requests
	names    []Made
}

func (r *volumeRoom) begin() {
	r.sources, r.urls, r.requests, r.names = r.sources[:0], r.urls[:0], r.requests[:0], r.names[:0]
}

// spec is the volume that is made for a disk.
func (r *volumeRoom) spec(m *plan.Machine, d *api.Disk) DataVolumeSpec {
	s := DataVolumeSpec{Storage: Storage{
		AccessModes: d.AccessModesOf(m.Settings), StorageClassName: d.StorageClassName, VolumeMode: d.More().VolumeMode,
	}}
	if d.Size != "" {
		s.Storage.Resources.Requests = keep(&r.requests, Requests{api.CanonicalQuantity(d.Size)})
	}
	if from := d.More().DataSource; from != nil {
		s.SourceRef = &SourceRef{Kind: object.DataSource.String(), Name: from.Name, Namespace: from.Namespace}
	} else {
		s.Source = keep(&r.sources, r.source(d))
	}
	return s
}

// source follows CDI: http and https are http sources, what has no scheme of its own is an image in a registry, as docker://REF.
func (r *volumeRoom) source(d *api.Disk) Source {
	if d.Image == "" {
		return Source{Blank: &Empty{}}
	}
	if scheme, namespace, name, clone := api.Clone(d.Image); clone {
		if scheme == api.SchemeSnapshot {
			return Source{Snapshot: &Origin{Name: name, Namespace: namespace}}
		}
		return Source{PVC: &Origin{Name: name, Namespace: namespace}}
	}
	m := d.More()
	from := keep(&r.urls, URL{URL: d.Image, SecretRef: m.ImageSecret, CertConfigMap: m.ImageCertConfigMap, PullMethod: m.ImagePullMethod})
	switch {
	case m.ImageSource == api.SourceS3:
		return Source{S3: from}
	case strings.HasPrefix(d.Image, "gs://"):
		return Source{GCS: from}
	case strings.HasPrefix(d.Image, "http://"), strings.HasPrefix(d.Image, "https://"):
		return Source{HTTP: from}
	case !strings.HasPrefix(d.Image, "docker://"):
		from.URL = "docker://" + d.Image
	}
	return Source{Registry: from}
}

// annotations are those of the volume that is made for a disk, nil for none.
func annotations(d *api.Disk) object.Strings {
	more := d.More()
	if !more.BindImmediate && len(more.Annotations) == 0 {
		return nil
	}
	var all object.Strings
	all.AddAll(more.Annotations)
	if more.BindImmediate {
		all.Set(bindImmediate, "true")
	}
	return all
}

// standalone is a disk whose volume is an object of its own.
type standalone struct{ machine, disk int }

// DataVolumes are the volumes that stand alone, as a source of objects.
type DataVolumes struct {
	machines []plan.Machine
	disks    []standalone
	origins  []plan.Origin
}

// StandingAlone are the volumes of the machines' disks that stand alone.
func StandingAlone(machines []plan.Machine) DataVolumes {
	v := DataVolumes{machines: machines}
	for i := range machines {
		for j := range machines[i].Spec.Disks {
			if d := &machines[i].Spec.Disks[j]; d.More().Standalone {
				v.disks = append(v.disks, standalone{i, j})
				v.origins = append(v.origins, plan.Origin{Owner: machines[i].Owner, Field: plan.DiskField(j)})
			}
		}
	}
	return v
}

// Len is the number of volumes.
func (v DataVolumes) Len() int { return len(v.disks) }

// Kind of all of them.
func (v DataVolumes) Kind(int) object.Kind { return object.DataVolume }

// Name of a volume, with its namespace.
func (v DataVolumes) Name(i int) (namespace, name string) {
	m, d := v.of(i)
	return m.Owner.Namespace, m.Volume(d)
}

// Origin is the disk.
func (v DataVolumes) Origin(i int) *plan.Origin { return &v.origins[i] }

// Hints say that a volume is kept whatever goes.
func (v DataVolumes) Hints(int) object.Hints { return object.Hints{Kept: true} }

// DependsOn is nothing.
func (v DataVolumes) DependsOn(int) []object.ID { return nil }

// Builder returns a function that builds volumes.
func (v DataVolumes) Builder() func(i int) (object.Object, error) {
	return func(i int) (object.Object, error) { return v.build(i), nil }
}

func (v DataVolumes) build(i int) *DataVolume {
	m, d := v.of(i)
	out := &DataVolume{Header: object.DataVolume.Header(m.Owner.Namespace, m.Volume(d)), Spec: new(volumeRoom).spec(m, d)}
	out.Metadata.Annotations = annotations(d)
	return out
}

// Disk is the disk of a volume, and the volume.
func (v DataVolumes) Disk(i int) (*api.Disk, *DataVolumeSpec) {
	_, d := v.of(i)
	return d, &v.build(i).Spec
}

// of is a volume's machine and disk.
func (v DataVolumes) of(i int) (*plan.Machine, *api.Disk) {
	m := &v.machines[v.disks[i].machine]
	return m, &m.Spec.Disks[v.disks[i].disk]
}
