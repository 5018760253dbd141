package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
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

	seen := 0
	for _, dir := range packages(t) {
		objects := rendered(t, dir)
		for _, o := range objects {
			name, config := attachment(t, o)
			if config["type"] != "bridge" {
				continue
			}
			t.Run(dir+"/"+o.GetName(), func(t *testing.T) {
				carries(t, cnitool, name, config, policyOf(t, objects, config["bridge"].(string)))
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

// carries adds a pod to the bridge by the plugin and pings a host on the wire from it.
func carries(t *testing.T, cnitool, name string, config map[string]any, port string) {
	bridge := config["bridge"].(string)
	node, wire, pod := netns(t, "node"), netns(t, "wire"), netns(t, "pod")
	on := func(ns string, command ...string) string {
		return run(t, append([]string{"ip", "netns", "exec", ns}, command...)...)
	}
	on(node, "ip", "link", "add", "name", bridge, "type", "bridge")
	on(node, "ip", "link", "add", "name", port, "type", "veth", "peer", "name", "far", "netns", wire)
	on(node, "ip", "link", "set", port, "master", bridge, "up")
	on(node, "ip", "link", "set", bridge, "up")

	conf := t.TempDir()
	text, err := json.Marshal(config)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(conf, "net.conf"), text, 0o644))
	cni := func(verb string) string {
		return on(node, "env", "NETCONFPATH="+conf, "CNI_PATH="+tools, "CNI_IFNAME=net1", cnitool, verb, name, "/var/run/netns/"+pod)
	}
	var result struct {
		Interfaces []struct{ Name, Mac, Sandbox string }
	}
	require.NoError(t, json.Unmarshal([]byte(cni("add")), &result))
	require.Contains(t, on(node, "ip", "-o", "link", "show", "master", bridge), "veth", "the plugin enslaves its veth to %s", bridge)

	// virt-launcher brings the interface up, as disableContainerInterface asks.
	on(pod, "ip", "addr", "add", "192.0.2.1/24", "dev", "net1")
	on(pod, "ip", "link", "set", "net1", "up")
	on(wire, "ip", "addr", "add", "192.0.2.2/24", "dev", "far")
	on(wire, "ip", "link", "set", "far", "up")
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
