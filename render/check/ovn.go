package check

import (
	"cmp"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/nad"
	"github.com/novasphere/wukong-fn/render/plan"
)

// Attachment is one that the package holds and that is not ours.
type Attachment struct {
	finding.Place
	// Called is NAMESPACE/NAME.
	Called string
	// Config is the CNI configuration as it was written.
	Config string
}

// mappingsTwice: a physical network of OVN leads to one bridge of a node, and is not removed where another network still uses it.
func mappingsTwice(in *Input, say report) {
	mappings := groups[string]{} // what they say by physical network
	for _, h := range in.hosts {
		switch bridge := h.MapsTo(); {
		case bridge == "":
		case h.Absent:
			mappings.add(h.PhysicalNetwork, h, "")
		default:
			mappings.add(h.PhysicalNetwork, h, bridge)
		}
	}
	mappings.each(in, say, finding.MappedTwice, func(name string, first, second *plan.HostNetwork) {
		message := fmt.Sprintf("the physical network %s is mapped to %s here and to %s there, and a node has one mapping of a name: write the same bridge, "+
			"another physicalNetworkName, or nodeSelectors that exclude each other", name, second.MapsTo(), first.MapsTo())
		switch {
		case second.Absent:
			message = fmt.Sprintf("the physical network %s is being removed (ensure: absent) and another network uses it: remove that one first, "+
				"or delete this network without ensure: absent, for the mapping is the other's, too", name)
		case first.Absent:
			message = fmt.Sprintf("the physical network %s is being removed by another network (ensure: absent) and used here: remove this network first, "+
				"or delete the other without ensure: absent", name)
		}
		conflict(say, finding.MappedTwice, message, mappingField, first, second)
	})
}

func mappingField(h *plan.HostNetwork) string {
	switch {
	case h.Absent:
		return "ensure"
	case h.MappedBridge() != "":
		return "localnet.bridge"
	case h.More().Localnet != nil:
		return "localnet"
	}
	return "type"
}

// mappedBridges: OVN puts ports of its own into the bridge that a localnet is mapped to, which must be Open vSwitch's and keep them.
func mappedBridges(in *Input, say report) {
	mapped := map[string]bool{}
	for _, h := range in.hosts {
		if h.MappedBridge() != "" && !h.Absent {
			mapped[h.MappedBridge()] = true
		}
	}
	if len(mapped) == 0 {
		return
	}
	uses := groups[string]{} // what is wrong with the bridge where a network makes it
	for _, h := range in.hosts {
		if name := cmp.Or(h.MappedBridge(), h.Bridge); mapped[name] && !h.Absent {
			uses.add(name, h, unfitForOVN(h))
		}
	}
	uses.each(in, say, finding.MappedBridge, func(name string, first, second *plan.HostNetwork) {
		maker, mapping := first, second
		if mapping.MapsTo() == "" {
			maker, mapping = second, first
		}
		if mapping.MapsTo() == "" || maker.MapsTo() != "" {
			return // of two that make the bridge another rule speaks
		}
		f := finding.New(finding.MappedBridge, "", "the bridge "+name+" "+unfitForOVN(maker))
		other := maker.At("type")
		f.Other = &other
		say(f, mapping.At(mappingField(mapping)))
	})
}

// unfitForOVN says what is wrong with the bridge that a network makes, if OVN is to use it; empty where nothing is.
func unfitForOVN(h *plan.HostNetwork) string {
	switch {
	case h.Type == api.TypeBridge:
		return "is a Linux bridge, to which OVN cannot map a network: make it with type: ovs and ovs.allowExtraPatchPorts: true"
	case h.Type == api.TypeOVS && (h.More().OVS == nil || !h.More().OVS.AllowExtraPatchPorts):
		return "does not keep the ports that OVN adds, so that NMState takes them off whenever it applies the policy: " +
			"write ovs.allowExtraPatchPorts: true in the network that makes it"
	}
	return ""
}

// ovnNetwork is what attachments of one network must agree in, with the place of the first that was seen.
type ovnNetwork struct {
	config nad.OVNConfig
	place  finding.Place
	name   string // NAMESPACE/NAME of the attachment
}

