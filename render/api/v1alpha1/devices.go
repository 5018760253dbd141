package v1alpha1

// MachineDevices are devices of the machine beside disks and network cards.
type MachineDevices struct{}
