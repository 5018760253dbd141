package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// hostileTexts are what YAML 1.1, YAML 1.2, PyYAML and Go's readers take for different things, and the characters that
// need an escape.
var hostileTexts = append(strings.Fields(`= << <<x =a .0_ .1__7 ._1 0x_ 0b_ 0o17 017 08 1_000 1_ 1:30 12:30:45.6 190:20:30 -1:30 yes NO on Off y N true null
	~ .inf -.Inf .nan 1e3 1.0e+3 .5 +.5 5. 2001-01-01 2001-13-01 2001-01-01T00:00:00Z 52:54:00:12:34:56 %x @x !!str *x &x | > [a {a } ' " # ? - ---`),
	"a: b", "a #b", "a:", " a", "a ", "- a", "two\nlines\n", "two\n\n lines", "tab\there", "\r", "\x00\x01\x1b", "\u2028", "\ufeff", "größe", "😀", `back\slash`,
	strings.Repeat("long words ", 30)+"end", strings.Repeat("#", 100)+" "+strings.Repeat("x", 90))

// readByPython reads YAML texts from standard input as cloud-init does, and prints them as JSON.
const readByPython = `import json, sys, yaml
json.dump([yaml.load(text, Loader=yaml.SafeLoader) for text in json.load(sys.stdin)], sys.stdout)`

// TestCloudInitTextsInPyYAML holds that PyYAML, which cloud-init reads with, finds in the texts what the Wukong says.
func TestCloudInitTextsInPyYAML(t *testing.T) {
	python, err := exec.LookPath("python3")
	need(t, err == nil, "python3 (Debian: python3-yaml)")
	version, err := exec.Command(python, "-c", "import yaml; print(yaml.__version__)").Output()
	need(t, err == nil, "PyYAML (Debian: python3-yaml)")

	var wukongs []any
	for i, text := range hostileTexts {
		wukongs = append(wukongs, map[string]any{
			"apiVersion": "vm.novasphere.dev/v1alpha1", "kind": "Wukong", "metadata": map[string]any{"name": fmt.Sprintf("w%03d", i)},
			"spec": map[string]any{
				"cloudInitUser": map[string]any{"name": "u", "password": text, "sudo": text, "shell": text},
				"networks": []any{map[string]any{"name": "y", "type": "bridge", "bridgeName": "br-y", "ipConfig": map[string]any{
					"mode": "static", "address": fmt.Sprintf("10.0.0.%d/16", i+1), "gateway": "10.0.255.1", "dnsServers": []any{"::1"},
				}}},
			},
		})
	}
	input, err := json.Marshal(map[string]any{"apiVersion": "v1", "kind": "List", "items": wukongs})
	require.NoError(t, err)
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{"list.yaml": string(input)})

	var texts []string
	for _, o := range machines(rendered(t, dir)) {
		users, network := cloudInitTexts(t, o)
		texts = append(texts, users, network)
	}
	require.Len(t, texts, 2*len(hostileTexts))
	stdin, err := json.Marshal(texts)
	require.NoError(t, err)
	cmd := exec.Command(python, "-c", readByPython)
	cmd.Stdin = bytes.NewReader(stdin)
	out, err := cmd.Output()
	require.NoError(t, err)
	var read []map[string]any
	require.NoError(t, json.Unmarshal(out, &read))
	for i, text := range hostileTexts {
		user, ok := read[2*i]["user"].(map[string]any)
		require.True(t, ok, texts[2*i])
		for _, field := range []string{"plain_text_passwd", "sudo", "shell"} {
			require.Equal(t, text, user[field], "%s: %s", field, texts[2*i])
		}
		ethernets, ok := read[2*i+1]["ethernets"].(map[string]any)
		require.True(t, ok, texts[2*i+1])
		require.Contains(t, ethernets, "y", texts[2*i+1])
	}
	t.Logf("PyYAML %s reads %d texts as they are meant", bytes.TrimSpace(version), len(texts))
}

// cloudInitTexts are a machine's user data and network data.
func cloudInitTexts(t *testing.T, machine *unstructured.Unstructured) (users, network string) {
	t.Helper()
	volumes, _, err := unstructured.NestedSlice(machine.Object, "spec", "template", "spec", "volumes")
	require.NoError(t, err)
	for _, v := range volumes {
		volume, ok := v.(map[string]any)
		require.True(t, ok)
		if source, ok := volume["cloudInitNoCloud"].(map[string]any); ok {
			users, _, _ = unstructured.NestedString(source, "userData")
			network, _, _ = unstructured.NestedString(source, "networkData")
		}
	}
	require.NotEmpty(t, users)
	return users, network
}
