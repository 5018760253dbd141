package v1alpha1

// MachineGuest is what the guest is told: cloud-init, and how people get in.
type MachineGuest struct{}
