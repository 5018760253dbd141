package gen

import (
	"fmt"
	"strings"

	"pgregory.net/rapid"
)

func namespace(t *rapid.T) string {
	return rapid.SampledFrom([]string{"default", "tenant-a", "tenant-b"}).Draw(t, "namespace")
}

// machine makes Wukong number i. The number keeps names apart: policies have no
// namespace, so machines of two namespaces must not share a name.
func (l *lan) machine(i int) Object {
	t := l.t
	// A policy is named MACHINE-NETWORK-bridge and has 63 characters at most; networks
	// here have ten.
	name := rapid.StringMatching(`[a-z]([a-z0-9-]{0,41}[a-z0-9])?`).Draw(t, "name") + fmt.Sprintf("-%d", i)
	spec := Object{}
	maybe(t, "cpu", spec, "cpu", func() any { return rapid.IntRange(1, 64).Draw(t, "cpu") })
	maybe(t, "memory", spec, "memory", func() any { return memory(t) })
	maybe(t, "os", spec, "osImage", func() any { return rapid.SampledFrom([]string{"ubuntu-22.04", "rocky: 9", "on"}).Draw(t, "os") })
	maybe(t, "ssh", spec, "sshKeySecret", func() any { return "keys." + name })
	maybe(t, "user", spec, "cloudInitUser", func() any { return user(t) })
	devices(t, spec)
	machinePatches(t, spec)
	maybe(t, "networks", spec, "networks", func() any { return l.networks() })
	maybe(t, "disks", spec, "disks", func() any { return disks(t) })
	maybe(t, "ha", spec, "highAvailability", func() any { return availability(t) })
	maybe(t, "start", spec, "startStrategy", func() any { return start(t) })
	if spec["patches"] == nil && rapid.Bool().Draw(t, "compute") { // patches here suit a plain machine
		compute(t, spec)
	}
	return Object{
		"apiVersion": "vm.novasphere.dev/v1alpha1", "kind": "Wukong",
		"metadata": Object{"name": name, "namespace": namespace(t)}, "spec": spec,
	}
}

func (l *lan) networks() []any {
	var entries []any
	pod := rapid.Bool().Draw(l.t, "pod network")
	if pod {
		entries = append(entries, Object{"name": "default"})
	}
	for _, s := range l.all {
		if rapid.Bool().Draw(l.t, "use "+s.name) {
			entries = append(entries, l.entry(s))
		}
	}
	if rapid.IntRange(0, 3).Draw(l.t, "existing attachment") == 3 {
		given := Object{
			"name":    "given",
			"nadName": rapid.SampledFrom([]string{"storage-nad", "infra/storage.v2"}).Draw(l.t, "nadName"),
		}
		maybe(l.t, "type of the given", given, "type", func() any { return "bridge" })
		if !pod {
			maybe(l.t, "primary", given, "primary", func() any { return rapid.Bool().Draw(l.t, "primary") })
		}
		entries = append(entries, given)
	}
	if len(entries) == 0 {
		return []any{Object{"name": "default"}}
	}
	return entries
}

func memory(t *rapid.T) string {
	return rapid.SampledFrom([]string{"512Mi", "1Gi", "2Gi", "2048Mi", "1.5Gi", "4G", "3000M", "1073741824", "1Ti", "0.5Ti"}).Draw(t, "memory")
}

func user(t *rapid.T) Object {
	u := Object{"name": rapid.StringMatching(`[a-z_][a-z0-9_-]{0,31}`).Draw(t, "user")}
	maybe(t, "password", u, "password", func() any {
		return rapid.SampledFrom([]string{"secret", `q"uo'te`, "#hash", ": colon", "null", "0123", "päss wörd\t", "$1$"}).Draw(t, "password")
	})
	maybe(t, "hash", u, "passwordHash", func() any { return "$6$rounds=4096$salt$" + strings.Repeat("a./9", 20) })
	maybe(t, "sudo", u, "sudo", func() any { return "ALL=(ALL) NOPASSWD:/usr/bin/systemctl" })
	maybe(t, "shell", u, "shell", func() any { return "/bin/sh" })
	maybe(t, "groups", u, "groups", func() any {
		return rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z_][a-z0-9_-]{0,31}`), 1, 60, rapid.ID[string]).Draw(t, "groups")
	})
	maybe(t, "lock", u, "lockPasswd", func() any { return rapid.Bool().Draw(t, "lock") })
	return u
}

func availability(t *rapid.T) Object {
	ha := Object{}
	maybe(t, "restart", ha, "restartPolicy", func() any {
		return rapid.SampledFrom([]string{"Always", "OnFailure", "Never"}).Draw(t, "restart policy")
	})
	maybe(t, "anti", ha, "antiAffinity", func() any { return rapid.Bool().Draw(t, "anti affinity") })
	maybe(t, "selector", ha, "nodeSelector", func() any { return labels(t) })
	maybe(t, "tolerations", ha, "tolerations", func() any { return tolerations(t) })
	return ha
}

func start(t *rapid.T) Object {
	s := Object{}
	maybe(t, "strategy", s, "runStrategy", func() any {
		return rapid.SampledFrom([]string{"Always", "RerunOnFailure", "Manual"}).Draw(t, "run strategy")
	})
	maybe(t, "auto", s, "autoStart", func() any { return rapid.Bool().Draw(t, "auto start") })
	return s
}

func labels(t *rapid.T) Object {
	return rapid.SampledFrom([]Object{
		{"kubernetes.io/os": "linux"},
		{"node-role.kubernetes.io/worker": ""},
		{"zone": "1", "example.com/rack": "a-7"},
		{"ssd": "true"},
	}).Draw(t, "labels")
}

func tolerations(t *rapid.T) []any {
	return rapid.SampledFrom([][]any{
		{Object{"operator": "Exists"}},
		{Object{"key": "dedicated", "operator": "Equal", "value": "vms", "effect": "NoSchedule"}},
		{Object{"key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300}},
	}).Draw(t, "tolerations")
}
