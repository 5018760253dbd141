package nad

import (
	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
)

// Attachments are a plan's attachments as a source of objects.
type Attachments []plan.Attachment

// Gives says whether an owner gives an attachment this identity, for a network that it has or had. A NetworkConfig gives one in
// every namespace with a machine that uses it.
func Gives(o object.Owner, id object.ID) bool {
	return plan.GivesAttachment(o.Kind, o.Name, id.Name) && (o.In(id.Namespace) || o.Kind == api.KindNetwork) &&
		object.KindOf(id) == object.NetworkAttachmentDefinition
}

// Len is the number of attachments.
func (s Attachments) Len() int { return len(s) }

// Kind of all of them.
func (s Attachments) Kind(int) object.Kind { return object.NetworkAttachmentDefinition }

// Name of an attachment, with its namespace.
func (s Attachments) Name(i int) (namespace, name string) { return s[i].Namespace, s[i].Name }

// Origin is the network.
func (s Attachments) Origin(i int) *plan.Origin { return &s[i].Origin }

// Hints are none.
func (s Attachments) Hints(int) object.Hints { return object.Hints{} }

// DependsOn is the policy that makes the host network, where one of ours does, or the last ones of a table.
func (s Attachments) DependsOn(i int) []object.ID {
	if s[i].Policy == "" {
		return nil
	}
	if len(s[i].More().Nodes) > 0 {
		var ids []object.ID
		for _, policy := range plan.LastPolicies(s[i].Policy, s[i].NetworkSpec) {
			ids = append(ids, object.NodeNetworkConfigurationPolicy.ID("", policy))
		}
		return ids
	}
	return []object.ID{object.NodeNetworkConfigurationPolicy.ID("", s[i].Policy)}
}

// Builder returns a function that builds attachments, each in the memory of the one before.
func (s Attachments) Builder() func(i int) (object.Object, error) {
	b := &builder{}
	return func(i int) (object.Object, error) { return b.write(&s[i]) }
}
