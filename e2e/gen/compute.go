package gen

import "pgregory.net/rapid"

// compute adds what a machine computes with. memory is the machine's, which large pages and growth must fit.
func compute(t *rapid.T, spec Object) {
	maybe(t, "preference", spec, "preference", func() any {
		return Object{"name": rapid.SampledFrom([]string{"fedora", "windows.2k22", "not.there"}).Draw(t, "preference")}
	})
	if rapid.Bool().Draw(t, "typed") {
		delete(spec, "cpu")
		delete(spec, "memory")
		spec["instancetype"] = Object{
			"name": rapid.SampledFrom([]string{"u1.medium", "u1.2xmedium", "pinned"}).Draw(t, "instance type"),
			"kind": rapid.SampledFrom([]string{"VirtualMachineInstancetype", "VirtualMachineClusterInstancetype"}).Draw(t, "kind"),
		}
		maybe(t, "features", spec, "cpuFeatures", func() any { return []any{Object{"name": "aes"}} })
		return
	}
	if rapid.IntRange(0, 2).Draw(t, "windows") == 0 {
		spec["guest"] = "windows"
		for _, d := range diskObjects(spec) {
			if d["hotpluggable"] == true && d["bus"] == nil && d["type"] == nil { // SATA, which Windows has by default, is not plugged in
				d["bus"] = "scsi"
			}
		}
		maybe(t, "firmware of windows", spec, "firmware", func() any {
			return rapid.SampledFrom([]Object{{"mode": "bios"}, {"secureBoot": false}, {"persistent": false}}).Draw(t, "firmware of windows")
		})
		maybe(t, "tpm of windows", spec, "tpm", func() any {
			return rapid.SampledFrom([]Object{{"persistent": false}, {"enabled": false}}).Draw(t, "tpm of windows")
		})
		maybe(t, "vendor", spec, "hypervVendorID", func() any { return "Microsoft Hv" })
		return
	}
	arch := "amd64"
	if fitsARM(spec) {
		arch = rapid.SampledFrom([]string{"amd64", "arm64"}).Draw(t, "architecture")
	}
	if arch != "amd64" {
		spec["architecture"] = arch
	}
	processors(t, spec, arch)
	memoryOf(t, spec, arch)
	maybe(t, "firmware", spec, "firmware", func() any { return firmware(t, arch) })
	maybe(t, "tpm", spec, "tpm", func() any {
		return rapid.SampledFrom([]Object{{}, {"persistent": true}, {"persistent": false}, {"enabled": false}}).Draw(t, "tpm")
	})
	maybe(t, "hidden", spec, "hideHypervisor", func() any { return rapid.Bool().Draw(t, "hidden") })
	if arch == "amd64" {
		maybe(t, "vendor", spec, "hypervVendorID", func() any { return "Microsoft Hv" })
		maybe(t, "machine type", spec, "machineType", func() any {
			return rapid.SampledFrom([]string{"q35", "pc-q35-9.2", "pc-q35-rhel9.6.0"}).Draw(t, "machine type")
		})
	}
}

func processors(t *rapid.T, spec Object, arch string) {
	maybe(t, "topology", spec, "cpuTopology", func() any {
		delete(spec, "cpu")
		threads := 1
		if arch == "amd64" {
			threads = rapid.IntRange(1, 2).Draw(t, "threads")
		}
		sockets, cores := rapid.IntRange(1, 4).Draw(t, "sockets"), rapid.IntRange(1, 8).Draw(t, "cores")
		topology := Object{"sockets": sockets, "cores": cores, "threads": threads}
		if rapid.Bool().Draw(t, "a number") {
			spec["cpu"] = sockets * cores * threads
			delete(topology, rapid.SampledFrom([]string{"sockets", "cores", "threads"}).Draw(t, "left out"))
		}
		maybe(t, "more sockets", topology, "maxSockets", func() any { return rapid.IntRange(sockets, 16).Draw(t, "more sockets") })
		return topology
	})
	maybe(t, "model", spec, "cpuModel", func() any {
		if arch == "arm64" {
			return "host-passthrough"
		}
		return rapid.SampledFrom([]string{"host-model", "EPYC-Rome", "Skylake-Client-noTSX-IBRS"}).Draw(t, "model")
	})
	maybe(t, "features", spec, "cpuFeatures", func() any {
		policy := rapid.SampledFrom([]string{"force", "require", "optional", "disable", "forbid"}).Draw(t, "policy")
		return []any{Object{"name": "aes"}, Object{"name": "vmx", "policy": policy}}
	})
	maybe(t, "dedicated", spec, "dedicatedCpu", func() any { return rapid.Bool().Draw(t, "dedicated") })
	if spec["dedicatedCpu"] == true {
		maybe(t, "emulator", spec, "isolateEmulatorThread", func() any { return rapid.Bool().Draw(t, "emulator") })
	}
}

