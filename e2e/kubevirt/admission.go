package main

import (
	"context"
	"encoding/json"
	"fmt"

	jsonpatch "gopkg.in/evanphx/json-patch.v4"
	admissionv1 "k8s.io/api/admission/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	k8sfield "k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
	v1 "kubevirt.io/api/core/v1"
	"kubevirt.io/client-go/kubecli"

	instancetypes "kubevirt.io/kubevirt/pkg/instancetype/webhooks/vm"
	netadmitter "kubevirt.io/kubevirt/pkg/network/admitter"
	"kubevirt.io/kubevirt/pkg/testutils"
	"kubevirt.io/kubevirt/pkg/virt-api/webhooks"
	"kubevirt.io/kubevirt/pkg/virt-api/webhooks/mutating-webhook/mutators"
	"kubevirt.io/kubevirt/pkg/virt-api/webhooks/validating-webhook/admitters"
	virtconfig "kubevirt.io/kubevirt/pkg/virt-config"
	"kubevirt.io/kubevirt/pkg/virt-config/featuregate"
)

// verdict is what admission makes of one machine. A machine that is right has
// neither drift nor causes nor warnings.
type verdict struct {
	Namespace string   `json:"namespace,omitempty"`
	Name      string   `json:"name"`
	Drift     []change `json:"drift,omitempty"`    // what the mutating webhook would change
	Causes    []cause  `json:"causes,omitempty"`   // why a webhook refuses it
	Warnings  []string `json:"warnings,omitempty"` // what a webhook tells the user
}

// cause is one refusal. By names the webhook: "mutate vm", "admit vm", "mutate
// vmi" or "admit vmi".
type cause struct {
	By      string `json:"by"`
	Field   string `json:"field,omitempty"`
	Message string `json:"message"`
}

// virtController is the account that creates the instance of a machine.
const virtController = "system:serviceaccount:kubevirt:kubevirt-controller"

type admission struct {
	mutateVM  *mutators.VMsMutator
	admitVM   *admitters.VMsAdmitter
	mutateVMI *mutators.VMIsMutator
	admitVMI  *admitters.VMICreateAdmitter
	expand    func(*v1.VirtualMachine) error
}

// newAdmission sets the webhooks up as virt-api does, for a cluster with CDI and
// KubeVirt's default configuration but for the feature gate of host devices. The client knows the
// instance types and preferences of cluster(); of anything else that a webhook asks for it says that it is not there.
func newAdmission() (*admission, error) {
	client, err := kubecli.GetKubevirtClientFromRESTConfig(&rest.Config{Host: cluster().URL})
	if err != nil {
		return nil, fmt.Errorf("making a KubeVirt client: %w", err)
	}
	config, _, _ := testutils.NewFakeClusterConfigUsingKVConfig(&v1.KubeVirtConfiguration{
		DeveloperConfiguration: &v1.DeveloperConfiguration{FeatureGates: []string{featuregate.HostDevicesGate}},
	})
	presets, _ := testutils.NewFakeInformerWithIndexersFor(&v1.VirtualMachineInstancePreset{},
		cache.Indexers{cache.NamespaceIndex: cache.MetaNamespaceIndexFunc})
	accounts := map[string]struct{}{virtController: {}}
	types := instancetypes.NewAdmitter(client)
	return &admission{
		expand: func(vm *v1.VirtualMachine) error {
			if _, _, causes := types.ApplyToVM(vm); len(causes) > 0 {
				return fmt.Errorf("applying the instance type and the preference: %v", causes)
			}
			return nil
		},
		mutateVM:  mutators.NewVMsMutator(config, client),
		admitVM:   admitters.NewVMsAdmitter(config, client, &webhooks.Informers{}, accounts),
		mutateVMI: &mutators.VMIsMutator{ClusterConfig: config, VMIPresetInformer: presets, KubeVirtServiceAccounts: accounts},
		admitVMI: &admitters.VMICreateAdmitter{
			ClusterConfig: config, KubeVirtServiceAccounts: accounts,
			SpecValidators: []admitters.SpecValidator{
				func(field *k8sfield.Path, spec *v1.VirtualMachineInstanceSpec, config *virtconfig.ClusterConfig) []metav1.StatusCause {
					return netadmitter.Validate(field, spec, config)
				},
			},
		},
	}, nil
}

