package v1alpha1

// MachineCompute is what the machine computes with: processors, memory, firmware.
type MachineCompute struct{}
