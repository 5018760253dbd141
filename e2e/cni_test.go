package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// TestBridgeAttachmentCarriesFrames lets the real bridge plugin execute the emitted
// attachments. A node is a network namespace here, with the bridge that the policy
// describes; its uplink is one end of a veth pair whose other end stands for the wire,
// since this needs no VLAN or bond support of the kernel.
func TestBridgeAttachmentCarriesFrames(t *testing.T) {
	cnitool := tool(t, "cnitool")
	tool(t, "bridge")
	need(t, os.Geteuid() == 0, "root, to make network namespaces")
	for _, program := range []string{"ip", "ping"} {
		_, err := exec.LookPath(program)
		need(t, err == nil, program+" (Debian: iproute2, iputils-ping)")
	}
	out, err := exec.Command("ip", "link", "add", "wkprobe0", "type", "veth", "peer", "name", "wkprobe1").CombinedOutput()
	need(t, err == nil, "a kernel with veth: "+string(out))
	run(t, "ip", "link", "del", "wkprobe0")
	filters := filtersVLANs(t)

	seen := 0
	for _, dir := range packages(t) {
		objects := rendered(t, dir)
		for _, o := range objects {
			name, config := attachment(t, o)
			if config["type"] != "bridge" {
				continue
			}
			t.Run(dir+"/"+o.GetName(), func(t *testing.T) {
				w := wiring{cnitool: cnitool, name: name, config: config, port: policyOf(t, objects, config["bridge"].(string)), vlan: vlanOf(t, config)}
				if w.vlan != 0 && !filters {
					w.isUnderstood(t)
				} else {
					w.carries(t)
				}
			})
			seen++
		}
	}
	require.Positive(t, seen, "no example has a bridge attachment")
	t.Logf("the bridge plugin has executed %d attachments", seen)
}

// attachment gives the CNI configuration of a NetworkAttachmentDefinition and the name
// that its runtime knows it by.
func attachment(t *testing.T, o *unstructured.Unstructured) (string, map[string]any) {
	t.Helper()
	if o.GetKind() != "NetworkAttachmentDefinition" {
		return "", nil
	}
	text, _, err := unstructured.NestedString(o.Object, "spec", "config")
	require.NoError(t, err)
	var config map[string]any
	require.NoError(t, json.Unmarshal([]byte(text), &config))
	name, _ := config["name"].(string)
	require.NotEmpty(t, name, "Multus would fill the name in, cnitool asks for one")
	return name, config
}

// policyOf finds the bridge's port in the policies: the uplink, or the VLAN or bond
// on top of it.
func policyOf(t *testing.T, objects []*unstructured.Unstructured, bridge string) (port string) {
	t.Helper()
	for _, o := range objects {
		interfaces, _, err := unstructured.NestedSlice(o.Object, "spec", "desiredState", "interfaces")
		require.NoError(t, err)
		for _, one := range interfaces {
			itf := one.(map[string]any)
			if itf["name"] == bridge && itf["type"] == "linux-bridge" {
				ports, _, err := unstructured.NestedSlice(itf, "bridge", "port")
				require.NoError(t, err)
				require.NotEmpty(t, ports, "bridge %s has no port", bridge)
				return ports[0].(map[string]any)["name"].(string)
			}
		}
	}
	t.Fatalf("no policy makes the bridge %s of the attachment", bridge)
	return ""
}

// filtersVLANs says whether bridges of this kernel know VLANs and its interfaces can be tagged, which both need options that
// small kernels leave out.
func filtersVLANs(t *testing.T) bool {
	t.Helper()
	bridge, err := exec.Command("ip", "link", "add", "wkprobe2", "type", "bridge", "vlan_filtering", "1").CombinedOutput()
	if err != nil {
		t.Logf("this kernel has no VLAN filtering, so attachments with VLANs are only read by the plugin: %s", bridge)
		return false
	}
	defer run(t, "ip", "link", "del", "wkprobe2")
	tag, err := exec.Command("ip", "link", "add", "link", "wkprobe2", "name", "wkprobe2.5", "type", "vlan", "id", "5").CombinedOutput()
	if err != nil {
		t.Logf("this kernel has no VLAN interfaces, so attachments with VLANs are only read by the plugin: %s", tag)
	}
	return err == nil
}

// vlanOf is the VLAN of an attachment's port, or the first one of its trunk; 0 where it has none.
func vlanOf(t *testing.T, config map[string]any) int {
	t.Helper()
	first := config["vlan"]
	if trunk, ok := config["vlanTrunk"].([]any); ok {
		require.NotEmpty(t, trunk)
		entry := trunk[0].(map[string]any)
		if first = entry["id"]; first == nil {
			first = entry["minID"]
		}
	}
	id, _ := first.(float64)
	return int(id)
}

// wiring is a node, a pod on it, and a host on the wire, each a network namespace.
type wiring struct {
	cnitool, name, port string
	config              map[string]any
	vlan                int
	node, wire, pod     string
	conf                string
}

// on runs a command in a namespace.
func (w *wiring) on(t *testing.T, ns string, command ...string) string {
	t.Helper()
	return run(t, append([]string{"ip", "netns", "exec", ns}, command...)...)
}

