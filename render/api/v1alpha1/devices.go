package v1alpha1

// MachineDevices are devices of the machine beside disks and network cards.
type MachineDevices struct {
	// GPUs are graphics cards of the node, or parts of them, that the machine gets.
	GPUs []Device `json:"gpus,omitempty" schema:"key=name"`
	// HostDevices are other devices of the node that the machine gets. KubeVirt takes them with its feature gate HostDevices. Addition.
	HostDevices []Device `json:"hostDevices,omitempty" schema:"key=name"`
	// RNG gives the guest random numbers of the node. Addition.
	RNG bool `json:"rng,omitempty"`
	// Tablet gives the guest a pointer that follows the mouse exactly, on this bus: usb or virtio. Addition.
	Tablet string `json:"tablet,omitempty" schema:"enum=usb|virtio"`
	// Video is the graphics card that is emulated: vga, cirrus, virtio, ramfb or bochs. KubeVirt's choice when absent. Addition.
	Video string `json:"video,omitempty" schema:"enum=vga|cirrus|virtio|ramfb|bochs"`
	// Graphics false leaves out the emulated graphics card, and with it VNC. As the preference has it when absent, else true. Addition.
	Graphics *bool `json:"graphics,omitempty"`
	// Multiqueue gives each virtio network card a queue per processor. Addition.
	Multiqueue *bool `json:"multiqueue,omitempty"`
	// SerialConsole false leaves out the serial console. As the preference has it when absent, else true. Addition.
	SerialConsole *bool `json:"serialConsole,omitempty"`
	// LogSerialConsole writes what the serial console shows to the log of the pod's container guest-console-log. As the cluster is
	// configured when absent. Addition.
	LogSerialConsole *bool `json:"logSerialConsole,omitempty"`
	// Watchdog is what happens when the guest stops feeding its watchdog: reset, poweroff or shutdown. No watchdog when absent. Addition.
	Watchdog string `json:"watchdog,omitempty" schema:"enum=reset|poweroff|shutdown"`
	// IOThreads are threads of the emulator for the disks. Addition.
	IOThreads *IOThreads `json:"ioThreads,omitempty"`
	// Balloon false leaves out the device by which the node sees how much memory the guest uses. As the preference has it when absent,
	// else true. Addition.
	Balloon *bool `json:"balloon,omitempty"`
}

// Device is a device of the node that a device plugin announces.
type Device struct {
	// Name of the device in the machine, a DNS label. Addition.
	Name string `json:"name" schema:"required,label"`
	// DeviceName is what the device plugin announces, such as nvidia.com/TU104GL_Tesla_T4.
	DeviceName string `json:"deviceName" schema:"required,resource"`
}

// The ways to spread disks over threads.
const (
	IOThreadsShared = "shared"
	IOThreadsAuto   = "auto"
	IOThreadsPool   = "supplementalPool"
)

// IOThreads are threads of the emulator for the disks.
type IOThreads struct {
	// Policy is shared (one for all disks), auto (as many as fit the processors) or supplementalPool (count of them).
	Policy string `json:"policy" schema:"required,enum=shared|auto|supplementalPool"`
	// Count of the threads, 1 to 64, with policy supplementalPool only.
	Count *int `json:"count,omitempty" schema:"min=1,max=64"`
}
