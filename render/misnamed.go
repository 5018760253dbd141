package render

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/nad"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/yaml"
)

// misnamed are the attachments of OVN's among finished resources whose configuration names another attachment: what kustomize does
// after us reaches names, and not the text of the configuration.
func misnamed(resources []resource.Resource, say func(finding.Finding)) {
	reader := yaml.Reader{}
	for i := range resources {
		r := &resources[i]
		if object.KindOf(idOf(r)) != object.NetworkAttachmentDefinition || !strings.Contains(r.Text, nad.OVNPlugin) {
			continue
		}
		var config nad.OVNConfig
		name := r.Meta.Namespace + "/" + r.Meta.Name
		if json.Unmarshal([]byte(configOf(&reader, r)), &config) != nil || config.Type != nad.OVNPlugin || config.NetAttachDefName == name {
			continue
		}
		f := placed(finding.New(finding.OVNNamespace, "spec.config", fmt.Sprintf("spec.config says netAttachDefName %s and the attachment is %s, so that "+
			"OVN-Kubernetes refuses it: kustomize changes the name of an attachment and not the text of its configuration. List the WukongRender in the "+
			"kustomization that changes names or namespaces, or in one above", config.NetAttachDefName, name)).Values(config.NetAttachDefName, name), r)
		f.Place.Line = 0 // it stands in no file
		say(f)
	}
}

// configOf is the CNI configuration of an attachment as it was written.
func configOf(reader *yaml.Reader, r *resource.Resource) string {
	var attachment specOf[nad.Spec]
	r.Glance(reader, &attachment, "spec", "config")
	return attachment.Spec.Config
}
