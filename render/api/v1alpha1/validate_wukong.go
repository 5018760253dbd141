package v1alpha1

import (
	"reflect"
	"strconv"

	"github.com/novasphere/wukong-fn/render/finding"
)

// MachineSuffix ends the VirtualMachine's name. KubeVirt uses that name as host name and label, so both together keep to
// a DNS label of 63 characters (KubeVirt 1.9).
const MachineSuffix = "-vm"

// CloudInitVolume is the name of the volume that carries cloud-init, which no disk can have.
const CloudInitVolume = "cloudinit"

// Validate returns every mistake that the Wukong makes by itself.
func (w *Wukong) Validate() []finding.Finding {
	c := &checker{}
	c.metadata(&w.Metadata, 63-len(MachineSuffix), "the VirtualMachine gets the suffix "+MachineSuffix)
	s := &w.Spec
	if s.CPU != nil {
		c.upTo(root("spec.cpu"), *s.CPU, mostCPUs)
	}
	if s.Memory != "" {
		c.quantity(root("spec.memory"), s.Memory, memory())
	}
	if s.SSHKeySecret != "" {
		c.subdomain(root("spec.sshKeySecret"), s.SSHKeySecret)
	}
	if s.CloudInitUser != nil {
		c.user(root("spec.cloudInitUser"), s.CloudInitUser)
	}
	c.networks(root("spec.networks"), s.Networks)
	c.disks(root("spec.disks"), s.Disks, s.Profile())
	if s.HighAvailability != nil {
		c.availability(root("spec.highAvailability"), s.HighAvailability)
	}
	if s.StartStrategy != nil {
		c.oneOf(root("spec.startStrategy.runStrategy"), s.StartStrategy.RunStrategy, "Always", "RerunOnFailure", "Manual")
	}
	if s.MachineMore != nil {
		c.typed(root("spec"), s)
		c.devicesOf(root("spec"), s)
		c.more(s.MachineMore, s.CPU)
	}
	return c.found.All()
}

// more reports what is wrong with the fields that few machines have.
func (c *checker) more(m *MachineMore, cpu *int) {
	at := root("spec")
	c.tagged(at, reflect.ValueOf(m).Elem())
	c.devices(at, &m.MachineDevices)
	c.compute(at, &m.MachineCompute, cpu)
	c.lifecycle(at, &m.MachineLifecycle)
}

func (c *checker) metadata(m *ObjectMeta, limit int, why string) {
	if c.required(root("metadata.name"), m.Name, "a DNS label") {
		c.label(root("metadata.name"), m.Name, limit, why)
	}
	if m.Namespace != "" {
		c.label(root("metadata.namespace"), m.Namespace, 63, "a namespace is a DNS label")
	}
	c.marks(m)
}

func (c *checker) user(at path, u *CloudInitUser) {
	if c.required(at.in("name"), u.Name, "a login name") && !isUserName(u.Name) {
		c.add(finding.InvalidName, at.in("name"), "must be "+aLogin, u.Name, asLogin(u.Name))
	}
	if u.Password != "" {
		predicate := "is in plain text, and everybody who reads the repository can read it: use passwordHash or sshKeySecret"
		if u.PasswordHash != "" {
			predicate = "has no effect beside passwordHash, and is in plain text: remove it"
		}
		c.add(finding.PlainPassword, at.in("password"), predicate, "", "")
	}
	groups := at.in("groups")
	for i, g := range u.Groups {
		if !isUserName(g) {
			c.add(finding.InvalidName, groups.element(i), "must be a group's name, which is like "+aLogin, g, asLogin(g))
		}
	}
}

// aLogin is what a login name is.
const aLogin = "a login name: a lower case letter or '_', then letters, digits, '_' or '-', at most 32 characters"

func isUserName(s string) bool {
	if s == "" || len(s) > 32 || s[0] != '_' && (s[0] < 'a' || s[0] > 'z') {
		return false
	}
	for i := range len(s) {
		if !isAlnum(s[i]) && s[i] != '_' && s[i] != '-' {
			return false
		}
	}
	return true
}

func (c *checker) availability(at path, h *HighAvailability) {
	c.oneOf(at.in("restartPolicy"), h.RestartPolicy, "Always", "OnFailure", "Never")
	c.labels(at.in("nodeSelector"), h.NodeSelector)
	tolerations := at.in("tolerations")
	for i := range h.Tolerations {
		t, at := &h.Tolerations[i], tolerations.element(i)
		operator := c.oneOf(at.in("operator"), t.Operator, "Exists", "Equal")
		effect := c.oneOf(at.in("effect"), t.Effect, "NoSchedule", "PreferNoSchedule", "NoExecute")
		switch {
		case t.Key == "" && t.Operator != "Exists" && operator:
			c.add(finding.Required, at.in("key"), "is required: write the taint's key, or operator: Exists to tolerate every taint", "", "")
		case t.Key != "" && !isQualifiedName(t.Key):
			c.add(finding.InvalidName, at.in("key"),
				"must be a label key: "+aQualifiedName, t.Key, "")
		}
		if t.Operator == "Exists" && t.Value != "" {
			c.add(finding.Contradiction, at.in("value"), "must not stand beside operator Exists: remove it or use Equal", t.Value, "")
		}
		if t.TolerationSeconds != nil && t.Effect != "NoExecute" && effect {
			c.add(finding.Contradiction, at.in("tolerationSeconds"),
				"needs effect: NoExecute: remove it, or write that effect", strconv.FormatInt(*t.TolerationSeconds, 10), "")
		}
	}
}
