package e2e

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// verdict is one line of kubevirt-admission; see e2e/kubevirt.
type verdict struct {
	Namespace, Name string
	Drift           []struct {
		Path     string
		From, To any
	}
	Causes   []struct{ By, Field, Message string }
	Warnings []string
}

// admission is KubeVirt's webhooks in a process of their own, kept for the whole run:
// it takes three seconds to start and a millisecond to judge a machine.
type admission struct {
	process *exec.Cmd
	in      io.WriteCloser
	ask     *json.Encoder
	answers *json.Decoder
	seen    int
}

var kubevirt struct {
	sync.Mutex
	running *admission
}

func startAdmission(t testing.TB) *admission {
	t.Helper()
	path := tool(t, "kubevirt-admission")
	kubevirt.Lock()
	defer kubevirt.Unlock()
	if kubevirt.running != nil {
		return kubevirt.running
	}
	cmd := exec.Command(path)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	kubevirt.running = &admission{process: cmd, in: in, ask: json.NewEncoder(in), answers: json.NewDecoder(out)}
	return kubevirt.running
}

// judge gives every complaint about one machine, as an error that holds them all.
func (a *admission) judge(vm *unstructured.Unstructured) error {
	if err := a.ask.Encode(vm.Object); err != nil {
		return fmt.Errorf("sending %s/%s to KubeVirt's admission: %w", vm.GetNamespace(), vm.GetName(), err)
	}
	var answer verdict
	if err := a.answers.Decode(&answer); err != nil {
		return fmt.Errorf("reading KubeVirt's verdict on %s/%s: %w", vm.GetNamespace(), vm.GetName(), err)
	}
	a.seen++
	complaints := ""
	for _, d := range answer.Drift {
		complaints += fmt.Sprintf("\n  the mutating webhook changes %s from %v to %v", d.Path, d.From, d.To)
	}
	for _, c := range answer.Causes {
		complaints += fmt.Sprintf("\n  %s refuses: %s %s", c.By, c.Field, c.Message)
	}
	for _, w := range answer.Warnings {
		complaints += "\n  warns: " + w
	}
	if complaints != "" {
		return fmt.Errorf("KubeVirt on VirtualMachine %s/%s:%s", answer.Namespace, answer.Name, complaints)
	}
	return nil
}

// TestKubeVirtComplains is the control: without it a checker that accepts everything
// would pass.
func TestKubeVirtComplains(t *testing.T) {
	webhooks := startAdmission(t)
	rows := map[string]struct{ vm, complaint string }{
		"unknown field below the instance": {
			`{"runStrategy":"Always","template":{"spec":{"bogus":1,"domain":{"devices":{}}}}}`, "bogus"},
		"interface without network": {
			`{"runStrategy":"Always","template":{"spec":{"domain":{"devices":{"interfaces":[{"name":"x","bridge":{}}]}}}}}`, "'x' not found"},
		"drift": {
			`{"runStrategy":"Always","template":{"spec":{"domain":{"devices":{},"memory":{"guest":"2048Mi"}}}}}`, "from 2048Mi to 2Gi"},
		"deprecated field": {
			`{"running":true,"template":{"spec":{"domain":{"devices":{}}}}}`, "spec.running is deprecated"},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			var spec map[string]any
			require.NoError(t, json.Unmarshal([]byte(row.vm), &spec))
			err := webhooks.judge(&unstructured.Unstructured{Object: map[string]any{
				"apiVersion": "kubevirt.io/v1", "kind": "VirtualMachine",
				"metadata": map[string]any{"name": "control", "namespace": "default"}, "spec": spec,
			}})
			require.ErrorContains(t, err, row.complaint)
		})
	}
}

func TestExamplesPassKubeVirt(t *testing.T) {
	webhooks := startAdmission(t)
	for _, dir := range packages(t) {
		t.Run(dir, func(t *testing.T) {
			for _, vm := range machines(rendered(t, dir)) {
				if err := webhooks.judge(vm); err != nil {
					t.Error(err)
				}
			}
		})
	}
	t.Logf("KubeVirt's admission has seen %d machines", webhooks.seen)
}
