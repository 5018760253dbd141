package v1alpha1

// MachineMore holds the fields that few machines have, a part in a file of its own. Read them by WukongSpec.More.
type MachineMore struct {
	MachineCompute
	MachineDevices
	MachineGuest
	MachineLifecycle
}

// DiskMore holds the fields that few disks have. Read them by Disk.More.
type DiskMore struct{}

// More are the fields that few machines have. They are only read.
func (s *WukongSpec) More() *MachineMore { return &s.MachineMore }

// More are the fields that few disks have. They are only read.
func (d *Disk) More() *DiskMore { return &d.DiskMore }
