// Package check holds a package's plan against the rules that no controller can see broken, because a controller sees one
// resource at a time: what two networks do to one uplink, what two machines do in one segment.
//
// A rule is a function over the plan with one row in the table of all; what it means to the user stands in
// finding/rules.go under its code. All rules are linear in the plan: they sort or hash and never compare all with all.
package check

import (
	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
)

// Input is what the rules look at.
type Input struct {
	// Say takes what the rules find.
	Say func(finding.Finding)
	// Counted says whether more findings of a code are only counted, so that nobody needs to word them; it may be nil.
	Counted func(finding.Code) bool

	Plan   *plan.Plan
	Config api.RenderSpec
	// UplinkDeclared says that somebody chose the default uplink; otherwise it is a guess of ours.
	UplinkDeclared bool
	// Existing is an attachment that the package holds and that is not ours, nil where it holds none of the name; Homes are the
	// namespaces where it holds one.
	Existing func(namespace, name string) *plan.Existing
	Homes    func(name string) []string
	// Foreign are the policies of the package that are not ours.
	Foreign []ForeignPolicy
	// Has says whether the package holds an object.
	Has func(object.ID) bool
	// Attachments are those that the package holds and that are not ours; it may be nil.
	Attachments func() []Attachment

	// hosts are the plan's host networks without repetitions, in their order: what the others mean is known already.
	hosts []*plan.HostNetwork
	// nodes are the networks on which nodes have static addresses.
	nodes []end
	// doubts are the segments and subnets in which not all is alike.
	doubts doubts
}

// report takes a finding at a place.
type report func(f finding.Finding, at finding.Place)

// rules are all of them, in the order of their codes.
var rules = []func(*Input, report){
	volumesTwice,
	interfacesInTwoWays,
	uplinksInTwoBridges,
	portsTaken,
	slowBridges,
	nativeAndTagged,
	nested,
	vlansTwice,
	portsRefused,
	vlansNotCarried,
	machinesIsolated,
	trunksAndTagged,
	nodeRoutes,
	resolversTwice,
	waysOut,
	oneAddressForAll,
	addressesTwice,
	addressesWrong,
	nodeAddressesWrong,
	macsTwice,
	vlansUnplanned,
	bootDisks,
	onOneNode,
	cloneRights,
	references,
	homes,
	existing,
	foreignPolicies,
	portsOfPatches,
	macsOfPatches,
	hotplug,
	compute,
	managementUplinks,
	uplinksUndeclared,
	mappingsTwice,
	foreignMappings,
	mappedBridges,
	foreignBridges,
	ovnNetworksDiffer,
	ovnAttachments,
	overlayMTUs,
	clusterMTUs,
	withoutPods,
	answersElsewhere,
	defaultRoutes,
	primaries,
	nodeAddressesTwice,
	gatewaysTaken,
	prefixesDiffer,
	gatewaysDiffer,
	mtusOver,
	mtusOfIPv6,
	namesTwice,
	askedWithoutPods,
}

// Plan holds the plan against all rules.
func Plan(in Input) {
	in.hosts = distinct(in.Plan.HostNetworks)
	in.nodes = nodeEnds(in.hosts)
	in.doubts = newDoubts(&in)
	for _, rule := range rules {
		rule(&in, func(f finding.Finding, at finding.Place) {
			f.Place = at
			in.Say(f)
		})
	}
}
