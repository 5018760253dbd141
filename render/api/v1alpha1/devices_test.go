package v1alpha1

import (
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"
)

// wukongSays is what validation says of a Wukong's spec.
func wukongSays(t *testing.T, spec string) []string {
	t.Helper()
	var w Wukong
	require.NoError(t, yaml.UnmarshalStrict([]byte("{metadata: {name: w}, spec: "+spec+"}"), &w))
	return said(w.Validate())
}

// TestDevices has what is wrong with devices, and the nearest that is right.
func TestDevices(t *testing.T) {
	for name, tc := range map[string]struct {
		spec string
		want []string
	}{
		"a GPU":                       {"{gpus: [{name: g, deviceName: nvidia.com/T4}]}", nil},
		"a GPU twice":                 {"{gpus: [{name: g, deviceName: nvidia.com/T4}, {name: g, deviceName: nvidia.com/T4}]}", []string{"WK011 spec.gpus[1].name"}},
		"two GPUs":                    {"{gpus: [{name: g, deviceName: nvidia.com/T4}, {name: h, deviceName: nvidia.com/T4}]}", nil},
		"a GPU that is not said":      {"{gpus: [{}]}", []string{"WK006 spec.gpus[0].name", "WK006 spec.gpus[0].deviceName"}},
		"a GPU with a bad name":       {"{gpus: [{name: G, deviceName: nvidia.com/T4}]}", []string{"WK008 spec.gpus[0].name -> g"}},
		"a GPU of no domain":          {"{gpus: [{name: g, deviceName: T4}]}", []string{"WK008 spec.gpus[0].deviceName"}},
		"a host device":               {"{hostDevices: [{name: g, deviceName: example.com/card}]}", []string{"WK200 spec.hostDevices"}},
		"a host device of no domain":  {"{hostDevices: [{name: g, deviceName: a b/c}]}", []string{"WK008 spec.hostDevices[0].deviceName", "WK200 spec.hostDevices"}},
		"no host devices":             {"{hostDevices: []}", nil},
		"a tablet":                    {"{tablet: virtio}", nil},
		"a tablet on no bus":          {"{tablet: ps2}", []string{"WK007 spec.tablet"}},
		"video":                       {"{video: bochs, graphics: true}", nil},
		"no such video":               {"{video: qxl}", []string{"WK007 spec.video"}},
		"video without graphics":      {"{video: vga, graphics: false}", []string{"WK017 spec.video"}},
		"no graphics":                 {"{graphics: false}", nil},
		"log of a console":            {"{serialConsole: true, logSerialConsole: true}", nil},
		"log of no console":           {"{serialConsole: false, logSerialConsole: true}", []string{"WK022 spec.logSerialConsole"}},
		"watchdog":                    {"{watchdog: poweroff}", nil},
		"no such watchdog":            {"{watchdog: restart}", []string{"WK007 spec.watchdog"}},
		"shared threads":              {"{ioThreads: {policy: shared}}", nil},
		"threads of no policy":        {"{ioThreads: {}}", []string{"WK006 spec.ioThreads.policy"}},
		"threads of no such policy":   {"{ioThreads: {policy: pool}}", []string{"WK007 spec.ioThreads.policy"}},
		"a pool":                      {"{ioThreads: {policy: supplementalPool, count: 1}}", nil},
		"a pool without a number":     {"{ioThreads: {policy: supplementalPool}}", []string{"WK006 spec.ioThreads.count"}},
		"a pool of none":              {"{ioThreads: {policy: supplementalPool, count: 0}}", []string{"WK007 spec.ioThreads.count -> 1"}},
		"a number without a pool":     {"{ioThreads: {policy: auto, count: 4}}", []string{"WK017 spec.ioThreads.count"}},
		"everything that is a switch": {"{rng: true, multiqueue: false, balloon: false, serialConsole: false, graphics: false}", nil},
	} {
		t.Run(name, func(t *testing.T) { require.ElementsMatch(t, append([]string{}, tc.want...), wukongSays(t, tc.spec)) })
	}
}
