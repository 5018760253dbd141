package plan

import (
	"cmp"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
)

// CPUs are a machine's processors: sockets with cores with threads. What is 0 is not written, and 1 to KubeVirt.
type CPUs struct {
	Sockets, Cores, Threads uint16
	// Most is how many sockets the machine can have while it runs, 0 where that is left to KubeVirt.
	Most uint16
}

// Number of all of them.
func (c CPUs) Number() int {
	return int(max(c.Sockets, 1)) * int(max(c.Cores, 1)) * int(max(c.Threads, 1))
}

// memory is that of a machine's guest, empty where an instance type says it.
func (r *resolver) memory(spec *api.WukongSpec) string {
	if spec.More().Instancetype != nil {
		return ""
	}
	return api.CanonicalQuantity(cmp.Or(spec.Memory, r.config.VM.Memory))
}

// cpus are the processors of a machine, none where an instance type says it. The number stands for cores or for sockets, as the configuration says, unless the machine
// says it itself.
func (r *resolver) cpus(spec *api.WukongSpec) CPUs {
	if spec.More().Instancetype != nil {
		return CPUs{}
	}
	number := r.config.VM.CPU
	if spec.CPU != nil {
		number = *spec.CPU
	}
	t := spec.More().CPUTopology
	// KubeVirt 1.9 holds what a preference requires against the sockets, where the preference says nothing else.
	switch asSockets := r.config.VM.CPUAs == api.AsSockets || spec.More().Preference != nil; {
	case t != nil:
		if spec.CPU == nil && (t.Sockets != nil || t.Cores != nil || t.Threads != nil) {
			number = 0
		}
		return arranged(t, number, asSockets)
	case asSockets:
		return CPUs{Sockets: uint16(number), Cores: 1, Threads: 1}
	default:
		return CPUs{Cores: uint16(number)}
	}
}

// arranged are processors as a topology says: of the factors that it leaves out, one makes up for the number, and others are 1. With
// the number 0 all that are left out are.
func arranged(t *api.CPUTopology, number int, asSockets bool) CPUs {
	sockets, cores, threads := api.Number(t.Sockets), api.Number(t.Cores), api.Number(t.Threads)
	rest := max(number/(max(sockets, 1)*max(cores, 1)*max(threads, 1)), 1)
	factors := [...]*int{&cores, &sockets, &threads}
	if asSockets {
		factors[0], factors[1] = &sockets, &cores
	}
	for _, f := range factors {
		if *f == 0 {
			*f, rest = rest, 1
		}
	}
	return CPUs{uint16(sockets), uint16(cores), uint16(threads), uint16(api.Number(t.MaxSockets))}
}
