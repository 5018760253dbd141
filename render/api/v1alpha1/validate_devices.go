package v1alpha1

import (
	"strconv"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
)

// devices reports what is wrong with a machine's devices beyond the forms of their values (KubeVirt 1.9's admission).
func (c *checker) devices(at path, d *MachineDevices) {
	if len(d.HostDevices) > 0 {
		c.add(finding.FeatureGate, at.in("hostDevices"), "need the feature gate HostDevices, and permittedHostDevices, in the KubeVirt object of the cluster", "", "")
	}
	if d.Video != "" && isFalse(d.Graphics) {
		c.add(finding.Contradiction, at.in("video"), "must not stand beside graphics: false, which leaves the card out: remove one of the two", d.Video, "")
	}
	if d.LogSerialConsole != nil && isFalse(d.SerialConsole) {
		c.add(finding.NoEffect, at.in("logSerialConsole"), "has no effect beside serialConsole: false, which leaves the console out: remove it", "", "")
	}
	if t := d.IOThreads; t != nil {
		switch at := at.in("ioThreads"); {
		case t.Count == nil && t.Policy == IOThreadsPool:
			c.add(finding.Required, at.in("count"), "is required with policy supplementalPool: write the number of threads, such as 4", "", "")
		case t.Count != nil && (t.Policy == IOThreadsShared || t.Policy == IOThreadsAuto):
			c.add(finding.Contradiction, at.in("count"), "needs policy: supplementalPool: remove it, or write that policy", strconv.Itoa(*t.Count), "")
		}
	}
}

// isFalse says whether a truth value is given, and false.
func isFalse(b *bool) bool { return b != nil && !*b }

// resource reports what no device plugin announces.
func (c *checker) resource(at path, name string) {
	if !isQualifiedName(name) || !strings.Contains(name, "/") {
		c.add(finding.InvalidName, at, "must be DOMAIN/NAME as the device plugin announces it, such as example.com/vfs", name, "")
	}
}

// ioThreadRules are those between the fields of ioThreads.
func ioThreadRules() []Rule {
	pool := map[string][]string{"policy": {IOThreadsPool}}
	return []Rule{
		{Facts{Has: []string{"policy"}, Is: pool}, Facts{Has: []string{"count"}}},
		{Facts{Has: []string{"count"}}, Facts{Is: pool}},
	}
}
