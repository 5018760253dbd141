package v1alpha1

import (
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"
)

func TestProfile(t *testing.T) {
	plain := Profile{DiskBus: BusVirtio, CDROMBus: BusSATA, CloudInit: true}
	windows := Profile{DiskBus: BusSATA, CDROMBus: BusSATA, InterfaceModel: "e1000e", Tablet: "usb", GracePeriod: 3600}
	typed := windows
	typed.DiskBus, typed.CDROMBus, typed.InterfaceModel = "", "", ""
	for spec, want := range map[string]Profile{
		"{}":               plain,
		"{guest: linux}":   plain,
		"{guest: windows}": windows,
		"{guest: windows, preference: {name: a}}":      typed,
		"{preference: {name: a}}":                      {CloudInit: true},
		"{architecture: arm64}":                        {DiskBus: BusVirtio, CDROMBus: BusSCSI, CloudInit: true},
		"{architecture: arm64, preference: {name: a}}": {CDROMBus: BusSCSI, CloudInit: true},
	} {
		var s WukongSpec
		require.NoError(t, yaml.UnmarshalStrict([]byte(spec), &s))
		require.Equal(t, want, s.Profile(), spec)
	}
}

// TestKeepsState has the machines whose state KubeVirt keeps in a volume.
func TestKeepsState(t *testing.T) {
	for spec, want := range map[string]bool{
		"{cpuModel: a}":                             false,
		"{tpm: {}}":                                 false,
		"{tpm: {persistent: true}}":                 true,
		"{firmware: {mode: efi}}":                   false,
		"{firmware: {mode: efi, persistent: true}}": true,
		"{guest: windows}":                          true,
		"{guest: windows, tpm: {enabled: false}, firmware: {mode: bios}}":           false,
		"{guest: windows, tpm: {persistent: false}, firmware: {persistent: false}}": false,
		"{guest: windows, tpm: {persistent: false}}":                                true,
	} {
		var s WukongSpec
		require.NoError(t, yaml.UnmarshalStrict([]byte(spec), &s))
		require.Equal(t, want, s.More().KeepsState(), spec)
	}
}
