package nad

import (
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
)

// Attachments are a plan's attachments as a source of objects.
type Attachments []plan.Attachment

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

// DependsOn is the policy that makes the host network, where one of ours does.
func (s Attachments) DependsOn(i int) []object.ID {
	if s[i].Policy == "" {
		return nil
	}
	return []object.ID{object.NodeNetworkConfigurationPolicy.ID("", s[i].Policy)}
}

// Builder returns a function that builds attachments, each in the memory of the one before.
func (s Attachments) Builder() func(i int) (object.Object, error) {
	b := &builder{}
	return func(i int) (object.Object, error) { return b.attachmentOf(&s[i]) }
}
