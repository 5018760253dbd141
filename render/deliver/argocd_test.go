package deliver_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	lua "github.com/yuin/gopher-lua"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/deliver"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

type values = map[string]any

// configMap holds Argo CD's checks.
func configMap(t *testing.T) *deliver.ConfigMap {
	cm, ok := deliver.Of(api.DeliveryArgoCD).Health().(*deliver.ConfigMap)
	require.True(t, ok)
	return cm
}

// conditions are a status with conditions, given as type, status and reason.
func conditions(of ...[3]string) values {
	list := []any{}
	for _, c := range of {
		list = append(list, values{"type": c[0], "status": c[1], "reason": c[2], "message": c[0] + " is " + c[1]})
	}
	return values{"status": values{"conditions": list}}
}

func machine(runStrategy, printable string) values {
	return values{"spec": values{"runStrategy": runStrategy}, "status": values{"printableStatus": printable}}
}

// TestArgoCDHealth runs the health checks on live objects as Argo CD does, in the interpreter that it has.
func TestArgoCDHealth(t *testing.T) {
	const (
		instance = "nmstate.io_NMState"
		policy   = "nmstate.io_NodeNetworkConfigurationPolicy"
		vm       = "kubevirt.io_VirtualMachine"

		unrendered = "this is input for wukong-fn, and nothing in the cluster renders it: deliver what generate prints"
	)
	degraded := conditions([3]string{"Degraded", "True", "FailedToConfigure"})
	delete(degraded["status"].(values)["conditions"].([]any)[0].(values), "message")
	unready := machine("Always", "Running")
	unready["status"].(values)["ready"] = false
	for name, tc := range map[string]struct {
		check           string
		live            values
		status, message string
	}{
		"policy, new":                        {policy, values{}, "Progressing", "waiting for the nodes"},
		"policy, no conditions yet":          {policy, values{"status": values{}}, "Progressing", "waiting for the nodes"},
		"policy, nodes at work":              {policy, conditions([3]string{"Available", "Unknown", ""}, [3]string{"Progressing", "True", ""}), "Progressing", "waiting for the nodes"},
		"policy, done":                       {policy, conditions([3]string{"Degraded", "False", ""}, [3]string{"Available", "True", ""}), "Healthy", "Available is True"},
		"policy, matches no node":            {policy, conditions([3]string{"Available", "False", ""}, [3]string{"Ignored", "True", ""}), "Healthy", "matches no node"},
		"policy, failed":                     {policy, conditions([3]string{"Available", "False", ""}, [3]string{"Degraded", "True", ""}), "Degraded", "Degraded is True"},
		"policy, failed without a message":   {policy, degraded, "Degraded", "FailedToConfigure"},
		"instance, of a release before 0.85": {instance, values{}, "Healthy", ""},
		"instance, ready":                    {instance, conditions([3]string{"Available", "True", ""}), "Healthy", ""},
		"instance, starting":                 {instance, conditions([3]string{"Available", "False", ""}), "Progressing", "Available is False"},
		"instance, failed":                   {instance, conditions([3]string{"Degraded", "True", ""}, [3]string{"Available", "False", ""}), "Degraded", "Degraded is True"},
		"an input of ours":                   {"vm.novasphere.dev_Wukong", values{}, "Degraded", unrendered},
		"a network of ours":                  {"vm.novasphere.dev_NetworkConfig", values{}, "Degraded", unrendered},
		"an input with the VM operator":      {"vm.novasphere.dev_Wukong", values{"status": values{}}, "Healthy", ""},
		"machine, new":                       {vm, values{}, "Progressing", ""},
		"machine, starting":                  {vm, machine("Always", "Starting"), "Progressing", "Starting"},
		"machine, running":                   {vm, machine("Always", "Running"), "Healthy", "running"},
		"machine, running and not ready":     {vm, unready, "Progressing", "running, not ready yet"},
		"machine, stopped though it must run": {
			vm, machine("Always", "Stopped"), "Progressing", "Stopped",
		},
		"machine, halted":             {vm, machine("Halted", "Stopped"), "Healthy", "stopped, as it is meant to be"},
		"machine, halted and new":     {vm, values{"spec": values{"runStrategy": "Halted"}}, "Healthy", "stopped, as it is meant to be"},
		"machine, started by hand":    {vm, machine("Manual", "Running"), "Healthy", "running"},
		"machine, halted, stopping":   {vm, machine("Halted", "Stopping"), "Progressing", "Stopping"},
		"machine, not to run":         {vm, values{"spec": values{"running": false}, "status": values{"printableStatus": "Stopped"}}, "Healthy", "stopped, as it is meant to be"},
		"machine, has run once":       {vm, machine("Once", "Stopped"), "Healthy", "has run and ended"},
		"machine, ended well":         {vm, machine("RerunOnFailure", "Stopped"), "Healthy", "has run and ended"},
		"machine, paused":             {vm, machine("Always", "Paused"), "Suspended", "paused"},
		"machine, crashing":           {vm, machine("Always", "CrashLoopBackOff"), "Degraded", "CrashLoopBackOff"},
		"machine, disk not imported":  {vm, machine("Always", "DataVolumeError"), "Degraded", "DataVolumeError"},
		"machine, no place to run at": {vm, machine("Always", "ErrorUnschedulable"), "Degraded", "ErrorUnschedulable"},
	} {
		t.Run(name, func(t *testing.T) {
			script, found := configMap(t).Data["resource.customizations.health."+tc.check]
			require.True(t, found)
			status, message := health(t, script, tc.live)
			require.Equal(t, tc.status, status)
			require.Equal(t, tc.message, message)
		})
	}
}

// health runs a check on an object with the libraries that Argo CD loads.
func health(t *testing.T, script string, live values) (status, message string) {
	t.Helper()
	state := lua.NewState(lua.Options{SkipOpenLibs: true})
	defer state.Close()
	for _, open := range []lua.LGFunction{lua.OpenBase, lua.OpenTable} {
		state.Push(state.NewFunction(open))
		state.Call(0, 0)
	}
	state.SetGlobal("obj", value(state, live))
	require.NoError(t, state.DoString(script))
	result, isTable := state.Get(-1).(*lua.LTable)
	require.True(t, isTable, "the check returns a table")
	return lua.LVAsString(result.RawGetString("status")), lua.LVAsString(result.RawGetString("message"))
}

func value(state *lua.LState, v any) lua.LValue {
	switch v := v.(type) {
	case values:
		table := state.NewTable()
		for key, field := range v {
			table.RawSetString(key, value(state, field))
		}
		return table
	case []any:
		table := state.NewTable()
		for _, item := range v {
			table.Append(value(state, item))
		}
		return table
	case bool:
		return lua.LBool(v)
	case string:
		return lua.LString(v)
	}
	return lua.LNil
}

// TestArgoCDHealthIsAPatch holds what Argo CD looks for: its own ConfigMap, which it knows by a label.
func TestArgoCDHealthIsAPatch(t *testing.T) {
	cm := configMap(t)
	require.Len(t, cm.Data, 5)
	cm.Data = map[string]string{"key": "check"}
	text, err := encode.String(cm)
	require.NoError(t, err)
	require.Equal(t, `apiVersion: v1
data:
  key: check
kind: ConfigMap
metadata:
  labels:
    app.kubernetes.io/name: argocd-cm
    app.kubernetes.io/part-of: argocd
  name: argocd-cm
  namespace: argocd
`, text)
}
