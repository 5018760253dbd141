package vm

import (
	"cmp"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
)

// DevicesMore are the devices that few machines have.
type DevicesMore struct {
	Graphics         *bool     `json:"autoattachGraphicsDevice,omitempty"`
	Balloon          *bool     `json:"autoattachMemBalloon,omitempty"`
	SerialConsole    *bool     `json:"autoattachSerialConsole,omitempty"`
	GPUs             []Device  `json:"gpus,omitempty"`
	HostDevices      []Device  `json:"hostDevices,omitempty"`
	Inputs           []Input   `json:"inputs,omitempty"`
	LogSerialConsole *bool     `json:"logSerialConsole,omitempty"`
	Multiqueue       *bool     `json:"networkInterfaceMultiqueue,omitempty"`
	RNG              *Empty    `json:"rng,omitempty"`
	Video            *Type     `json:"video,omitempty"`
	Watchdog         *Watchdog `json:"watchdog,omitempty"`
}

// Device is a device of the node.
type Device struct {
	DeviceName string `json:"deviceName"`
	Name       string `json:"name"`
}

// Input is a tablet.
type Input struct {
	Bus  string `json:"bus"`
	Name string `json:"name"`
	Type string `json:"type"`
}

// Watchdog is the one that KubeVirt has for amd64.
type Watchdog struct {
	I6300ESB WatchdogAction `json:"i6300esb"`
	Name     string         `json:"name"`
}

// WatchdogAction is what happens when the guest stops feeding it.
type WatchdogAction struct {
	Action string `json:"action"`
}

// ThreadsMore are threads for the disks.
type ThreadsMore struct {
	IOThreads       *IOThreads `json:"ioThreads,omitempty"`
	IOThreadsPolicy string     `json:"ioThreadsPolicy,omitempty"`
}

// IOThreads is how many of them there are.
type IOThreads struct {
	Count int `json:"supplementalPoolThreadCount"`
}

// devices are those of a machine beside its disks and network cards.
func devices(d *api.MachineDevices, profile api.Profile) *DevicesMore {
	all := &DevicesMore{
		Graphics: d.Graphics, Balloon: d.Balloon, SerialConsole: d.SerialConsole, LogSerialConsole: d.LogSerialConsole, Multiqueue: d.Multiqueue,
		GPUs: ofNode(d.GPUs), HostDevices: ofNode(d.HostDevices),
	}
	if d.RNG {
		all.RNG = &Empty{}
	}
	if bus := cmp.Or(d.Tablet, profile.Tablet); bus != "" {
		all.Inputs = []Input{{Bus: bus, Name: "tablet", Type: "tablet"}}
	}
	if d.Video != "" {
		all.Video = &Type{d.Video}
	}
	if d.Watchdog != "" {
		all.Watchdog = &Watchdog{I6300ESB: WatchdogAction{d.Watchdog}, Name: "watchdog"}
	}
	return all
}

func ofNode(in []api.Device) []Device {
	var out []Device
	for _, d := range in {
		out = append(out, Device{DeviceName: d.DeviceName, Name: d.Name})
	}
	return out
}

// threads are those for a machine's disks.
func threads(t *api.IOThreads) *ThreadsMore {
	if t == nil {
		return nil
	}
	all := &ThreadsMore{IOThreadsPolicy: t.Policy}
	if t.Count != nil {
		all.IOThreads = &IOThreads{*t.Count}
	}
	return all
}
