package check

import (
	"fmt"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/plan"
)

// everywhere is the namespace whose attachments Multus gives to the pods of all others, also where it keeps namespaces apart.
const everywhere = "default"

// homes: one attachment for machines of several namespaces. Multus may be told to keep namespaces apart.
func homes(in *Input, say report) {
	chosen := map[string]*plan.Attachment{} // by what machines call them
	for i := range in.Plan.Attachments {
		a := &in.Plan.Attachments[i]
		if a.NetworkSpec.Attachment != nil && a.NetworkSpec.Attachment.Namespace != "" && a.Namespace != everywhere {
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
