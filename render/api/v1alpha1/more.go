package v1alpha1

// Fields that few resources have stand in a struct of their own, which an embedded pointer leads to: MachineMore, DiskMore,
// NetworkMore. Where none of them is given the pointer is nil, so that a fleet of plain machines pays nothing for them. They are
// fields of the resource as all others: in YAML, in schemas, in what a report may tell.
//
// A new field is a line in one of these structs, with its comment and tags. It is read by More, as spec.More().Firmware: the field
// itself, spec.Firmware, ends the program where the pointer is nil. A test that needs one writes
// WukongSpec{MachineMore: &MachineMore{...}}.

// MachineMore holds the fields that few machines have, a part in a file of its own. Read them by WukongSpec.More.
type MachineMore struct {
	MachineCompute
	MachineDevices
	MachineGuest
	MachineLifecycle
	// Patches are merged into what is made of the machine, for what no field says. Addition.
	Patches *MachinePatches `json:"patches,omitempty"`
}

// Those that stand for structs which are not there. Nobody changes them.
var (
	noMachineMore MachineMore
	noDiskMore    DiskMore
	noNetworkMore NetworkMore
)

// More are the fields that few machines have. They are only read.
func (s *WukongSpec) More() *MachineMore {
	if s.MachineMore == nil {
		return &noMachineMore
	}
	return s.MachineMore
}

// More are the fields that few disks have. They are only read.
func (d *Disk) More() *DiskMore {
	if d.DiskMore == nil {
		return &noDiskMore
	}
	return d.DiskMore
}

// More are the fields that few networks have. They are only read.
func (s *NetworkSpec) More() *NetworkMore {
	if s.NetworkMore == nil {
		return &noNetworkMore
	}
	return s.NetworkMore
}
