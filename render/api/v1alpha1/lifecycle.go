package v1alpha1

// MachineLifecycle is where the machine runs, how it stops, and how others reach it.
type MachineLifecycle struct{}
