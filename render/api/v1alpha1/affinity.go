package v1alpha1

// The types of this file are core/v1's, with its names. They stand in a VirtualMachine as they stand here.

// Affinity says which nodes a pod likes, and beside which other pods.
type Affinity struct {
	// NodeAffinity is about nodes.
	NodeAffinity *NodeAffinity `json:"nodeAffinity,omitempty"`
	// PodAffinity is about pods to be near.
	PodAffinity *PodAffinity `json:"podAffinity,omitempty"`
	// PodAntiAffinity is about pods to keep off.
	PodAntiAffinity *PodAffinity `json:"podAntiAffinity,omitempty"`
}

// NodeAffinity is about nodes.
type NodeAffinity struct {
	// Preferred terms add their weight to the nodes that they pick.
	Preferred []PreferredNodes `json:"preferredDuringSchedulingIgnoredDuringExecution,omitempty"`
	// Required says where the pod may run at all.
	Required *NodeSelector `json:"requiredDuringSchedulingIgnoredDuringExecution,omitempty"`
}

// PreferredNodes is a PreferredSchedulingTerm.
type PreferredNodes struct {
	// Preference picks the nodes.
	Preference *NodeTerm `json:"preference" schema:"required"`
	// Weight is 1 to 100.
	Weight int `json:"weight" schema:"required,min=1,max=100"`
}

// NodeSelector picks the nodes that one of its terms picks.
type NodeSelector struct {
	// Terms of which one must hold.
	Terms []NodeTerm `json:"nodeSelectorTerms" schema:"required,some"`
}

// NodeTerm picks the nodes for which all of it holds.
type NodeTerm struct {
	// Expressions about labels.
	Expressions []NodeExpression `json:"matchExpressions,omitempty"`
	// Fields are expressions about the node's name.
	Fields []NodeField `json:"matchFields,omitempty"`
}

// NodeField is a NodeSelectorRequirement about a field of the node, of which there is one: its name.
type NodeField struct {
	// Key is metadata.name.
	Key string `json:"key" schema:"required,enum=metadata.name"`
	// Operator between the name and the value.
	Operator string `json:"operator" schema:"required,enum=In|NotIn"`
	// Values is one name.
	Values []string `json:"values" schema:"required,some"`
}

// NodeExpression is a NodeSelectorRequirement.
type NodeExpression struct {
	// Key of the label, or the field.
	Key string `json:"key" schema:"required,qualified"`
	// Operator between the key's value and values.
	Operator string `json:"operator" schema:"required,enum=In|NotIn|Exists|DoesNotExist|Gt|Lt"`
	// Values to compare with: none for Exists and DoesNotExist, one number for Gt and Lt.
	Values []string `json:"values,omitempty" schema:"value"`
}

// PodAffinity is about other pods.
type PodAffinity struct {
	// Preferred terms add their weight to the nodes where they hold.
	Preferred []WeightedPods `json:"preferredDuringSchedulingIgnoredDuringExecution,omitempty"`
	// Required terms must all hold.
	Required []PodTerm `json:"requiredDuringSchedulingIgnoredDuringExecution,omitempty"`
}

// WeightedPods is a WeightedPodAffinityTerm.
type WeightedPods struct {
	// Term picks the pods.
	Term PodTerm `json:"podAffinityTerm" schema:"required"`
	// Weight is 1 to 100.
	Weight int `json:"weight" schema:"required,min=1,max=100"`
}

// PodTerm is a PodAffinityTerm.
type PodTerm struct {
	// LabelSelector picks pods.
	LabelSelector *LabelSelector `json:"labelSelector,omitempty"`
	// MatchLabelKeys are labels whose value must be that of the pod itself.
	MatchLabelKeys []string `json:"matchLabelKeys,omitempty" schema:"qualified,unique"`
	// MismatchLabelKeys are labels whose value must not be that of the pod itself.
	MismatchLabelKeys []string `json:"mismatchLabelKeys,omitempty" schema:"qualified,unique"`
	// NamespaceSelector picks the pods' namespaces by their labels.
	NamespaceSelector *LabelSelector `json:"namespaceSelector,omitempty"`
	// Namespaces of the pods, the machine's own when absent.
	Namespaces []string `json:"namespaces,omitempty" schema:"label,unique"`
	// TopologyKey is the label of the nodes that says what is near: kubernetes.io/hostname is the node itself.
	TopologyKey string `json:"topologyKey" schema:"required,qualified"`
}

// LabelSelector picks objects by their labels: all of it must hold.
type LabelSelector struct {
	// MatchExpressions about labels.
	MatchExpressions []LabelExpression `json:"matchExpressions,omitempty"`
	// MatchLabels are labels that the objects have.
	MatchLabels map[string]string `json:"matchLabels,omitempty" schema:"labels" shown:"names"`
}

// LabelExpression is a LabelSelectorRequirement.
type LabelExpression struct {
	// Key of the label.
	Key string `json:"key" schema:"required,qualified"`
	// Operator between the label's value and values.
	Operator string `json:"operator" schema:"required,enum=In|NotIn|Exists|DoesNotExist"`
	// Values to compare with: none for Exists and DoesNotExist.
	Values []string `json:"values,omitempty" schema:"value"`
}

// TopologySpreadConstraint spreads pods over values of a label of the nodes.
type TopologySpreadConstraint struct {
	// LabelSelector picks the pods that are counted.
	LabelSelector *LabelSelector `json:"labelSelector,omitempty"`
	// MatchLabelKeys are labels whose value must be that of the pod itself.
	MatchLabelKeys []string `json:"matchLabelKeys,omitempty" schema:"qualified,unique"`
	// MaxSkew is by how many the numbers of pods may differ, 1 or more.
	MaxSkew int `json:"maxSkew" schema:"required,min=1,max=2147483647"`
	// MinDomains is how many values there must be, with whenUnsatisfiable: DoNotSchedule only.
	MinDomains *int `json:"minDomains,omitempty" schema:"min=1,max=2147483647"`
	// NodeAffinityPolicy says whether nodes that the pod's affinity leaves out count, Honor when absent.
	NodeAffinityPolicy string `json:"nodeAffinityPolicy,omitempty" schema:"enum=Honor|Ignore"`
	// NodeTaintsPolicy says whether nodes with taints that the pod does not tolerate count, Ignore when absent.
	NodeTaintsPolicy string `json:"nodeTaintsPolicy,omitempty" schema:"enum=Honor|Ignore"`
	// TopologyKey is the label of the nodes.
	TopologyKey string `json:"topologyKey" schema:"required,qualified"`
	// WhenUnsatisfiable is DoNotSchedule or ScheduleAnyway.
	WhenUnsatisfiable string `json:"whenUnsatisfiable" schema:"required,enum=DoNotSchedule|ScheduleAnyway"`
}
