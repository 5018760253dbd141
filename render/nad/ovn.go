package nad

import (
	"cmp"
	"strconv"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/plan"
)

// OVNPlugin is the type of a configuration of OVN-Kubernetes.
const OVNPlugin = "ovn-k8s-cni-overlay"

// OVNConfig is the configuration of a network of OVN's. All attachments with one name are one network.
type OVNConfig struct {
	AllowPersistentIPs bool   `json:"allowPersistentIPs,omitempty"`
	CNIVersion         string `json:"cniVersion"`
	ExcludeSubnets     string `json:"excludeSubnets,omitempty"`
	MTU                int    `json:"mtu,omitempty"`
	Name               string `json:"name"`
	// NetAttachDefName is NAMESPACE/NAME of the attachment itself: OVN-Kubernetes refuses any other.
	NetAttachDefName    string `json:"netAttachDefName"`
	PhysicalNetworkName string `json:"physicalNetworkName,omitempty"`
	Subnets             string `json:"subnets,omitempty"`
	Topology            string `json:"topology"`
	Type                string `json:"type"`
	VLAN                int    `json:"vlanID,omitempty"`
}

// OVNConfigOf is that of an attachment.
func OVNConfigOf(a *plan.Attachment) OVNConfig {
	c := OVNConfig{
		AllowPersistentIPs: a.More().PersistentIPs, CNIVersion: version, ExcludeSubnets: strings.Join(a.More().ExcludeSubnets, ","), MTU: a.MTU,
		Name: a.OVNNetwork, NetAttachDefName: a.Namespace + "/" + a.Name, Subnets: strings.Join(a.More().Subnets, ","), Topology: a.Type, Type: OVNPlugin, VLAN: a.VLAN,
	}
	if a.Type == api.TypeLocalnet && a.More().Localnet != nil {
		c.PhysicalNetworkName = a.More().Localnet.PhysicalNetworkName
	}
	if a.Port != nil { // each VLAN of a physical network is a network to OVN
		c.PhysicalNetworkName = cmp.Or(c.PhysicalNetworkName, c.Name)
		c.Name += "-" + strconv.Itoa(a.VLAN)
	}
	return c
}