// memoryOf adds pages, growth and limits, which fit a memory of whole GiB alone.
func memoryOf(t *rapid.T, spec Object, arch string) {
	if !rapid.Bool().Draw(t, "memory in full") {
		return
	}
	spec["memory"] = rapid.SampledFrom([]string{"1Gi", "2048Mi", "0.5Ti"}).Draw(t, "memory in full")
	maybe(t, "pages", spec, "hugepages", func() any { return rapid.SampledFrom([]string{"2Mi", "1Gi"}).Draw(t, "pages") })
	switch {
	case spec["dedicatedCpu"] == true && spec["hugepages"] != nil && rapid.Bool().Draw(t, "numa"):
		spec["numa"] = true
	case arch == "amd64":
		maybe(t, "most memory", spec, "maxMemory", func() any { return rapid.SampledFrom([]string{"0.5Ti", "1024Gi"}).Draw(t, "most memory") })
	}
	maybe(t, "resources", spec, "resources", func() any {
		requests, limits := Object{"memory": "1024Mi"}, Object{"memory": "1Ti"}
		if spec["dedicatedCpu"] == true {
			requests["memory"] = "1Ti"
		} else {
			maybe(t, "requested", requests, "cpu", func() any { return rapid.SampledFrom([]any{1, 0.5, "250m", "1000m"}).Draw(t, "requested") })
			maybe(t, "limited", limits, "cpu", func() any { return rapid.SampledFrom([]any{64, "1.5", "64000m"}).Draw(t, "limited") })
		}
		return Object{"requests": requests, "limits": limits}
	})
}

func firmware(t *rapid.T, arch string) Object {
	f := Object{}
	maybe(t, "uuid", f, "uuid", func() any { return "4d2a6f0e-0c1c-5a57-9b5e-2f1d7c1b8a90" })
	maybe(t, "serial", f, "serial", func() any { return "serial: 1" })
	modes := []string{"", "bios", "efi"}
	if arch == "arm64" {
		modes = []string{"", "efi"}
	}
	mode := rapid.SampledFrom(modes).Draw(t, "mode")
	if mode != "" {
		f["mode"] = mode
	}
	if mode == "efi" {
		maybe(t, "variables", f, "persistent", func() any { return rapid.Bool().Draw(t, "variables") })
		if arch == "amd64" {
			maybe(t, "secure boot", f, "secureBoot", func() any { return rapid.Bool().Draw(t, "secure boot") })
		}
	}
	return f
}

// fitsARM says whether the devices of a machine are there on arm64, too.
func fitsARM(spec Object) bool {
	for _, d := range diskObjects(spec) {
		if d["bus"] == "sata" || d["bus"] == "usb" {
			return false
		}
	}
	preference, _ := spec["preference"].(Object)
	return spec["watchdog"] == nil && spec["video"] == nil && (preference == nil || preference["name"] != "windows.2k22") // which prefers SATA
}

// diskObjects are the disks of a machine.
func diskObjects(spec Object) []Object {
	list, _ := spec["disks"].([]any)
	var all []Object
	for _, one := range list {
		if d, ok := one.(Object); ok {
			all = append(all, d)
		}
	}
	return all
}
