package v1alpha1

// computeRules are those between the fields of a machine that say what it computes with.
func computeRules() []Rule {
	arm, mainframe := of("architecture", ARM64), of("architecture", S390X)
	withFirmware := func(f Facts) Facts {
		f.Has = append(f.Has, "firmware")
		return f
	}
	firmware := func(f Facts) Facts { return Facts{In: map[string]Facts{"firmware": f}} }
	return []Rule{
		{Facts{Has: []string{"instancetype"}}, Facts{Lacks: []string{"cpu", "memory", "cpuTopology", "resources"}}},
		{Facts{Lacks: []string{"dedicatedCpu", "instancetype"}}, Facts{Lacks: []string{"isolateEmulatorThread", "numa"}}},
		{Facts{Lacks: []string{"hugepages", "instancetype"}}, Facts{Lacks: []string{"numa"}}},
		{of("guest", Windows), Facts{Not: map[string][]string{"architecture": {ARM64, S390X}}}},
		{Facts{Has: []string{"maxMemory"}}, Facts{Lacks: []string{"numa"}, Not: map[string][]string{"architecture": {ARM64, S390X}}}},
		{Facts{Has: []string{"hypervVendorID"}}, Facts{Not: map[string][]string{"architecture": {ARM64, S390X}}}},
		{arm, Facts{Is: map[string][]string{"cpuModel": {HostPassthrough}, "video": {"virtio", "ramfb"}}, Lacks: []string{"watchdog"}}},
		{mainframe, Facts{Is: map[string][]string{"video": {"virtio"}}, Lacks: []string{"watchdog"}}},
		{withFirmware(arm), firmware(Facts{Not: map[string][]string{"mode": {BIOS}}, Lacks: []string{"secureBoot"}})},
		{withFirmware(mainframe), firmware(Facts{Lacks: []string{"mode"}})},
		{firmware(of("mode", BIOS)), firmware(Facts{Lacks: []string{"secureBoot", "persistent"}})},
		{
			Facts{Not: map[string][]string{"guest": {Windows}}, In: firmware(Facts{Not: map[string][]string{"mode": {EFI}}}).In},
			firmware(Facts{Lacks: []string{"secureBoot", "persistent"}}),
		},
	}
}

// of holds of an object whose field has one of the values.
func of(field string, values ...string) Facts {
	return Facts{Has: []string{field}, Is: map[string][]string{field: values}}
}