// build makes the namespaces and the bridge with its port.
func (w *wiring) build(t *testing.T, filter bool) {
	t.Helper()
	bridge := w.config["bridge"].(string)
	w.node, w.wire, w.pod, w.conf = netns(t, "node"), netns(t, "wire"), netns(t, "pod"), t.TempDir()
	w.on(t, w.node, "ip", "link", "add", "name", bridge, "type", "bridge")
	w.on(t, w.node, "ip", "link", "add", "name", w.port, "type", "veth", "peer", "name", "far", "netns", w.wire)
	w.on(t, w.node, "ip", "link", "set", w.port, "master", bridge, "up")
	if filter {
		w.on(t, w.node, "ip", "link", "set", bridge, "type", "bridge", "vlan_filtering", "1")
		w.on(t, w.node, "bridge", "vlan", "add", "vid", strconv.Itoa(w.vlan), "dev", w.port)
	}
	w.on(t, w.node, "ip", "link", "set", bridge, "up")
	text, err := json.Marshal(w.config)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(w.conf, "net.conf"), text, 0o644))
}

// cni is the command line that lets the plugin act.
func (w *wiring) cni(verb string) []string {
	return []string{"ip", "netns", "exec", w.node, "env", "NETCONFPATH=" + w.conf, "CNI_PATH=" + tools, "CNI_IFNAME=net1", w.cnitool, verb, w.name,
		"/var/run/netns/" + w.pod}
}

// isUnderstood holds on a kernel without VLAN filtering that the plugin reads the attachment, and comes as far as the kernel lets
// it.
func (w *wiring) isUnderstood(t *testing.T) {
	w.build(t, false)
	command := w.cni("add")
	out, err := exec.Command(command[0], command[1:]...).CombinedOutput()
	require.Error(t, err)
	require.Regexp(t, `failed to setup vlan.*operation not supported`, string(out))
}

// carries adds a pod to the bridge by the plugin and pings a host on the wire from it, in the attachment's VLAN.
func (w *wiring) carries(t *testing.T) {
	w.build(t, w.vlan != 0)
	config, bridge, node, wire, pod := w.config, w.config["bridge"].(string), w.node, w.wire, w.pod
	on := func(ns string, command ...string) string { return w.on(t, ns, command...) }
	cni := func(verb string) string { return run(t, w.cni(verb)...) }
	far, near := "far", "net1"
	if w.vlan != 0 {
		far = "far." + strconv.Itoa(w.vlan)
		on(wire, "ip", "link", "add", "link", "far", "name", far, "type", "vlan", "id", strconv.Itoa(w.vlan))
		on(wire, "ip", "link", "set", "far", "up")
	}
	var result struct {
		Interfaces []struct{ Name, Mac, Sandbox string }
	}
	require.NoError(t, json.Unmarshal([]byte(cni("add")), &result))
	require.Contains(t, on(node, "ip", "-o", "link", "show", "master", bridge), "veth", "the plugin enslaves its veth to %s", bridge)

	// virt-launcher brings the interface up, as disableContainerInterface asks.
	if config["vlanTrunk"] != nil { // the guest tags
		near = "net1." + strconv.Itoa(w.vlan)
		on(pod, "ip", "link", "add", "link", "net1", "name", near, "type", "vlan", "id", strconv.Itoa(w.vlan))
		on(pod, "ip", "link", "set", "net1", "up")
	}
	on(pod, "ip", "addr", "add", "192.0.2.1/24", "dev", near)
	on(pod, "ip", "link", "set", near, "up")
	on(wire, "ip", "addr", "add", "192.0.2.2/24", "dev", far)
	on(wire, "ip", "link", "set", far, "up")
	on(pod, "ping", "-c", "1", "-W", "5", "192.0.2.2")

	if config["macspoofchk"] == true {
		on(pod, "ip", "link", "set", "net1", "address", "02:00:00:00:00:99")
		out, err := exec.Command("ip", "netns", "exec", pod, "ping", "-c", "1", "-W", "1", "192.0.2.2").CombinedOutput()
		require.Error(t, err, "a frame with a foreign MAC address got through: %s", out)
	}
	cni("del")
	require.NotContains(t, on(node, "ip", "-o", "link", "show", "master", bridge), "veth", "the plugin leaves nothing behind")
}

// netns makes a network namespace that goes with the test.
func netns(t *testing.T, role string) string {
	t.Helper()
	name := fmt.Sprintf("wukong-e2e-%d-%s", os.Getpid(), role)
	run(t, "ip", "netns", "add", name)
	t.Cleanup(func() { run(t, "ip", "netns", "del", name) })
	run(t, "ip", "netns", "exec", name, "ip", "link", "set", "lo", "up")
	return name
}

// run runs a command that must succeed and gives its output.
func run(t *testing.T, command ...string) string {
	t.Helper()
	out, err := exec.Command(command[0], command[1:]...).CombinedOutput()
	require.NoError(t, err, "%s\n%s", strings.Join(command, " "), out)
	return string(out)
}
