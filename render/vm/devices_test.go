package vm

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// TestDevices has the exact form of every device.
func TestDevices(t *testing.T) {
	for spec, want := range map[string]string{
		"{gpus: [], hostDevices: [], rng: false}":                                       "{}\n",
		"{gpus: [{name: g, deviceName: nvidia.com/T4}]}":                                "gpus:\n- deviceName: nvidia.com/T4\n  name: g\n",
		"{hostDevices: [{name: h, deviceName: a.io/b}, {name: i, deviceName: a.io/b}]}": "hostDevices:\n- deviceName: a.io/b\n  name: h\n- deviceName: a.io/b\n  name: i\n",
		"{rng: true}":               "rng: {}\n",
		"{tablet: usb}":             "inputs:\n- bus: usb\n  name: tablet\n  type: tablet\n",
		"{video: virtio}":           "video:\n  type: virtio\n",
		"{graphics: false}":         "autoattachGraphicsDevice: false\n",
		"{graphics: true}":          "autoattachGraphicsDevice: true\n",
		"{multiqueue: true}":        "networkInterfaceMultiqueue: true\n",
		"{multiqueue: false}":       "networkInterfaceMultiqueue: false\n",
		"{serialConsole: false}":    "autoattachSerialConsole: false\n",
		"{logSerialConsole: false}": "logSerialConsole: false\n",
		"{balloon: false}":          "autoattachMemBalloon: false\n",
		"{watchdog: reset}":         "watchdog:\n  i6300esb:\n    action: reset\n  name: watchdog\n",
	} {
		t.Run(spec, func(t *testing.T) {
			v, err := new(builder).machineOf(machine(t, spec))
			require.NoError(t, err)
			text, err := encode.Append(nil, v.Spec.Template.Spec.Domain.Devices.DevicesMore, 0)
			require.NoError(t, err)
			require.Equal(t, want, string(text))
		})
	}
}

// TestNoDevices holds that a plain machine has no room for them.
func TestNoDevices(t *testing.T) {
	v, err := new(builder).machineOf(machine(t, "{}"))
	require.NoError(t, err)
	require.Nil(t, v.Spec.Template.Spec.Domain.Devices.DevicesMore)
	require.Nil(t, v.Spec.Template.Spec.Domain.ThreadsMore)
}

// TestIOThreads has their policies.
func TestIOThreads(t *testing.T) {
	for spec, want := range map[string]string{
		"{ioThreads: {policy: shared}}":                     "ioThreadsPolicy: shared\n",
		"{ioThreads: {policy: auto}}":                       "ioThreadsPolicy: auto\n",
		"{ioThreads: {policy: supplementalPool, count: 4}}": "ioThreads:\n  supplementalPoolThreadCount: 4\nioThreadsPolicy: supplementalPool\n",
	} {
		t.Run(spec, func(t *testing.T) {
			v, err := new(builder).machineOf(machine(t, spec))
			require.NoError(t, err)
			text, err := encode.Append(nil, v.Spec.Template.Spec.Domain.ThreadsMore, 0)
			require.NoError(t, err)
			require.Equal(t, want, string(text))
		})
	}
}
