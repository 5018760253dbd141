// Package nad turns the attachments of a plan into NetworkAttachmentDefinitions, whose config is the CNI configuration as
// one canonical line of JSON with sorted keys. There is never any IPAM: KubeVirt gives a machine no address by CNI.
package nad

import (
	"bytes"
	"encoding/json"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
)

// ResourceAnnotation names the device plugin's resource that Multus asks for on behalf of the pod.
const ResourceAnnotation = "k8s.v1.cni.cncf.io/resourceName"

// Attachment is a NetworkAttachmentDefinition.
type Attachment struct {
	object.Header
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
	MTU                       int    `json:"mtu,omitempty"`
	Name                      string `json:"name"`
	// PreserveDefaultVLAN false keeps the port out of VLAN 1, which the plugin adds otherwise.
	PreserveDefaultVLAN bool   `json:"preserveDefaultVlan"`
	Type                string `json:"type"`
}

type ovsConfig struct {
	Bridge     string `json:"bridge"`
	CNIVersion string `json:"cniVersion"`
	MTU        int    `json:"mtu,omitempty"`
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

// builder builds attachments, each in the memory of the one before. The zero builder is ready.
type builder struct {
	attachment Attachment
	text       bytes.Buffer
	json       *json.Encoder
	bridge     bridgeConfig
	ovs        ovsConfig
	sriov      sriovConfig
}

// attachmentOf is the object of one attachment. It is good until the next one is built.
func (b *builder) attachmentOf(a *plan.Attachment) (*Attachment, error) {
	if b.json == nil {
		b.json = json.NewEncoder(&b.text)
	}
	b.text.Reset()
	if err := b.json.Encode(b.config(a)); err != nil {
		return nil, err
	}
	b.attachment = Attachment{
		Header: object.NetworkAttachmentDefinition.Header(a.Namespace, a.Name),
		Spec:   Spec{Config: strings.TrimSuffix(b.text.String(), "\n")},
	}
	if a.ResourceName != "" {
		b.attachment.Metadata.Annotations = object.Strings{{Key: ResourceAnnotation, Value: a.ResourceName}}
	}
	return &b.attachment, nil
}

func (b *builder) config(a *plan.Attachment) any {
	switch a.Type {
	case api.TypeOVS:
		b.ovs = ovsConfig{Bridge: a.Bridge, CNIVersion: version, MTU: a.MTU, Name: a.Name, Type: "ovs", VLAN: a.VLAN}
		return &b.ovs
	case api.TypeSRIOV:
		b.sriov = sriovConfig{CNIVersion: version, Name: a.Name, Type: "sriov", VLAN: a.VLAN}
		return &b.sriov
	default:
		b.bridge = bridgeConfig{Bridge: a.Bridge, CNIVersion: version, DisableContainerInterface: true, MTU: a.MTU, Name: a.Name, Type: "bridge"}
		return &b.bridge
	}
}