// ovnNetworksDiffer: to OVN all attachments of one name are one network, in whatever namespaces they are.
func ovnNetworksDiffer(in *Input, say report) {
	networks := map[string]*ovnNetwork{}
	hold := func(config nad.OVNConfig, place func() finding.Place, name func() string) {
		config.CNIVersion, config.NetAttachDefName = "", ""
		if config.Topology == api.TypeLocalnet {
			config.PhysicalNetworkName = cmp.Or(config.PhysicalNetworkName, config.Name)
		}
		key := plan.SameToOVN(config.Name)
		first, known := networks[key]
		if !known {
			networks[key] = &ovnNetwork{config, place(), name()}
			return
		}
		if config == first.config {
			return
		}
		field, there, here := difference(&first.config, &config)
		f := finding.New(finding.OVNDiffer, "", fmt.Sprintf("the attachment %s has %s %s in OVN's network %s, and %s has %s. All attachments of one name "+
			"are one network to OVN, in every namespace, also with . or / for -: write the same, or give one network another name",
			name(), field, here, config.Name, first.name, there))
		f.Other = &first.place
		say(f, place())
	}
	for i := range in.Plan.Attachments {
		a := &in.Plan.Attachments[i]
		if a.OVNNetwork == "" {
			continue
		}
		hold(nad.OVNConfigOf(a), func() finding.Place { return a.At("") }, func() string { return a.Namespace + "/" + a.Name })
	}
	if len(networks) == 0 || in.Attachments == nil {
		return
	}
	for _, a := range in.Attachments() {
		var config nad.OVNConfig
		if json.Unmarshal([]byte(a.Config), &config) == nil && config.Type == nad.OVNPlugin {
			hold(config, func() finding.Place { return a.Place }, func() string { return a.Called })
		}
	}
}

// difference is the first key in which two configurations differ, with both values.
func difference(a, b *nad.OVNConfig) (key, first, second string) {
	one, other := reflect.ValueOf(a).Elem(), reflect.ValueOf(b).Elem()
	for i := range one.NumField() {
		if one.Field(i).Equal(other.Field(i)) {
			continue
		}
		key, _, _ = strings.Cut(one.Type().Field(i).Tag.Get("json"), ",")
		return key, orNone(one.Field(i)), orNone(other.Field(i))
	}
	return "", "", ""
}

func orNone(v reflect.Value) string {
	if v.IsZero() {
		return "none"
	}
	return fmt.Sprint(v.Interface())
}

// ovnAttachments: the configuration of a network of OVN's names its own attachment with the namespace, which must therefore be known.
func ovnAttachments(in *Input, say report) {
	for i := range in.Plan.Attachments {
		a := &in.Plan.Attachments[i]
		if a.OVNNetwork == "" || a.Namespace != "" {
			continue
		}
		place := a.At("")
		if a.Owner.Kind == api.KindWukong {
			place = a.Owner.Place
			place.Field = "metadata.namespace"
		}
		say(finding.New(finding.OVNNamespace, "", fmt.Sprintf("the attachment %s of OVN's network %s has no namespace, and OVN-Kubernetes refuses "+
			"one whose configuration does not name it with its namespace: write metadata.namespace on the Wukongs that use it, or set namespace in the "+
			"kustomization that lists the WukongRender", a.Name, a.OVNNetwork)), place)
	}
}

// overlay is what OVN's own networks need of each frame between the nodes (Geneve with IPv6 and some room).
const overlay = 100

// overlayMTUs: frames of OVN's own networks travel inside frames of the network between the nodes.
func overlayMTUs(in *Input, say report) {
	underlay, known := 1500, false
	for _, h := range in.hosts {
		if h.More().MTU == nil || h.Absent || !h.TakesAddress() && !slices.Contains(in.Config.Network.ManagementInterfaces, h.Uplink) {
			continue
		}
		if mtu := *h.More().MTU; !known || mtu < underlay {
			underlay, known = mtu, true
		}
	}
	said := map[string]bool{}
	for i := range in.Plan.Attachments {
		a := &in.Plan.Attachments[i]
		if a.Type != api.TypeLayer2 || a.MTU <= underlay-overlay || said[a.OVNNetwork] {
			continue
		}
		said[a.OVNNetwork] = true
		what := "which usually has 1500"
		if known {
			what = fmt.Sprintf("to which this package gives %d", underlay)
		}
		say(finding.New(finding.OverlayMTU, "", fmt.Sprintf("the frames of a layer2 network travel inside those of the network between the nodes, %s, "+
			"and need %d bytes more there: larger ones are lost. Write %d at most, unless that network carries %d bytes",
			what, overlay, underlay-overlay, a.MTU+overlay)).Values(strconv.Itoa(a.MTU), strconv.Itoa(underlay-overlay)), a.At("mtu"))
	}
}

// clusterMTUs tells once of localnets without an MTU.
func clusterMTUs(in *Input, say report) {
	var first *plan.Attachment
	names := map[string]bool{}
	for i := range in.Plan.Attachments {
		if a := &in.Plan.Attachments[i]; a.Type == api.TypeLocalnet && a.MTU == 0 {
			if first == nil {
				first = a
			}
			names[a.OVNNetwork] = true
		}
	}
	if first == nil {
		return
	}
	say(finding.New(finding.ClusterMTU, "", "without mtu OVN gives the guests the cluster's default, which leaves room for an overlay (1400 of 1500) "+
		"though a physical network needs none: write the MTU of the physical network, such as 1500. This is so on: "+some(names)), first.At("mtu"))
}
