package deliver

import (
	"strconv"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/object"
)

// argoCD applies in waves, and calls healthy what its Lua checks do.
var argoCD = Tool{Name: api.DeliveryArgoCD, Mark: markArgoCD, Health: argoCDHealth}

const (
	argoWave    = "argocd.argoproj.io/sync-wave"
	argoOptions = "argocd.argoproj.io/sync-options"
	argoConfirm = "Delete=confirm,Prune=confirm"
	argoKeep    = "Delete=false,Prune=false"
	argoSkip    = "SkipDryRunOnMissingResource=true"
	argoServer  = "ServerSideApply=true"
)

// markArgoCD gives the object its wave and, where it needs them, options. Definitions are applied by the server: the one
// of NMState is too large for client-side apply's annotation, and on the object, unlike on the Application, the option
// brings no server-side diff that would fight with the operator, which applies the others itself (Argo CD 3.6.1). Argo CD
// 3.2.11 still sees the operator's descriptions as a difference: docs/argocd.md says what the Application sets for it.
func markArgoCD(h *object.Header, s object.Stage, hints object.Hints) {
	h.Metadata.Annotations.Set(argoWave, strconv.Itoa(int(s)+hints.Step))
	switch {
	case h.Kind == object.CustomResourceDefinition.String():
		h.Metadata.Annotations.Set(argoOptions, argoServer)
	case hints.Later:
		h.Metadata.Annotations.Set(argoOptions, argoSkip)
	case hints.Kept:
		h.Metadata.Annotations.Set(argoOptions, argoKeep)
	case hints.Precious:
		h.Metadata.Annotations.Set(argoOptions, argoConfirm)
	}
}

// ConfigMap is core/v1's.
type ConfigMap struct {
	object.Header
	Data map[string]string `json:"data"`
}

// The health checks, in Lua, as Argo CD runs them: obj is the live object, and the result has a status and a message.

// policyHealth holds a wave until every node of the policy is configured. A policy that matches no node is healthy: Argo CD
// 3.4 and later calls it Suspended, which holds the waves behind it for ever.
const policyHealth = `local hs = {status = "Progressing", message = "waiting for the nodes"}
if obj.status ~= nil and obj.status.conditions ~= nil then
  for _, c in ipairs(obj.status.conditions) do
    if c.status == "True" then
      if c.type == "Available" then
        return {status = "Healthy", message = c.message or ""}
      elseif c.type == "Ignored" then
        return {status = "Healthy", message = "matches no node"}
      elseif c.type == "Degraded" then
        hs = {status = "Degraded", message = c.message or c.reason or ""}
      end
    end
  end
end
return hs
`

// instanceHealth is healthy unless the operator says otherwise: releases before v0.85 write no status.
const instanceHealth = `if obj.status ~= nil and obj.status.conditions ~= nil then
  for _, c in ipairs(obj.status.conditions) do
    if c.type == "Degraded" and c.status == "True" then
      return {status = "Degraded", message = c.message or c.reason or ""}
    end
    if c.type == "Available" and c.status == "False" then
      return {status = "Progressing", message = c.message or c.reason or ""}
    end
  end
end
return {status = "Healthy", message = ""}
`

// machineHealth calls a machine that is meant to stand still healthy: Argo CD calls it Suspended, and a sync with more
// waves then does not finish (argo-cd issue 29663).
const machineHealth = `local spec = obj.spec or {}
local status = obj.status or {}
if spec.runStrategy == "Halted" or spec.runStrategy == "Manual" or spec.running == false then
  if status.printableStatus == nil or status.printableStatus == "Stopped" then
    return {status = "Healthy", message = "stopped, as it is meant to be"}
  end
end
local printable = status.printableStatus or ""
if printable == "Running" then
  if status.ready == false then
    return {status = "Progressing", message = "running, not ready yet"}
  end
  return {status = "Healthy", message = "running"}
end
if printable == "Stopped" and (spec.runStrategy == "Once" or spec.runStrategy == "RerunOnFailure") then
  return {status = "Healthy", message = "has run and ended"}
end
if printable == "Paused" then
  return {status = "Suspended", message = "paused"}
end
for _, bad in ipairs({"CrashLoopBackOff", "ErrorUnschedulable", "ErrImagePull", "ImagePullBackOff", "ErrorPvcNotFound", "DataVolumeError"}) do
  if printable == bad then
    return {status = "Degraded", message = printable}
  end
end
return {status = "Progressing", message = printable}
`

// inputHealth is of our own kinds, which only the VM operator does anything with: it writes a status.
const inputHealth = `if obj.status == nil then
  return {status = "Degraded", message = "this is input for wukong-fn, and nothing in the cluster renders it: deliver what generate prints"}
end
return {status = "Healthy", message = ""}
`

// argoCDHealth is a patch of Argo CD's ConfigMap argocd-cm with the health checks that it lacks or has wrong: of the NMState
// object, of policies (none before Argo CD 3.4), of machines that are meant to be stopped, and of what should not be there.
func argoCDHealth() object.Object {
	const prefix = "resource.customizations.health."
	return &ConfigMap{
		Header: object.Header{APIVersion: "v1", Kind: "ConfigMap", Metadata: object.Meta{
			Name: "argocd-cm", Namespace: "argocd",
			Labels: object.Strings{{Key: "app.kubernetes.io/name", Value: "argocd-cm"}, {Key: "app.kubernetes.io/part-of", Value: "argocd"}},
		}},
		Data: map[string]string{
			prefix + "nmstate.io_NMState":                        instanceHealth,
			prefix + "nmstate.io_NodeNetworkConfigurationPolicy": policyHealth,
			prefix + "kubevirt.io_VirtualMachine":                machineHealth,
			prefix + "vm.novasphere.dev_Wukong":                  inputHealth,
			prefix + "vm.novasphere.dev_NetworkConfig":           inputHealth,
		},
	}
}
