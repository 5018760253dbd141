package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	v1 "kubevirt.io/api/core/v1"
	"kubevirt.io/api/instancetype/v1beta1"
)

// cluster is an API server that has a few instance types and preferences, for the
// whole cluster and in each namespace, and nothing else. The names are those of
// KubeVirt's common instance types, the contents as much of theirs as admission asks
// for.
func cluster() *httptest.Server {
	types := map[string]v1beta1.VirtualMachineInstancetypeSpec{
		"u1.medium":   {CPU: v1beta1.CPUInstancetype{Guest: 1}, Memory: v1beta1.MemoryInstancetype{Guest: resource.MustParse("4Gi")}},
		"u1.2xmedium": {CPU: v1beta1.CPUInstancetype{Guest: 2}, Memory: v1beta1.MemoryInstancetype{Guest: resource.MustParse("4Gi")}},
		"pinned": {
			CPU:          v1beta1.CPUInstancetype{Guest: 2, DedicatedCPUPlacement: new(true)},
			Memory:       v1beta1.MemoryInstancetype{Guest: resource.MustParse("4Gi"), Hugepages: &v1.Hugepages{PageSize: "1Gi"}},
			NodeSelector: map[string]string{"cpumanager": "true"},
		},
	}
	enabled := &v1.FeatureState{}
	preferences := map[string]v1beta1.VirtualMachinePreferenceSpec{
		"fedora": {
			Devices:      &v1beta1.DevicePreferences{PreferredDiskBus: v1.DiskBusVirtio, PreferredInterfaceModel: "virtio", PreferredRng: &v1.Rng{}},
			Features:     &v1beta1.FeaturePreferences{PreferredSmm: enabled},
			Firmware:     &v1beta1.FirmwarePreferences{PreferredEfi: &v1.EFI{SecureBoot: new(true)}},
			Requirements: &v1beta1.PreferenceRequirements{CPU: &v1beta1.CPUPreferenceRequirement{Guest: 1}, Memory: &v1beta1.MemoryPreferenceRequirement{Guest: resource.MustParse("512Mi")}},
		},
		"windows.2k22": {
			Devices: &v1beta1.DevicePreferences{PreferredDiskBus: v1.DiskBusSATA, PreferredInterfaceModel: "e1000e", PreferredTPM: &v1.TPMDevice{}},
			Features: &v1beta1.FeaturePreferences{
				PreferredAcpi: enabled, PreferredApic: &v1.FeatureAPIC{}, PreferredSmm: enabled,
				PreferredHyperv: &v1.FeatureHyperv{Relaxed: enabled, VAPIC: enabled, VPIndex: enabled, SyNIC: enabled, SyNICTimer: &v1.SyNICTimer{Direct: enabled}},
			},
			Firmware: &v1beta1.FirmwarePreferences{PreferredEfi: &v1.EFI{SecureBoot: new(true)}},
		},
	}
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		parts := strings.Split(r.URL.Path, "/")
		name, kind := parts[len(parts)-1], parts[len(parts)-2]
		var object any
		switch meta := (metav1.ObjectMeta{Name: name}); {
		case strings.HasSuffix(kind, "instancetypes"):
			if spec, found := types[name]; found {
				object = &v1beta1.VirtualMachineInstancetype{ObjectMeta: meta, Spec: spec}
			}
		case strings.HasSuffix(kind, "preferences"):
			if spec, found := preferences[name]; found {
				object = &v1beta1.VirtualMachinePreference{ObjectMeta: meta, Spec: spec}
			}
		}
		w.Header().Set("Content-Type", "application/json")
		if object == nil {
			w.WriteHeader(http.StatusNotFound)
			object = &metav1.Status{
				TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Status"}, Status: metav1.StatusFailure,
				Reason: metav1.StatusReasonNotFound, Code: http.StatusNotFound, Message: r.URL.Path + " not found",
			}
		}
		_ = json.NewEncoder(w).Encode(object)
	}))
}
