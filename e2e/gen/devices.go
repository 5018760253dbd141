package gen

import "pgregory.net/rapid"

// devices draws those beside disks and network cards.
func devices(t *rapid.T, spec Object) {
	if rapid.IntRange(0, 2).Draw(t, "devices") > 0 { // most machines have none
		return
	}
	maybe(t, "gpus", spec, "gpus", func() any { return ofNode(t) })
	maybe(t, "host devices", spec, "hostDevices", func() any { return ofNode(t) })
	for _, name := range []string{"rng", "multiqueue", "graphics", "serialConsole", "balloon"} {
		maybe(t, name, spec, name, func() any { return rapid.Bool().Draw(t, name+" on") })
	}
	maybe(t, "tablet", spec, "tablet", func() any { return rapid.SampledFrom([]string{"usb", "virtio"}).Draw(t, "tablet's bus") })
	maybe(t, "watchdog", spec, "watchdog", func() any {
		return rapid.SampledFrom([]string{"reset", "poweroff", "shutdown"}).Draw(t, "watchdog's action")
	})
	if spec["graphics"] != false {
		maybe(t, "video", spec, "video", func() any {
			return rapid.SampledFrom([]string{"vga", "cirrus", "virtio", "ramfb", "bochs"}).Draw(t, "video word")
		})
	}
	if spec["serialConsole"] != false {
		maybe(t, "log", spec, "logSerialConsole", func() any { return rapid.Bool().Draw(t, "log on") })
	}
	maybe(t, "threads", spec, "ioThreads", func() any {
		return rapid.SampledFrom([]Object{
			{"policy": "shared"}, {"policy": "auto"}, {"policy": "supplementalPool", "count": 3},
		}).Draw(t, "threads of")
	})
}

func ofNode(t *rapid.T) []any {
	return rapid.SampledFrom([][]any{
		{Object{"name": "one", "deviceName": "nvidia.com/TU104GL_Tesla_T4"}},
		{Object{"name": "one", "deviceName": "example.com/card"}, Object{"name": "two", "deviceName": "example.com/card"}},
	}).Draw(t, "devices of the node")
}