// judge sends one machine through its webhooks, and the instance that
// virt-controller would make of it through those of instances.
func (a *admission) judge(vm map[string]any) (verdict, error) {
	meta, _ := vm["metadata"].(map[string]any)
	answer := verdict{Namespace: text(meta["namespace"]), Name: text(meta["name"])}
	sent, err := json.Marshal(vm)
	if err != nil {
		return answer, fmt.Errorf("machine %s/%s: %w", answer.Namespace, answer.Name, err)
	}

	mutated := answer.mutate("mutate vm", sent, a.mutateVM.Mutate(review("virtualmachines", "", sent)))
	if answer.Drift, err = drift(sent, mutated); err != nil {
		return answer, fmt.Errorf("machine %s/%s: %w", answer.Namespace, answer.Name, err)
	}
	answer.note("admit vm", a.admitVM.Admit(context.Background(), review("virtualmachines", "", mutated)))
	if len(answer.Causes) > 0 {
		return answer, nil
	}

	vmi, err := a.instance(mutated)
	if err != nil {
		return answer, fmt.Errorf("machine %s/%s: %w", answer.Namespace, answer.Name, err)
	}
	started := answer.mutate("mutate vmi", vmi, a.mutateVMI.Mutate(review("virtualmachineinstances", virtController, vmi)))
	answer.note("admit vmi", a.admitVMI.Admit(context.Background(), review("virtualmachineinstances", virtController, started)))
	return answer, nil
}

// mutate notes a mutating webhook's response and gives the object as patched.
func (v *verdict) mutate(by string, object []byte, response *admissionv1.AdmissionResponse) []byte {
	v.note(by, response)
	if !response.Allowed || response.Patch == nil {
		return object
	}
	patch, err := jsonpatch.DecodePatch(response.Patch)
	if err == nil {
		var patched []byte
		if patched, err = patch.Apply(object); err == nil {
			return patched
		}
	}
	v.Causes = append(v.Causes, cause{By: by, Message: fmt.Sprintf("its patch does not apply: %v", err)})
	return object
}

func (v *verdict) note(by string, response *admissionv1.AdmissionResponse) {
	v.Warnings = append(v.Warnings, response.Warnings...)
	if response.Allowed {
		return
	}
	if response.Result == nil {
		v.Causes = append(v.Causes, cause{By: by, Message: "refused without a reason"})
		return
	}
	if response.Result.Details == nil || len(response.Result.Details.Causes) == 0 {
		v.Causes = append(v.Causes, cause{By: by, Message: response.Result.Message})
		return
	}
	for _, one := range response.Result.Details.Causes {
		v.Causes = append(v.Causes, cause{By: by, Field: one.Field, Message: one.Message})
	}
}

func review(resource, user string, object []byte) *admissionv1.AdmissionReview {
	request := &admissionv1.AdmissionRequest{
		Operation: admissionv1.Create,
		Resource:  metav1.GroupVersionResource{Group: "kubevirt.io", Version: "v1", Resource: resource},
		Object:    runtime.RawExtension{Raw: object},
	}
	request.UserInfo.Username = user
	return &admissionv1.AdmissionReview{Request: request}
}

// instance is the VirtualMachineInstance that virt-controller starts for a machine:
// the template under the machine's name, with what the instance type and the preference say. A volume without a disk is left as it is,
// where virt-controller would add the disk, so that admission still sees the gap.
func (a *admission) instance(vm []byte) ([]byte, error) {
	var machine v1.VirtualMachine
	if err := json.Unmarshal(vm, &machine); err != nil {
		return nil, fmt.Errorf("reading the machine back: %w", err)
	}
	if machine.Spec.Template == nil {
		return nil, fmt.Errorf("the machine has no template")
	}
	if err := a.expand(&machine); err != nil {
		return nil, err
	}
	vmi := v1.VirtualMachineInstance{
		ObjectMeta: machine.Spec.Template.ObjectMeta,
		Spec:       machine.Spec.Template.Spec,
	}
	vmi.APIVersion, vmi.Kind = "kubevirt.io/v1", "VirtualMachineInstance"
	vmi.Name, vmi.Namespace = machine.Name, machine.Namespace
	return json.Marshal(vmi)
}

func text(value any) string {
	s, _ := value.(string)
	return s
}
