package v1alpha1

import (
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"
)

// TestCompute has what a machine computes with: each mistake, and the nearest that is none.
func TestCompute(t *testing.T) {
	const uuid = "4d2a6f0e-0c1c-5a57-9b5e-2f1d7c1b8a90"
	for name, tc := range map[string]struct {
		spec string
		want []string
	}{
		"factors that multiply to cpu":    {"{cpu: 8, cpuTopology: {sockets: 2, cores: 2, threads: 2}}", nil},
		"factors that do not":             {"{cpu: 6, cpuTopology: {sockets: 2, cores: 2, threads: 2}}", []string{"WK017 spec.cpuTopology"}},
		"factors that are too few":        {"{cpu: 8, cpuTopology: {sockets: 2, cores: 2, threads: 1}}", []string{"WK017 spec.cpuTopology"}},
		"one factor missing":              {"{cpu: 8, cpuTopology: {sockets: 2, threads: 2}}", nil},
		"one factor missing, and uneven":  {"{cpu: 7, cpuTopology: {sockets: 2, threads: 2}}", []string{"WK017 spec.cpuTopology"}},
		"two factors missing":             {"{cpu: 6, cpuTopology: {threads: 2}}", nil},
		"two factors missing, and uneven": {"{cpu: 7, cpuTopology: {threads: 2}}", []string{"WK017 spec.cpuTopology"}},
		"factors without cpu":             {"{cpuTopology: {sockets: 8, cores: 8}}", nil},
		"too many without cpu":            {"{cpuTopology: {sockets: 8, cores: 9}}", []string{"WK007 spec.cpuTopology"}},
		"no sockets":                      {"{cpuTopology: {sockets: 0}}", []string{"WK007 spec.cpuTopology.sockets -> 1"}},
		"cpu wrong, and said once":        {"{cpu: 65, cpuTopology: {sockets: 2}}", []string{"WK007 spec.cpu -> 64"}},
		"most sockets":                    {"{cpuTopology: {maxSockets: 512}}", nil},
		"more sockets than any machine":   {"{cpuTopology: {maxSockets: 513}}", []string{"WK007 spec.cpuTopology.maxSockets -> 512"}},

		"a model":                        {"{cpuModel: Skylake-Client-noTSX-IBRS}", nil},
		"a model with a blank":           {"{cpuModel: 'Sky lake'}", []string{"WK008 spec.cpuModel"}},
		"features":                       {"{cpuFeatures: [{name: vmx, policy: require}, {name: sse4.1}]}", nil},
		"a feature without a name":       {"{cpuFeatures: [{policy: require}]}", []string{"WK006 spec.cpuFeatures[0].name"}},
		"a feature twice":                {"{cpuFeatures: [{name: vmx}, {name: vmx, policy: forbid}]}", []string{"WK011 spec.cpuFeatures[1].name"}},
		"a feature's name with a slash":  {"{cpuFeatures: [{name: a/b}]}", []string{"WK008 spec.cpuFeatures[0].name"}},
		"a feature's policy misspelt":    {"{cpuFeatures: [{name: vmx, policy: required}]}", []string{"WK007 spec.cpuFeatures[0].policy -> require"}},
		"a thread for the emulator":      {"{dedicatedCpu: true, isolateEmulatorThread: true}", nil},
		"the same of shared processors":  {"{isolateEmulatorThread: true}", []string{"WK017 spec.isolateEmulatorThread"}},
		"NUMA":                           {"{dedicatedCpu: true, hugepages: 1Gi, numa: true}", nil},
		"NUMA without hugepages":         {"{dedicatedCpu: true, numa: true}", []string{"WK017 spec.numa"}},
		"NUMA on shared processors":      {"{hugepages: 1Gi, numa: true}", []string{"WK017 spec.numa"}},
		"two threads of dedicated cores": {"{dedicatedCpu: true, cpuTopology: {threads: 2}}", nil},
		"three of them":                  {"{dedicatedCpu: true, cpuTopology: {threads: 3}}", []string{"WK017 spec.cpuTopology.threads -> 2"}},
		"three of shared cores":          {"{cpuTopology: {threads: 3}}", nil},
		"two threads on arm64":           {"{dedicatedCpu: true, architecture: arm64, cpuTopology: {threads: 2}}", []string{"WK017 spec.cpuTopology.threads -> 1"}},
		"one thread on arm64":            {"{dedicatedCpu: true, architecture: arm64, cpuTopology: {threads: 1}}", nil},
		"a model on arm64":               {"{architecture: arm64, cpuModel: EPYC}", []string{"WK017 spec.cpuModel -> host-passthrough"}},
		"the only one on arm64":          {"{architecture: arm64, cpuModel: host-passthrough}", nil},
		"architecture of another word":   {"{architecture: x86_64}", []string{"WK007 spec.architecture"}},
		"architecture misspelt":          {"{architecture: arm46}", []string{"WK007 spec.architecture -> arm64"}},
		"a machine type with a blank":    {"{machineType: 'q35 '}", []string{"WK008 spec.machineType"}},
		"hugepages of another size":      {"{hugepages: 4Mi}", []string{"WK007 spec.hugepages -> 2Mi"}},
		"memory that grows":              {"{maxMemory: 8Gi}", nil},
		"memory that grows beyond all":   {"{maxMemory: 65Ti}", []string{"WK007 spec.maxMemory -> 64Ti"}},
		"memory that grows without unit": {"{maxMemory: '8'}", []string{"WK007 spec.maxMemory -> 8Gi"}},
		"memory that grows on arm64":     {"{architecture: arm64, maxMemory: 8Gi}", []string{"WK017 spec.maxMemory"}},
		"memory that grows, and NUMA":    {"{dedicatedCpu: true, hugepages: 1Gi, numa: true, maxMemory: 8Gi}", []string{"WK017 spec.maxMemory"}},
		"requests and limits":            {"{resources: {requests: {cpu: 500m, memory: 1Gi}, limits: {cpu: '1.5', memory: 1024Mi}}}", nil},
		"requests of nothing":            {"{resources: {requests: {cpu: 0m}}}", []string{"WK007 spec.resources.requests.cpu"}},
		"requests of a little":           {"{resources: {requests: {cpu: 1m}}}", nil},
		"requests of ten thousandths":    {"{resources: {requests: {cpu: '0.0001'}}}", []string{"WK007 spec.resources.requests.cpu"}},
		"requests in words":              {"{resources: {limits: {cpu: two}}}", []string{"WK007 spec.resources.limits.cpu"}},
		"requests of more than there is": {"{resources: {limits: {cpu: '513'}}}", []string{"WK007 spec.resources.limits.cpu"}},
		"requests of memory":             {"{resources: {requests: {memory: '1'}}}", []string{"WK007 spec.resources.requests.memory -> 1Gi"}},
		"more processors than the limit": {"{resources: {requests: {cpu: 1501m}, limits: {cpu: '1.5'}}}", []string{"WK017 spec.resources.requests.cpu"}},
		"more memory than the limit":     {"{resources: {requests: {memory: 2Gi}, limits: {memory: 2047Mi}}}", []string{"WK017 spec.resources.requests.memory"}},
		"EFI":                            {"{firmware: {mode: efi, secureBoot: true, persistent: true, uuid: " + uuid + ", serial: 'A 1'}}", nil},
		"EFI misspelt":                   {"{firmware: {mode: uefi}}", []string{"WK007 spec.firmware.mode -> efi"}},
		"secure boot of a BIOS":          {"{firmware: {mode: bios, secureBoot: true}}", []string{"WK017 spec.firmware.secureBoot"}},
		"secure boot of nothing":         {"{firmware: {secureBoot: false}}", []string{"WK017 spec.firmware.secureBoot"}},
		"variables of a BIOS":            {"{firmware: {mode: bios, persistent: true}}", []string{"WK017 spec.firmware.persistent"}},
		"a watchdog on arm64":            {"{architecture: arm64, watchdog: reset}", []string{"WK017 spec.watchdog"}},
		"a watchdog on amd64":            {"{watchdog: reset}", nil},
		"VGA on arm64":                   {"{architecture: arm64, video: vga}", []string{"WK017 spec.video -> virtio"}},
		"a frame buffer on arm64":        {"{architecture: arm64, video: ramfb}", nil},
		"a frame buffer on s390x":        {"{architecture: s390x, video: ramfb}", []string{"WK017 spec.video -> virtio"}},
		"SATA on arm64":                  {"{architecture: arm64, disks: [{name: d, size: 1Gi, bus: sata}]}", []string{"WK017 spec.disks[0].bus -> scsi"}},
		"SCSI on arm64":                  {"{architecture: arm64, disks: [{name: d, size: 1Gi, bus: scsi}]}", nil},
		"a cdrom on arm64":               {"{architecture: arm64, disks: [{name: d, containerDisk: x/y, type: cdrom}]}", nil},
		"a BIOS on arm64":                {"{architecture: arm64, firmware: {mode: bios}}", []string{"WK017 spec.firmware.mode -> efi"}},
		"EFI on arm64":                   {"{architecture: arm64, firmware: {mode: efi, persistent: true}}", nil},
		"secure boot on arm64":           {"{architecture: arm64, firmware: {mode: efi, secureBoot: true}}", []string{"WK017 spec.firmware.secureBoot"}},
		"EFI on s390x":                   {"{architecture: s390x, firmware: {mode: efi}}", []string{"WK017 spec.firmware.mode"}},
		"a UUID on s390x":                {"{architecture: s390x, firmware: {uuid: " + uuid + "}}", nil},
		"a UUID in capitals":             {"{firmware: {uuid: 4D2A6F0E-0C1C-5A57-9B5E-2F1D7C1B8A90}}", []string{"WK007 spec.firmware.uuid -> " + uuid}},
		"a UUID of another length":       {"{firmware: {uuid: " + uuid + "0}}", []string{"WK007 spec.firmware.uuid"}},
		"a serial over two lines":        {`{firmware: {serial: "a\nb"}}`, []string{"WK007 spec.firmware.serial"}},
		"an instance type":               {"{instancetype: {name: u1.medium}}", nil},
		"one of the namespace":           {"{instancetype: {name: u1.medium, kind: VirtualMachineInstancetype}}", nil},
		"of another kind":                {"{instancetype: {name: u1.medium, kind: VirtualMachineInstanceType}}", []string{"WK007 spec.instancetype.kind -> VirtualMachineInstancetype"}},
		"without a name":                 {"{instancetype: {}}", []string{"WK006 spec.instancetype.name"}},
		"beside numbers":                 {"{instancetype: {name: a}, cpu: 1, memory: 1Gi}", []string{"WK017 spec.cpu", "WK017 spec.memory"}},
		"beside numbers in full":         {"{instancetype: {name: a}, cpuTopology: {maxSockets: 2}, resources: {}}", []string{"WK017 spec.cpuTopology", "WK017 spec.resources"}},
		"beside what it may have":        {"{instancetype: {name: a}, numa: true, isolateEmulatorThread: true}", nil},
		"pinned":                         {"{instancetype: {name: a, revisionName: b}}", []string{"WK017 spec.instancetype.revisionName"}},
		"inferred":                       {"{preference: {name: a, inferFromVolume: b}}", []string{"WK017 spec.preference.inferFromVolume"}},
		"a preference":                   {"{cpu: 2, memory: 1Gi, preference: {name: fedora, kind: VirtualMachinePreference}}", nil},
		"Windows":                        {"{guest: windows, firmware: {secureBoot: false, persistent: false}, tpm: {persistent: false}}", nil},
		"Windows misspelt":               {"{guest: window}", []string{"WK007 spec.guest -> windows"}},
		"Windows on arm64":               {"{guest: windows, architecture: arm64}", []string{"WK017 spec.guest"}},
		"Windows with a BIOS":            {"{guest: windows, firmware: {mode: bios}}", nil},
		"secure boot of its BIOS":        {"{guest: windows, firmware: {mode: bios, secureBoot: true}}", []string{"WK017 spec.firmware.secureBoot"}},
		"secure boot of Linux":           {"{guest: linux, firmware: {secureBoot: true}}", []string{"WK017 spec.firmware.secureBoot"}},
		"a TPM":                          {"{tpm: {}}", nil},
		"a TPM that is kept":             {"{tpm: {persistent: true}}", nil},
		"a TPM that is off":              {"{tpm: {enabled: false, persistent: false}}", nil},
		"a TPM that is off and kept":     {"{tpm: {enabled: false, persistent: true}}", []string{"WK017 spec.tpm.persistent"}},
		"a vendor":                       {"{hypervVendorID: Microsoft Hv}", nil},
		"a vendor of 13 characters":      {"{hypervVendorID: Microsoft Hv1}", []string{"WK007 spec.hypervVendorID"}},
		"a vendor with a comma":          {"{hypervVendorID: 'a,b'}", []string{"WK007 spec.hypervVendorID"}},
		"a vendor on arm64":              {"{architecture: arm64, hypervVendorID: abc}", []string{"WK017 spec.hypervVendorID"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := Wukong{Metadata: ObjectMeta{Name: "a"}}
			require.NoError(t, yaml.UnmarshalStrict([]byte(tc.spec), &w.Spec))
			require.ElementsMatch(t, tc.want, said(w.Validate()))
		})
	}
}
