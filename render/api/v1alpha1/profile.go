package v1alpha1

// The operating systems that a machine can be made for.
const (
	Linux   = "linux"
	Windows = "windows"
)

// Profile is what a guest's operating system wants of a machine where the user says nothing else.
type Profile struct {
	// DiskBus and CDROMBus are those of disks that name none, InterfaceModel is that of network cards. Empty are those that are left to
	// a preference, or to KubeVirt.
	DiskBus, CDROMBus, InterfaceModel string
	// Tablet is the bus of a pointer that follows the mouse, empty for none.
	Tablet string
	// GracePeriod is how many seconds the guest has to shut down, 0 for as many as KubeVirt gives it.
	GracePeriod int
	// CloudInit says that osImage alone asks for cloud-init.
	CloudInit bool
}

// Profile of the machine's guest.
func (s *WukongSpec) Profile() Profile {
	p := Profile{DiskBus: BusVirtio, CDROMBus: BusSATA, CloudInit: true}
	m := s.MachineMore
	if m == nil {
		return p
	}
	switch {
	case m.Guest == Windows: // as KubeVirt's own templates have it
		p = Profile{DiskBus: BusSATA, CDROMBus: BusSATA, InterfaceModel: "e1000e", Tablet: "usb", GracePeriod: 3600}
	case m.Arch() != AMD64: // which have no sata
		p.CDROMBus = BusSCSI
	}
	if m.Preference != nil {
		p.DiskBus, p.InterfaceModel = "", ""
		if m.Arch() == AMD64 { // elsewhere KubeVirt puts it on virtio, where no cdrom can be
			p.CDROMBus = ""
		}
	}
	return p
}

// Boot is what the machine boots with, as far as the user or the profile says. An empty mode is left to a preference or to KubeVirt.
type Boot struct {
	Mode                   string
	SecureBoot, Persistent bool
}

// Boot of the machine.
func (m *MachineCompute) Boot() Boot {
	var b Boot
	if m.Guest == Windows {
		b = Boot{EFI, true, true}
	}
	f := m.Firmware
	if f == nil {
		return b
	}
	if f.Mode != "" {
		b.Mode = f.Mode
	}
	for _, one := range [...]struct {
		given *bool
		is    *bool
	}{{f.SecureBoot, &b.SecureBoot}, {f.Persistent, &b.Persistent}} {
		if one.given != nil {
			*one.is = *one.given
		}
	}
	if b.Mode != EFI {
		b.SecureBoot, b.Persistent = false, false
	}
	return b
}

// Module is the trusted platform module that the machine is asked to have: whether it has one, and whether its contents are kept.
func (m *MachineCompute) Module() (has, persistent bool) {
	t := m.TPM
	if t == nil {
		return m.Guest == Windows, m.Guest == Windows
	}
	if t.Enabled != nil && !*t.Enabled {
		return false, false
	}
	return true, t.Persistent == nil && m.Guest == Windows || IsTrue(t.Persistent)
}

// KeepsState says whether KubeVirt keeps state of the machine in a volume of its own: the variables of its firmware, or its TPM.
func (m *MachineCompute) KeepsState() bool {
	_, persistent := m.Module()
	return persistent || m.Boot().Persistent
}
