// Package nad turns the attachments of a plan into NetworkAttachmentDefinitions, whose config is the CNI configuration as
// one canonical line of JSON with sorted keys. There is never any IPAM: KubeVirt gives a machine no address by CNI.
package nad

import (
	"encoding/json"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/kube"
	"github.com/novasphere/wukong-fn/render/plan"
)

// ResourceAnnotation names the device plugin's resource that Multus asks for on behalf of the pod.
const ResourceAnnotation = "k8s.v1.cni.cncf.io/resourceName"

// Attachment is a NetworkAttachmentDefinition.
type Attachment struct {
	kube.Header
	Spec Spec `json:"spec"`
}

// Spec carries the CNI configuration as JSON text.
type Spec struct {
	Config string `json:"config"`
}

// version is the CNI version that every plugin in use speaks.
const version = "0.3.1"

// The configurations, one type a plugin, fields in the order of their JSON keys.

type bridgeConfig struct {
	Bridge     string `json:"bridge"`
	CNIVersion string `json:"cniVersion"`
	// DisableContainerInterface leaves the pod's end down: KubeVirt takes it over.
	DisableContainerInterface bool   `json:"disableContainerInterface"`
	Name                      string `json:"name"`
	// PreserveDefaultVLAN false keeps the port out of VLAN 1, which the plugin adds otherwise.
	PreserveDefaultVLAN bool   `json:"preserveDefaultVlan"`
	Type                string `json:"type"`
}

type ovsConfig struct {
	Bridge     string `json:"bridge"`
	CNIVersion string `json:"cniVersion"`
	Name       string `json:"name"`
	Type       string `json:"type"`
	VLAN       int    `json:"vlan,omitempty"`
}

type sriovConfig struct {
	CNIVersion string `json:"cniVersion"`
	Name       string `json:"name"`
	Type       string `json:"type"`
	VLAN       int    `json:"vlan,omitempty"`
}

// New is the object of one attachment.
func New(a *plan.Attachment) (*Attachment, error) {
	config, err := json.Marshal(config(a))
	if err != nil {
		return nil, err
	}
	n := &Attachment{
		Header: kube.Header{APIVersion: "k8s.cni.cncf.io/v1", Kind: "NetworkAttachmentDefinition", Metadata: kube.Meta{Name: a.Name, Namespace: a.Namespace}},
		Spec:   Spec{Config: string(config)},
	}
	if a.ResourceName != "" {
		n.Metadata.Annotations = map[string]string{ResourceAnnotation: a.ResourceName}
	}
	return n, nil
}

func config(a *plan.Attachment) any {
	switch a.Type {
	case api.TypeOVS:
		return ovsConfig{Bridge: a.Bridge, CNIVersion: version, Name: a.Name, Type: "ovs", VLAN: a.VLAN}
	case api.TypeSRIOV:
		return sriovConfig{CNIVersion: version, Name: a.Name, Type: "sriov", VLAN: a.VLAN}
	default:
		return bridgeConfig{Bridge: a.Bridge, CNIVersion: version, DisableContainerInterface: true, Name: a.Name, Type: "bridge"}
	}
}
