package check

import (
	"fmt"
	"slices"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/nad"
	"github.com/novasphere/wukong-fn/render/plan"
)

// everywhere is the namespace whose attachments Multus gives to the pods of all others, also where it keeps namespaces apart.
const everywhere = "default"

// homes: one attachment for machines of several namespaces. Multus may be told to keep namespaces apart.
func homes(in *Input, say report) {
	chosen := map[string]*plan.Attachment{} // by what machines call them
	for i := range in.Plan.Attachments {
		a := &in.Plan.Attachments[i]
		if a.More().Attachment != nil && a.More().Attachment.Namespace != "" && a.Namespace != everywhere {
			chosen[a.Namespace+"/"+a.Name] = a
		}
	}
	if len(chosen) == 0 {
		return
	}
	eachInterface(in, func(m *plan.Machine, itf *plan.Interface) {
		a := chosen[itf.Attachment]
		if a == nil || m.Owner.Namespace == a.Namespace {
			return
		}
		delete(chosen, itf.Attachment)
		say(finding.New(finding.OtherNamespace, "", fmt.Sprintf("%s uses the attachment in another namespace. Where Multus keeps namespaces apart "+
			"(namespaceIsolation), only attachments of its global namespaces are given to pods of others: then write default here",
			strings.TrimPrefix(m.Owner.Namespace+"/"+m.Owner.Name, "/"))).Values(a.Namespace, everywhere), a.At("attachment.namespace"))
	})
}

// existing: attachments of the package that are not ours, as far as a machine uses one that does not do what it is for.
func existing(in *Input, say report) {
	eachInterface(in, func(m *plan.Machine, itf *plan.Interface) {
		if !itf.Existing {
			return
		}
		namespace, name := plan.Home(m.Owner.Namespace, itf.Attachment)
		e := in.Existing(namespace, name)
		if e == nil {
			elsewhere(in, namespace, name, itf, say)
			return
		}
		file := func(code finding.Code, field, message, current, proposed string) {
			f := finding.New(code, "", "the attachment "+strings.TrimPrefix(namespace+"/"+name, "/")+" "+message).Values(current, proposed)
			place := below(e.Place, "spec.config")
			f.Other = &place
			say(f, itf.At(field))
		}
		switch {
		case e.Problem != "":
			file(finding.Unusable, "nadName", "cannot be used: "+e.Problem+". Correct it", name, "")
		case e.Type == api.TypeMacvlan, e.Type == "ipvlan":
			file(finding.Unusable, "nadName", "is of type "+e.Type+", to which KubeVirt cannot bind a machine, which comes up without the network: "+
				"use an attachment of type bridge", name, "")
		case e.Type == api.TypeSRIOV && itf.Binding != plan.SRIOV:
			file(finding.Unusable, "type", "is of type sriov, and the machine takes it for a bridge: leave type out, or write sriov", "", api.TypeSRIOV)
		case itf.Binding == plan.SRIOV && slices.Contains(noFunctions, e.Type):
			file(finding.Unusable, "type", "is of type "+e.Type+", and the machine takes it for a virtual function: leave type out, or write bridge",
				api.TypeSRIOV, api.TypeBridge)
		}
		switch {
		case itf.Primary && e.IPAM == "" && slices.Contains(withoutOwnIPAM, e.Type):
			file(finding.PrimaryWithoutIPAM, "primary", "has no IPAM, and KubeVirt takes the pod's address from a primary network: add ipam to its "+
				"configuration, or remove primary", "true", "")
		case e.IPAM != "" && !itf.Primary:
			file(finding.WithIPAM, "nadName", "has IPAM ("+e.IPAM+"), which gives an address to the pod and not to the guest: use an attachment "+
				"without ipam, and give the guest its address by ipConfig", name, "")
		}
	})
}

// withoutOwnIPAM are plugins that give an address only where ipam says so.
var withoutOwnIPAM = []string{api.TypeBridge, "cnv-bridge", api.TypeOVS}

// noFunctions are plugins that certainly give no virtual function of a card.
var noFunctions = []string{api.PluginBridge, api.PluginCNVBridge, api.TypeOVS, nad.OVNPlugin}

// elsewhere reports an attachment that the package has in other namespaces than the machine asks for.
func elsewhere(in *Input, namespace, name string, itf *plan.Interface, say report) {
	homes := in.Homes(name)
	if namespace == "" || len(homes) == 0 {
		return // see references
	}
	proposed := ""
	if len(homes) == 1 {
		proposed = homes[0] + "/" + name
	}
	say(finding.New(finding.OtherHome, "", fmt.Sprintf("the package does not hold the attachment %s/%s, and holds one of the name in %s: "+
		"write NAMESPACE/NAME", namespace, name, strings.Join(homes, ", "))).Values(itf.Attachment, proposed), itf.At("nadName"))
}
