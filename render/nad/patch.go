package nad

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/patch"
	"github.com/novasphere/wukong-fn/render/plan"
)

// Problems are what is to be said of the patches of an attachment, of that of the object and that of its configuration.
func Problems(a *plan.Attachment) (ofObject, ofConfig []patch.Problem, err error) {
	if a.More().Patches == nil {
		return nil, nil, nil
	}
	plain, err := new(builder).attachmentOf(a)
	if err != nil {
		return nil, nil, err
	}
	if from := a.More().Patches.Attachment; from != nil {
		if from["spec"] != nil {
			return []patch.Problem{{Path: "spec", Reason: patch.Refused, Message: "is a text as a whole: write attachmentConfig beside attachment"}}, nil, nil
		}
		if _, ofObject, err = patch.Apply(plain, from); err != nil {
			return nil, nil, err
		}
	}
	if from := a.More().Patches.AttachmentConfig; from != nil {
		ofConfig, err = configProblems(plain.Spec.Config, from)
	}
	return ofObject, ofConfig, err
}

// write is an attachment as it is written. It is good until the next one is built.
func (b *builder) write(a *plan.Attachment) (object.Object, error) {
	plain, err := b.attachmentOf(a)
	if err != nil || a.More().Patches == nil {
		return plain, err
	}
	if from := a.More().Patches.AttachmentConfig; from != nil {
		config, err := patch.Values(plain.Spec.Config)
		if err != nil {
			return nil, err
		}
		merged, _ := patch.Merge(config, from)
		b.text.Reset()
		if err := b.json.Encode(merged); err != nil {
			return nil, err
		}
		plain.Spec.Config = strings.TrimSuffix(b.text.String(), "\n")
	}
	if from := a.More().Patches.Attachment; from != nil {
		o, _, err := patch.Apply(plain, from)
		return o, err
	}
	return plain, nil
}

// fieldsOfConfig are the keys of configurations that fields of a network say, on which machines and other rules rely.
var fieldsOfConfig = map[string]string{
	"name": "attachment.name", "netAttachDefName": "attachment.name", "type": "type, or attachment.plugin", "topology": "type",
	"bridge": "bridgeName", "vlan": "vlanId", "vlanID": "vlanId", "vlanTrunk": "trunk", "trunk": "trunk", "physicalNetworkName": "localnet",
	"subnets": "subnets", "excludeSubnets": "excludeSubnets", "allowPersistentIPs": "persistentIPs",
}

// configProblems are what is to be said of the patch of a configuration.
func configProblems(config string, from map[string]any) ([]patch.Problem, error) {
	plain, err := patch.Values(config)
	if err != nil {
		return nil, err
	}
	merged, problems := patch.Merge(plain, from)
	if patch.Bars(problems) {
		return problems, nil
	}
	if reflect.DeepEqual(plain, merged) && len(problems) == 0 {
		return []patch.Problem{patch.Idle()}, nil
	}
	before, after := flat(plain), flat(merged)
	for _, key := range slices.Sorted(maps.Keys(fieldsOfConfig)) {
		if !reflect.DeepEqual(before[key], after[key]) {
			problems = append(problems, patch.Problem{Path: where(from, key), Reason: patch.Refused,
				Message: "must not be patched, for machines and other rules rely on it. A field of the network is about it: " + fieldsOfConfig[key]})
		}
	}
	if after["ipam"] != nil {
		problems = append(problems, patch.Problem{Path: where(from, "ipam"), Reason: patch.Wrong,
			Message: "gives an address to the pod and not to the guest: remove it, and give the guest its address by ipConfig"})
	}
	return problems, nil
}

// flat is a configuration with the first plugin of its list as that of the plugin alone.
func flat(config map[string]any) map[string]any {
	plugins, _ := config["plugins"].([]any)
	if len(plugins) == 0 {
		return config
	}
	all := maps.Clone(config)
	first, _ := plugins[0].(map[string]any)
	maps.Copy(all, first)
	return all
}

// where is the path of a key in a patch: there, or in its list of plugins.
func where(from map[string]any, key string) string {
	if _, given := from[key]; given || from["plugins"] == nil {
		return key
	}
	return "plugins"
}
