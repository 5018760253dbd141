package finding

import (
	"fmt"
	"slices"
	"strings"
)

// Code names a rule for good: WK and three digits.
type Code string

// The rules. What each one means stands in the table below, from which the documentation is made.
const (
	Syntax         Code = "WK001"
	UnknownField   Code = "WK002"
	WrongType      Code = "WK003"
	DuplicateKey   Code = "WK004"
	Alias          Code = "WK005"
	Required       Code = "WK006"
	OutOfRange     Code = "WK007"
	InvalidName    Code = "WK008"
	NotResource    Code = "WK009"
	TwoConfigs     Code = "WK010"
	Twice          Code = "WK011"
	Clash          Code = "WK012"
	NoWukong       Code = "WK013"
	Limit          Code = "WK014"
	Path           Code = "WK015"
	UnknownNetwork Code = "WK016"
	Contradiction  Code = "WK017"
	Macvlan        Code = "WK018"
	InstanceFound  Code = "WK019"
	InstanceField  Code = "WK020"
	BootDisks      Code = "WK021"
	NoEffect       Code = "WK022"
	InterfaceName  Code = "WK023"
	InvalidAddress Code = "WK024"
	InvalidMAC     Code = "WK025"
	PlainPassword  Code = "WK026"
	WrongConfig    Code = "WK027"
	NothingOfOurs  Code = "WK028"
	UnknownKind    Code = "WK029"

	TwoWays         Code = "WK030"
	TwoBridges      Code = "WK031"
	Enslaved        Code = "WK032"
	AddressTwice    Code = "WK033"
	AddressReserved Code = "WK034"
	GatewayOutside  Code = "WK035"
	MACTwice        Code = "WK036"
	Unplanned       Code = "WK037"
	NoBootDisk      Code = "WK038"
	NoDisk          Code = "WK039"
	Elsewhere       Code = "WK040"
	Hotplug         Code = "WK041"
	DiskShrank      Code = "WK042"
	ClassChanged    Code = "WK043"
	CutOff          Code = "WK044"
	Undeclared      Code = "WK045"
	Silence         Code = "WK046"
	InUse           Code = "WK047"
	Vanishes        Code = "WK048"

	NotOurs     Code = "WK050"
	Blocked     Code = "WK051"
	BrokenIndex Code = "WK052"
	NotRegular  Code = "WK053"
	Remote      Code = "WK054"
	Outside     Code = "WK055"
	LeftOut     Code = "WK056"
	Program     Code = "WK057"
	Unbuildable Code = "WK058"

	Character    Code = "WK060"
	Misplaced    Code = "WK061"
	Unrendered   Code = "WK062"
	Misnamed     Code = "WK063"
	FalseClaim   Code = "WK064"
	NoNamespace  Code = "WK065"
	Removed      Code = "WK066"
	InList       Code = "WK067"
	NotRendered  Code = "WK068"
	ListReplaced Code = "WK069"
	Reordered    Code = "WK070"
	Ambiguous    Code = "WK071"

	SharedPolicy    Code = "WK072"
	OwnMAC          Code = "WK075"
	UnknownOption   Code = "WK076"
	SlowStart       Code = "WK077"
	NativeAndTagged Code = "WK078"
	Nested          Code = "WK079"
	CutsNodes       Code = "WK080"
	CutsMachines    Code = "WK081"
	Remains         Code = "WK082"
	Interrupts      Code = "WK083"
	DiskIgnored     Code = "WK084"
	DiskLeft        Code = "WK085"
	Restarts        Code = "WK086"
	AddressMaybe    Code = "WK090"
	MACMaybe        Code = "WK091"

	VLANTwice Code = "WK100"

	// Addresses of nodes.
	HostOnly         Code = "WK105"
	NoWayOut         Code = "WK106"
	NextHop          Code = "WK107"
	ResolversTwice   Code = "WK108"
	OneAddressForAll Code = "WK109"

	// Tables of nodes, and where machines run.
	NodesMeet   Code = "WK115"
	OtherSubnet Code = "WK116"
	Nowhere     Code = "WK117"
	ManyNodes   Code = "WK118"
	NoInventory Code = "WK119"
	Inventory   Code = "WK120"

	// Trunks and access ports.

	NoPort         Code = "WK125"
	OutsideTrunk   Code = "WK126"
	Loop           Code = "WK127"
	Isolated       Code = "WK128"
	TrunkAndTagged Code = "WK129"

	// OVN's networks.
	MappedTwice  Code = "WK135"
	MappedBridge Code = "WK136"
	OVNDiffer    Code = "WK137"
	OVNNamespace Code = "WK138"
	OverlayMTU   Code = "WK139"
	ClusterMTU   Code = "WK140"

	// Attachments, foreign ones and patches.
	OtherNamespace  Code = "WK145"
	Unusable        Code = "WK146"
	WithIPAM        Code = "WK147"
	OtherHome       Code = "WK148"
	ForeignConflict Code = "WK149"
	PatchUnfit      Code = "WK150"
	PatchRefused    Code = "WK151"
	PatchBreaks     Code = "WK152"
	PatchReplaces   Code = "WK153"

	// The guest's network.
	WithoutPods      Code = "WK155"
	AnswersElsewhere Code = "WK156"
	DefaultRoutes    Code = "WK157"

	PrimaryWithoutIPAM Code = "WK158"

	// Across networks.
	NodeAddressTwice Code = "WK165"
	GatewayTaken     Code = "WK166"
	PrefixesDiffer   Code = "WK167"
	GatewaysDiffer   Code = "WK168"
	MTUOver          Code = "WK169"
	SmallMTU         Code = "WK170"

	// What machines compute with.
	MachineType    Code = "WK175"
	MaybeOfItsType Code = "WK176"
	PreferredClass Code = "WK177"

	// Disks of machines.
	BootLost          Code = "WK185"
	ISOAsDisk         Code = "WK186"
	OnOneNode         Code = "WK187"
	CloneRight        Code = "WK188"
	VolumeFixed       Code = "WK189"
	BecomesStandalone Code = "WK190"

	// Guests and devices.
	FeatureGate Code = "WK200"
)

// Rule is one row of the table.
type Rule struct {
	Code     Code
	Severity Severity
	// Firm says that the objects cannot be made as long as the mistake is there, so that the finding can be neither lowered
	// nor silenced.
	Firm bool
	// Title names the mistake; Why says what would happen, with the source of the rule; Remedy says what to do.
	Title, Why, Remedy string
}

// How rows say whether a rule is firm.
const (
	firm = true
	soft = false
)

// The rows are in the order of their codes.
var rules = []Rule{
	{Syntax, Error, firm, "The text is not YAML, or not what was expected there", "Nothing can be read from it, so nothing is generated.", "Correct the text at the line that the finding names."},
	{UnknownField, Error, firm, "A field that the kind does not have", "It would be ignored in silence, and what was meant would not happen.", "Correct the name; the finding proposes the nearest one."},
	{WrongType, Error, firm, "A value of another type than the field's", "YAML reads unquoted `on`, `1e3` or `0x1F` as something else than text, and tools disagree on which.", "Write text in quotes and numbers without."},
	{DuplicateKey, Error, firm, "A key that stands twice in one mapping", "YAML libraries take the last one, or the first, or refuse.", "Keep one of the two."},
	{Alias, Error, firm, "An anchor, alias, merge key or tag in one of our kinds", "Aliases make a small file unbounded, and other tools drop them.", "Write the value out."},
	{Required, Error, firm, "A required field is missing", "The object could not be rendered.", "Add the field."},
	{OutOfRange, Error, firm, "A value outside its range", "The API server, KubeVirt or NetworkManager refuses it, after other objects have been applied.", "Take a value from the range in the message."},
	{InvalidName, Error, firm, "A name that Kubernetes or KubeVirt does not take", "Names of objects, labels and host names have limits (DNS labels of at most 63 characters), also after our suffixes are added.", "Shorten or respell the name."},
	{NotResource, Warning, soft, "A YAML document that is no Kubernetes resource", "It has no apiVersion and kind, so it cannot be applied and is left out.", "Move it out of the package or complete it."},
	{TwoConfigs, Error, firm, "More than one WukongRender in the package", "Only one configuration can hold.", "Remove all but one."},
	{Twice, Error, firm, "Two resources with one identity", "The second would overwrite the first. Where overlays give a machine that their base has rendered two names, both machines have the disks of the base.", "Rename or remove one. Render in each of the overlays, and not in the base that they share."},
	{Clash, Error, firm, "A generated object has the identity of one that we do not own", "What is not ours is never changed or removed. A disk makes a DataVolume and a PersistentVolumeClaim of its name.", "Rename the resource that it is generated from, or remove the other object."},
	{NoWukong, Info, soft, "No Wukong in the package", "Only the NMState part is generated.", "Nothing, if that is what you want."},
	{Limit, Error, firm, "The input is beyond a limit", "Limits guard against hostile input.", "Split the package or the document."},
	{Path, Error, firm, "A path that leads out of the package", "Output goes nowhere but where it was asked.", "Use a relative path without `..`."},
	{UnknownNetwork, Error, firm, "A networkRef that names no NetworkConfig of the package", "There is nothing to attach the machine to.", "Add the NetworkConfig, or correct the name."},
	{Contradiction, Error, firm, "Two fields that exclude each other", "Only one of them could have its effect.", "Remove one of the two."},
	{Macvlan, Error, firm, "A macvlan network for a virtual machine", "KubeVirt cannot bind a machine to macvlan or ipvlan: the machine comes up without the network.", "Use type: bridge."},
	{InstanceFound, Info, soft, "The package holds an NMState object already", "The operator deletes every second NMState object, so none is generated.", "Remove yours to have it generated from nmstate.instance."},
	{InstanceField, Error, firm, "nmstate.instance does not fit the chosen release", "The API server would refuse the NMState object or drop the field.", "Correct the field, or choose a release that has it."},
	{BootDisks, Error, firm, "More than one boot disk", "KubeVirt refuses two devices with one bootOrder.", "Set boot: true on one disk."},
	{NoEffect, Warning, soft, "A field without effect", "The field stands where it cannot do anything.", "Remove it."},
	{InterfaceName, Error, firm, "A name that no network interface can have", "The kernel takes at most 15 bytes. NetworkManager (libnm 1.52) takes no blanks, none of the signs / \\ : %, and neither all, default nor bonding_masters. Dots are fine. lo is the node's loopback.", "Take another name, or set bridgeName."},
	{InvalidAddress, Error, firm, "Not an IP address of the form wanted", "The guest could not use it.", "Write an address, with its prefix length where the field is an address of the guest."},
	{InvalidMAC, Error, firm, "Not a MAC address that an interface can have", "KubeVirt admits multicast and malformed ones in part, and the machine fails later.", "Six bytes in lower case with colons, the first one even."},
	{PlainPassword, Warning, soft, "A password in plain text", "Everybody who reads the repository can read it.", "Use passwordHash (mkpasswd -m sha-512), or keys by sshKeySecret."},
	{WrongConfig, Error, firm, "A functionConfig of a kind that we do not read", "Its settings would be ignored.", "Use WukongRender of fn.novasphere.dev/v1alpha1, or a ConfigMap with dotted keys."},
	{NothingOfOurs, Error, firm, "A package without anything to render", "It has no Wukong, no NetworkConfig and no WukongRender, so most likely it is the wrong directory.", "Name the directory that holds them. For the NMState release alone, add a WukongRender or name one with --config."},
	{UnknownKind, Error, firm, "A kind or group that is nearly one of ours", "It would pass as somebody else's resource, and nothing would be rendered of it.", "Correct the kind or the apiVersion; the finding proposes the nearest one."},
	{TwoWays, Error, soft, "One bridge, bond or card defined in two ways", "Two policies say different things of one interface on nodes that both may pick; NMState applies them in no promised order, and the node keeps the last.", "Define it once, as a NetworkConfig that both refer to, or give one of them another name or nodes of its own."},
	{TwoBridges, Error, soft, "One uplink in two bridges", "An interface is a port of one bridge. The second policy takes it away from the first, and the machines there are cut off.", "Use one bridge, different VLANs, or nodeSelectors that exclude each other (different values of one label)."},
	{Enslaved, Error, soft, "An interface used in two ways that exclude each other", "A port of a bond carries no VLAN or bridge of its own and belongs to no other bond.", "Put the VLAN or the bridge on the bond, or use another interface."},
	{AddressTwice, Error, soft, "One static address twice in a segment", "Both guests answer for it. Two machines are in one segment if they use one VLAN of one uplink on nodes that both networks may have, whatever bridges are between, or one existing attachment. An existing attachment that the package holds is in the segment of its bridge and VLAN, or of its network of OVN. Where only nodeSelectors or names of uplinks keep them apart, it is WK090.", "Give the machines different addresses, or the networks nodeSelectors that exclude each other (different values of one label)."},
	{AddressReserved, Error, soft, "An address that no host can have", "It is the network's, the broadcast address or the gateway's; or one of loopback, multicast or reserved use, which no network carries (RFC 1122, 1112, 4291).", "Take another address of the subnet."},
	{GatewayOutside, Error, soft, "A gateway outside the subnet", "The guest cannot reach it, so it has no default route. The same holds for a gateway of the other IP version. An address with prefix length 32 (128 for IPv6) has no subnet: its gateway is on the link, and the guest is told so.", "Correct the gateway or the prefix length."},
	{MACTwice, Error, soft, "One MAC address twice in a segment or a machine", "KubeVirt admits it. In a segment bridges and switches send frames to one of the two; in a machine the guest cannot tell its interfaces apart, to which cloud-init gives addresses by their MAC. The pod network is no segment, for each pod has its own. In two segments it is WK091.", "Give each interface its own, or none to have one derived: derived ones never meet."},
	{Unplanned, Warning, soft, "A VLAN outside the planned ranges", "network.vlanRanges says which VLANs are planned.", "Correct the vlanId, or add a range."},
	{NoBootDisk, Warning, soft, "Several disks and none to boot from", "The guest's firmware tries them in order.", "Set boot: true on one disk."},
	{NoDisk, Info, soft, "A machine without a disk", "It can boot from the network alone.", "Add a disk, unless that is meant."},
	{Elsewhere, Warning, soft, "A Secret or attachment that the package does not hold", "The machine waits for it until it is in the cluster.", "Nothing, if it comes from elsewhere; else correct the name."},
	{Hotplug, Warning, soft, "Memory that cannot be hotplugged", "Below 1Gi, or not in steps of 2Mi, KubeVirt 1.9 switches memory hotplug off in silence.", "Take a multiple of 2Mi of at least 1Gi."},
	{DiskShrank, Error, soft, "A disk smaller than before", "A volume cannot shrink: the machine would keep the old one in silence.", "Keep the size, or add a disk and copy."},
	{ClassChanged, Error, soft, "A disk of another class than before", "A volume keeps its class.", "Keep the class, or add a disk and copy."},
	{CutOff, Error, soft, "A management uplink that a bridge would take", "A port keeps no address. The uplink carries the node's own, so the node is cut off.", "Use another uplink or a VLAN on it, or nodeAddress: dhcp where the node has its address by DHCP."},
	{Undeclared, Info, soft, "An uplink that nobody chose", "The built-in default is a guess. On a node whose own address it carries, a bridge would cut the node off.", "Set network.physicalInterface, and network.managementInterfaces where it carries the nodes' own address."},
	{Silence, Error, firm, "A finding silenced without a reason, or one that cannot be", "Who reads the annotation must know why; and what the objects cannot be made without cannot be silenced.", "Write the reason as the annotation's value, or correct the mistake."},
	{InUse, Error, firm, "A machine on a network that is being removed", "The bridge goes from the nodes, and the machine would be cut off.", "Remove the machine's entry first, or keep the network."},
	{Vanishes, Warning, soft, "A policy that vanishes and leaves its interfaces on the nodes", "NMState undoes nothing when a policy object is deleted.", "Set ensure: absent and let that be applied; then delete the network. Nothing, if the interfaces are to stay."},
	{NotOurs, Error, firm, "A file in the output directory that somebody else wrote or changed", "The directory is shared: only what .wukong-fn/index lists, unchanged, is replaced or removed. Nothing was written.", "Move the file away, or put the change where it is generated from. --force replaces or removes it. Output of releases that wrote no index is taken over where it is equal, else with --force once."},
	{Blocked, Error, firm, "A directory of the output that should be a file, or the other way round", "Directories are never removed with what is in them, and links in the output directory are not followed, not with --force either. Nothing was written.", "Move it away."},
	{BrokenIndex, Error, firm, "A damaged index in the output directory", "Without it nobody can tell which files wukong-fn wrote. Merge conflicts leave such an index. Nothing was written.", "Restore .wukong-fn/index from either side and run again. With --force the lines that can be read count."},
	{NotRegular, Error, firm, "Something else than a regular file where a file is read", "A named pipe waits for a writer, and a device may have no end. A link can lead anywhere.", "Put a regular file in its place, or remove it."},
	{Remote, Error, firm, "An entry of a kustomization that would be fetched over the network", "Packages are rendered where strangers' packages are, and there nothing is fetched: a server decides what is rendered, and whether at all.", "Put a copy into the package, or use --allow-remote where you trust the package."},
	{Outside, Error, firm, "A file outside of the directory of the kustomization that lists it", "kustomize reads files below the kustomization alone (LoadRestrictionsRootOnly), links followed; only directories with a kustomization may lie elsewhere.", "Put a copy below the kustomization, or make a base of the directory that holds the file."},
	{LeftOut, Warning, soft, "A file that is left out, though it looks like a part of the package", "Links are not followed in a directory without a kustomization: they can lead out of the package.", "Put a copy in its place."},
	{Program, Error, firm, "An entry of a kustomization for which a program would be run", "Packages are rendered where strangers' packages are, and there no program is run: no helm, no plugin of kustomize's.", "Run it yourself and list what it makes under resources."},
	{Unbuildable, Error, firm, "A kustomization that kustomize does not build", "What it refers to is not there, refers back to it, or does not fit together.", "Correct the entry that the message names; `kustomize build` says the same."},
	{Character, Error, firm, "A character that does not come through YAML", "kustomize and kubectl send every text through JSON and YAML. There U+007F to U+009F, U+FFFE and U+FFFF are refused, and U+0085 becomes a blank (sigs.k8s.io/yaml 1.6).", "Leave the character out; it is none that a person types."},
	{Misplaced, Error, firm, "A WukongRender where it cannot render", "Generators see no resources, validators may not change any, and what comes over the network is not run.", "List it under transformers, as a file or text of the package."},
	{Unrendered, Error, firm, "A resource of ours that no WukongRender of the kustomization renders", "A WukongRender renders what the kustomization that lists it holds, bases included. kustomize prints the rest as it is, and no cluster can do anything with it.", "List a WukongRender under transformers of the kustomization that lists the resource, or of one above."},
	{Misnamed, Warning, soft, "A kustomization that kustomize does not see", "kustomize knows kustomization.yaml, kustomization.yml and Kustomization, one in a directory. Any other name is that of a file of resources.", "Rename the file to kustomization.yaml."},
	{FalseClaim, Warning, soft, "An object that says that it is ours, and is not", "An object is ours only if its owner annotation, its label `app.kubernetes.io/managed-by`, its kind and its name are what we would write. Any other is never changed or removed.", "Remove the annotation `fn.novasphere.dev/owner`, or the object if an earlier run left it and the names of the package have changed since."},
	{NoNamespace, Warning, soft, "One object with namespace default and one without a namespace", "They are one object in the cluster, unless kustomize, kpt or Argo CD sets the namespace. kustomize refuses them.", "Write the namespace on both."},
	{Removed, Info, soft, "Objects of an earlier run are removed", "An earlier run generated them and this one does not.", "Nothing, if that is what you want. `--verbose` names each."},
	{InList, Error, firm, "A resource of ours inside a list", "Items of a function's input are read as they are; what is inside one would pass unread.", "Take the resource out of the list."},
	{NotRendered, Warning, soft, "A kind of the VM operator that is not rendered", "It stays in the package and in the output as it is, and needs the operator's definition in the cluster.", "Nothing, if the operator runs; else remove the resource."},
	{ListReplaced, Warning, soft, "A patch in place of a list, where one entry of it was meant", "kustomize merges the entries of a list only if it is told their key; else a strategic merge patch on one network or disk drops all others. `generate` tells it, unless the kustomization has an `openapi:` file of its own.", "Use `kustomize/openapi.json`, or add its definitions to the file that `openapi:` names. Nothing, if the entries were to go."},
	{Reordered, Warning, soft, "Networks or disks in another order than before", "kustomize puts the entries of a strategic merge patch first. Interfaces and disks are numbered in their order, so they would move in the guest. `generate` keeps the order of the base; `kustomize build` cannot.", "Name all entries in the patch, in the order of the base (`- name: …` is enough for the others), or use a JSON patch."},
	{Ambiguous, Error, firm, "A reference to a name that several resources had", "kustomize has renamed resources that had the same name, and nothing tells which one is meant.", "Write the present name, or rename resource and referrer by the same `namePrefix` or `nameSuffix`."},
	{SharedPolicy, Error, firm, "Two namespaces give one policy", "A NodeNetworkConfigurationPolicy has no namespace, and its name is made of those of the Wukong and its network. Wukongs of one name in two namespaces would overwrite each other's.", "Set `network.policyNames: qualified`: the names then begin with the namespace. Or rename one. Packages that are rendered apart cannot be held against each other: see docs/scopes.md."},
	{OwnMAC, Warning, soft, "A bridge that stands takes the node's address and keeps its own MAC address", "A bridge that is new copies the MAC address of its uplink, so that the DHCP server gives it the same lease. On a bridge that an earlier run rendered without that, another MAC address activates the bridge anew: every machine is detached and does not come back (nmstate 2.2.38, NetworkManager 1.52). So it is left out, and the server sees a client that it does not know.", "Add the bridge's MAC address to the reservation on the DHCP server, or expect another address. On a node without machines you may remove the bridge first (ensure: absent), apply that, and make it again."},
	{UnknownOption, Warning, soft, "An option of a bond that nmstate 2.2.38 does not know", "nmstate refuses a policy with an option that it does not know, and the nodes stay as they are. A later nmstate on the nodes may know it.", "Remove the option, unless the nmstate of the nodes' handler knows it (`kubectl exec` into a handler, `nmstatectl --version`)."},
	{SlowStart, Warning, soft, "Spanning tree on a bridge with the node's own address", "A bridge with spanning tree forwards nothing for about 30 s after it comes up (listening and learning, 15 s each). With the node's address on it the node is gone for so long, with every change that activates the bridge anew and with every start.", "Leave stp out, unless the bridge has several ports or its machines bridge."},
	{NativeAndTagged, Warning, soft, "An uplink in a bridge that carries VLANs as well", "It works. But the kernel gives frames with the tag of a VLAN interface to that interface before the bridge sees them: the bridge cannot carry that tag to its machines.", "Nothing, if the machines on the bridge use no tag of their own or another one. Else give them the network with the vlanId."},
	{Nested, Error, soft, "A bridge on itself or on another bridge", "NetworkManager refuses a bridge with the name of its own uplink, bond or VLAN interface (nested interface), and the kernel a Linux bridge as the port of a Linux bridge. Two bridges that are each other's uplink can never be made.", "Give the bridge a name of its own, and name a card, a bond or a VLAN interface as its uplink. What hangs on one bridge may use that bridge's network."},
	{CutsNodes, Warning, soft, "A change that cuts nodes off", "The package holds what was rendered before, and what is rendered now takes the nodes' own address away: the bridge that carries it is renamed (the old one keeps the address without a port, the new one gets a second lease), its uplink or VLAN is another one (the MAC address and with it the address change), or DHCP gives way to static addresses (the default route goes). Measured with nmstate 2.2.38. NMState's probes notice it after 120 s and roll back, and half of the nodes are changed at once.", "Keep what carries the address. Else change one node at a time, with maxUnavailable: 1 in the policy, in a maintenance window and with a way into the nodes that does not need their network."},
	{CutsMachines, Warning, soft, "A change that cuts machines off", "Machines are attached to a bridge of the nodes when they start, and nothing attaches them again: not NMState, not a rollback. They are cut off where their bridge is renamed (also where the new name is in another network or policy), removed with ensure: absent while machines of the former output or with an existing attachment use it, loses its last port, or gets its MAC address with nodeAddress; where a bond's mode does not fit the switch; and where the number of virtual functions of their card changes. NMState looks at nodes only, and ends with Available. Measured with nmstate 2.2.38, bonds and virtual functions from its code.", "Keep the name. Else apply the change in a maintenance window, one node at a time (maxUnavailable: 1 in the policy), and restart or migrate the machines that the finding names."},
	{Remains, Warning, soft, "A change after which something stays on the nodes that one may not expect", "NMState does what a policy says and undoes nothing that it no longer says. With nodeAddress removed, DHCP, the address and the MAC address stay on the bridge, with mtu left out the last MTU; on nodes that the nodeSelector no longer picks, everything stays; a bridge, bond or VLAN interface that no policy mentions any more stays.", "Take it off with ensure: absent, on a network for just these nodes where the selector changes, or by hand."},
	{Interrupts, Info, soft, "A change that interrupts", "Another VLAN or uplink takes the place of a bridge's port, stp is switched on, a bond is activated anew for its ports or an option that cannot be changed while it is up (all but miimon, updelay, downdelay, arp_*, primary and xmit_hash_policy), or the node's address goes back from a removed bridge to the card. Machines stay attached. Bonds from the code of nmstate 2.2.38, the rest measured.", "Nothing, if the moment is right. Half of the nodes are changed at once, unless the policy says maxUnavailable."},
	{DiskIgnored, Warning, soft, "A change of a disk that the cluster accepts and ignores", "While the DataVolume exists, KubeVirt takes a new size or image of its template and does nothing: the machine keeps the disk that it has.", "For a size, set it on the PersistentVolumeClaim too, whose class must allow it. For an image, add a disk under another name."},
	{DiskLeft, Warning, soft, "A disk that goes from a machine, or that is renamed", "Its volume stays in the cluster with its data, still owned by the machine, and is deleted with it. A renamed disk is a new volume that is filled anew.", "Keep the name, or copy what you need; delete the DataVolume if you need nothing of it."},
	{Restarts, Info, soft, "A change that a running machine gets at its next start", "KubeVirt changes neither the MAC address of an interface nor the number of interfaces downwards while a machine runs, and an interface keeps the VLAN of the attachment (type ovs and sriov) and the MTU of the bridge with which it was made.", "Restart the machine when the moment is right."},
	{AddressMaybe, Info, soft, "One static address in two places that may be one segment", "One VLAN stands on two groups of nodes that nodeSelectors keep apart, or under two uplinks' names. What connects them is in no package: they are one segment, such as a VLAN of a data centre whose nodes have different cards, or two, such as the same VLAN at two sites.", "Nothing if they are two segments; else give the machines different addresses."},
	{MACMaybe, Info, soft, "One MAC address in two segments, or in what may be one", "On two VLANs it is harmless, because bridges and switches learn the addresses of each VLAN by themselves; only a switch with shared learning, or a bridge that joins the two without telling VLANs apart, sends frames to one of the two. One VLAN on two groups of nodes, or under two uplinks' names, may be one segment, which no package says.", "Nothing if nothing joins the segments; else give each interface its own, or none to have one derived."},
	{VLANTwice, Error, soft, "One VLAN, two interfaces", "Two networks give the interface of one VLAN on one uplink different names. The kernel has one interface for each VLAN of an uplink, so that one of the policies fails.", "Write the same `vlanInterface` on both, or on none."},

	// Addresses of nodes.
	{HostOnly, Error, firm, "A machine on a network of the nodes alone", "A network of type host is an interface of the nodes with their addresses. It has no bridge and no NetworkAttachmentDefinition, so nothing could attach the machine.", "Refer to a NetworkConfig of another type, such as a bridge on the same VLAN. Write type: host in a NetworkConfig, not in a Wukong."},
	{NoWayOut, Error, soft, "A static address on a management uplink without default route and DNS", "The uplink carries the node's own address by DHCP. With a static address in its place the default route and the resolvers that came with it go, and the node is cut off (measured with nmstate 2.2.38).", "Write the default route in `routes` and the resolvers in `dns` beside the address: they come with the same policy. Or take `nodeAddress: dhcp`."},
	{NextHop, Error, soft, "A route whose next hop cannot be reached", "The next hop is in no subnet that the node has on the network's interface, of another IP version than the destination, or the node's own address. NetworkManager refuses the route, or it leads nowhere.", "Write a router of the subnet that the node has on the network, and an address of the same IP version."},
	{ResolversTwice, Error, soft, "Resolvers of two networks on one node", "A node has one list of static resolvers. Each policy with `dns` replaces it, and policies run in no promised order: the last wins.", "Write `dns` on one network of each node, or the same on all."},
	{OneAddressForAll, Warning, soft, "One static address for several nodes", "`nodeIP` is one address. A policy gives it to each node that it picks, and two nodes with one address cut each other off.", "Write a table in `nodes` with an address for each node, or a `nodeSelector` with `kubernetes.io/hostname`. On a cluster of one node set `cluster.nodes: 1`."},

	// Tables of nodes, and where machines run.
	{NodesMeet, Error, firm, "Entries of a node table that may be for one node", "Each entry of `nodes` becomes a policy. Entries that pick nodes by different labels, such as `zone: a` and `rack: 1`, or a name and a label, may pick the same node, which would then have two policies for one network. NMState applies both in no promised order.", "Pick the nodes of all entries by the same labels with different values, or all by `name`."},
	{OtherSubnet, Warning, soft, "A node's address outside the others' subnet", "Nodes on one network are in one subnet: a node with an address outside it, or with another prefix length, reaches the others by a router or not at all. In a table of nodes that is mostly a digit.", "Correct the address. Where racks have subnets of their own, give each a network, or lower the rule."},
	{Nowhere, Error, firm, "A machine that no node can run", "A machine may only run where all of its networks are: their `nodeSelector` and `nodes` become its required node affinity. Two networks on different nodes, or a network and `highAvailability.nodeSelector` that want different values of one label, leave no node.", "Correct one of the selectors, or put the networks on nodes in common. `vm.placement: none` in the WukongRender switches the affinity off."},
	{ManyNodes, Warning, soft, "A machine that names more than 50 nodes", "A network with a table of nodes by `name` gives its machines an affinity with all of these names, and each new node changes all machines.", "Label the nodes that have the network and use groups with `nodeSelector`; or set `attachment.marker`, with which pods land where the bridge is, and `vm.placement: none`."},
	{NoInventory, Error, firm, "A table of nodes that is not in the package", "`nodesFrom` names a ConfigMap of the package, in the namespace of the resource that refers to it, and a key of its `data`. A function sees no files: in a kustomization a `configMapGenerator` makes the ConfigMap of the CSV file.", "Add the ConfigMap, or correct `configMap` or `key`. The key is the file's name where the generator does not say otherwise."},
	{Inventory, Error, firm, "A table of nodes that cannot be read as CSV", "The first row names the columns, which are the fields of an entry of `nodes`, and each other row has one cell for each of them, with commas between. Several values in one cell have `;` between them. Row and column are counted from 1, as an editor shows them. (A value that is wrong is reported with the code that it has in `nodes`.)", "Correct the row. A spreadsheet must save with commas and in UTF-8."},

	// Trunks and access ports.

	{NoPort, Error, firm, "A VLAN or trunk of a machine's own where the network has none to give", "A machine's entry with `networkRef` may ask for one VLAN (`vlanId`) or several (`trunk`) of a network that carries several: a bridge or OVS bridge without a `vlanId` of its own, the virtual functions of a card or a localnet (one VLAN alone). A bridge on a VLAN has that one, one with `vlanFiltering: false` knows none, and an attachment that exists (`nadName`) is not ours to change.", "Remove the field, or refer to a network that carries several VLANs."},
	{OutsideTrunk, Error, soft, "A machine's VLAN that its network does not carry", "The bridge's uplink drops frames of VLANs outside of its `trunk` (2-4094 without one), so that the machine meets nobody but those on its node.", "Add the VLAN to the network's `trunk`, or write one that is in it. Frames of VLAN 1 have no tag: leave `vlanId` out."},
	{Loop, Warning, soft, "A bridge with several ports and without spanning tree", "Where two of the ports lead to one network, the bridge closes a loop: every broadcast goes round until the network stands still.", "Write `stp: true`, or make a bond of the interfaces. Nothing if each port leads to a network of its own."},
	{Isolated, Warning, soft, "A machine in VLAN 1 of a bridge with another native VLAN", "A machine without a VLAN of its own is in VLAN 1 of its bridge. With `nativeVlan` the frames without a tag on the uplink are in another VLAN, so that the machine meets nobody but those on its node.", "Write `vlanId` with the native VLAN on the machine's entry, beside `networkRef`."},
	{TrunkAndTagged, Error, soft, "A bridge's VLAN that has an interface of its own on the uplink", "The kernel gives the frames of a VLAN that has an interface on the uplink to that interface before the bridge sees them. A bridge on the same uplink that lists the VLAN in its `trunk`, or a machine that asks for it there, never gets one. An interface of a policy of the package that is not ours counts, too. (Neighbour of WK078, where nobody asks for the VLAN.)", "Take the VLAN out of the trunk and let the machines use the network with the vlanId; or drop that network and give its machines an access port."},

	// OVN's networks.
	{MappedTwice, Error, soft, "One physical network of OVN, two mappings", "A node has one mapping of a name: of two policies that differ, the last one holds. A mapping that is removed cuts off all networks that use it. A policy of the package that is not ours counts, too.", "Write the same bridge in all networks of one `physicalNetworkName`, or another name. Before `ensure: absent`, remove all other networks of that name; a network whose mapping others need is deleted without it."},
	{MappedBridge, Error, soft, "A localnet on a bridge that cannot carry it", "OVN connects itself to the bridge by patch ports, which only Open vSwitch has. NMState takes ports off a bridge that its policy does not name, unless the policy says `allow-extra-patch-ports: true`. A bridge of a policy that is not ours counts, too.", "Make the bridge with `type: ovs` and `ovs.allowExtraPatchPorts: true`, or let the localnet make one of its own with `physicalInterface` or `bond`."},
	{OVNDiffer, Error, soft, "Attachments of one OVN network that differ", "OVN-Kubernetes takes all attachments of one name for one network, in all namespaces, and names that are equal with dots for dashes and slashes for one name. It refuses attachments that differ from the first in topology, MTU, VLAN, subnets, persistent addresses or physical network: pods do not start.", "Write the same in all of them, or give one network another `localnet.name` or `layer2.name`."},
	{OVNNamespace, Error, soft, "An attachment of OVN's that does not name itself", "The configuration holds `netAttachDefName: NAMESPACE/NAME`, and OVN-Kubernetes refuses an attachment whose own name is another. A `namespace`, `namePrefix` or `nameSuffix` of a kustomization above the WukongRender changes the name of the attachment and cannot reach into its configuration, which is a text to kustomize.", "Write the namespace on the Wukong, and let the WukongRender stand in the topmost kustomization that changes names or namespaces. `generate` sees the final names and says so; `kustomize build` does not show a function what comes after it."},
	{OverlayMTU, Warning, soft, "A layer2 network with frames that do not fit between the nodes", "OVN sends the frames of such a network inside others, which are 100 bytes longer. What is longer than the network between the nodes carries is lost.", "Write an `mtu` of at least 100 less than that network's. Nothing, if it has jumbo frames and the package does not say so."},
	{ClusterMTU, Info, soft, "A localnet without MTU", "OVN-Kubernetes gives it the MTU of the cluster's own network, which is smaller than that of a physical one.", "Write `mtu`."},

	// Attachments, foreign ones and patches.
	{OtherNamespace, Info, soft, "Machines that use an attachment in another namespace", "`attachment.namespace` makes one attachment for the machines of all namespaces. Multus gives it to pods of other namespaces unless it is told to keep namespaces apart (`namespaceIsolation`): then only attachments of its global namespaces are given to all, and `default` always is one.", "Nothing, where Multus does not keep namespaces apart or this is one of its global namespaces. Else write `namespace: default`, or leave it out."},
	{Unusable, Error, soft, "An attachment of the package that the machine cannot use", "The attachment is not ours, and a machine names it by nadName. KubeVirt cannot bind a machine to macvlan or ipvlan: it comes up without the network. Multus cannot read a config that is no mapping in JSON, and the pod does not start. A virtual function (type sriov) needs KubeVirt's binding of that name, and nothing else takes it; without `type` the binding is that of the attachment.", "Correct the attachment or the `type` of the entry, or name another attachment."},
	{WithIPAM, Warning, soft, "IPAM in an attachment that a machine uses", "KubeVirt does not support IPAM for the networks of machines: the address is the pod's and changes with the pod, whatever the guest has.", "Use an attachment without `ipam`, and give the guest its address by `ipConfig`. Nothing, where another network of the cluster is meant to know the pod by that address."},
	{OtherHome, Warning, soft, "An attachment of the package in another namespace than the machine asks for", "`nadName: NAME` means the machine's own namespace. Without the attachment there the machine waits.", "Write `NAMESPACE/NAME`, or move the attachment. Nothing, if the cluster has one in the machine's namespace, too."},
	{ForeignConflict, Error, soft, "A policy that is not ours says something else of an interface", "The package holds a NodeNetworkConfigurationPolicy that wukong-fn did not make. It defines a bridge, bond, VLAN or uplink of ours in another way, or makes our port a port of something else, on nodes that both may pick. NMState applies policies in no promised order, and the node keeps the last. Only what both policies say is compared: a bridge that the other policy alone makes is fine.", "Define it in one of the two, or give them nodes of their own (different values of one label). Where the other policy makes the bridge, use it by an attachment that exists (`nadName`)."},
	{PatchUnfit, Error, firm, "A patch that cannot be merged", "`patches` are merged as kustomize merges a patch of a kind that it does not know. A mapping over a list or a single value, an empty list, a list with and without names, a directive that kustomize does not have: it fails there, or makes something that nobody meant.", "Give the patch the form of what it is merged into: [Patches](reference.md#patches) says how each is merged. `null` removes a field or list."},
	{PatchRefused, Error, firm, "A patch of what must stay", "Kind, apiVersion, name and namespace of an object are how it is found again, its owner and managed-by marks say that it is ours, and the marks of delivery tools say when it is applied. Names, types, VLANs, ports and nodes of what a network makes are what all other rules are about, and machines are placed and attached by them.", "Remove it from the patch, and write the field that the message names."},
	{PatchBreaks, Error, soft, "What comes of a patch is wrong", "The object with the patch in it breaks a rule that our own fields keep: a field that its kind does not have, a text for a number, two disks of one boot order, an interface without a network, a volume that nobody defines, one interface in two bridges, a MAC address twice.", "Correct the patch. Silence this with `allow.fn.novasphere.dev/WK152` where the cluster has a kind that knows better."},
	{PatchReplaces, Warning, soft, "A patch that replaces a list of ours", "Lists whose entries have no `name` are replaced as a whole: dataVolumeTemplates, tolerations, accessCredentials and topologySpreadConstraints of a machine; addresses, routes, virtual functions and lists of words in a policy; plugins of an attachment. What we would have written there is gone, and later changes of our fields do not reach it.", "Nothing, if the patch has all that is to stand there. Otherwise use the field of the network or machine."},

	// The guest's network.
	{WithoutPods, Info, soft, "Machines that are not on the pod network", "`vm.podNetwork: false` keeps the pod network from machines whose networks do not name it. A Service, a NetworkPolicy, `kubectl port-forward` and the probes of a machine work over the pod network alone; its guests reach neither Services nor cluster DNS.", "Add `{name: default}` to the networks of machines that need it, or silence this where nobody does."},
	{AnswersElsewhere, Info, soft, "Answers to the cluster leave by another gateway", "KubeVirt passes a connection from the cluster on to the guest with the client's own address (masquerade translates only what the guest begins). A guest whose default route is on another network sends its answers there, and they are lost. A network with `mode: dhcp` counts, for the DHCP server mostly gives a gateway.", "List the subnets of the cluster's pods and Services in `network.clusterCIDRs`, such as `[10.244.0.0/16, 10.96.0.0/12]`: the guest then has a route to each on the pod network."},
	{DefaultRoutes, Warning, soft, "Two default routes in one guest", "Two networks of a machine give it a gateway of the same IP version. Its system takes one of them, by the order in which the interfaces come up or by a metric of its own, and answers to who came in by the other leave by the wrong one. The pod network's default route does not count: it has a metric behind all others.", "Keep `gateway` (or `gateway6`) on the network that leads everywhere, and write `routes` to single subnets on the other."},
	{PrimaryWithoutIPAM, Error, soft, "A primary network without addresses", "`primary: true` makes the network the pod's own (Multus's default network). KubeVirt takes the pod's address from it, so the attachment must have IPAM. Attachments that are made here have none, for a guest gets its address from its own network configuration; one of the package has it where its configuration has `ipam`.", "Name an existing attachment that has IPAM in `nadName`, of the entry or of the NetworkConfig that it refers to, or remove `primary`."},

	// Across networks.
	{NodeAddressTwice, Error, soft, "A node's static address twice", "A node has one address on two interfaces, or a guest has an address of the nodes in their segment. Who asks for the address gets an answer from one of the two, now from this and now from that. Networks count on nodes that both may pick; where only nodeSelectors or names of uplinks keep them apart, it is WK090.", "Give each its own address. Where the same address is meant on different nodes, give the networks nodeSelectors that exclude each other."},
	{GatewayTaken, Warning, soft, "A guest with the address of a gateway", "Guests or nodes of the segment have a default route by this address. If the guest is not their router, they lose their way out as soon as it starts.", "Give the guest another address. If it is the router, such as a firewall, silence this on it."},
	{PrefixesDiffer, Warning, soft, "Different prefix lengths in one segment", "Two addresses of one segment are in subnets of which one is inside the other. Who is in the wider one looks for all of it on the link, and who is in the narrower one answers by its gateway, or not at all. Addresses of prefix length 32 (128 for IPv6) do not count.", "Write the same prefix length on all guests and nodes of a segment."},
	{GatewaysDiffer, Warning, soft, "Different gateways in one subnet", "Guests or nodes in one subnet of a segment have default routes by different gateways. Mostly one of them is a mistyped address, and who has it reaches nothing outside.", "Write the same gateway on all. If the subnet has two routers, silence this."},
	{MTUOver, Error, soft, "A larger MTU than that of the interface below", "A VLAN or bridge has a larger MTU than the uplink, VLAN or bond that it stands on, which another network, or a policy of the package that is not ours, makes. The kernel refuses such a VLAN; a bridge loses the frames that are too long. Interfaces that a network names itself are no matter: they get the largest MTU that any network wants of them.", "Write the same `mtu` on both, or a smaller one on the upper."},
	{SmallMTU, Error, soft, "An MTU that is too small for IPv6", "IPv6 works with an MTU of 1280 and more (RFC 8200). With a smaller one the kernel has no IPv6 on the interface. The address may stand in another resource than the MTU, or in a table of nodes; nodeAddress asks for addresses of IPv6, too.", "Write `mtu: 1280` or more, or no address of IPv6."},

	// What machines compute with.
	{MachineType, Warning, soft, "A machine type that the architecture does not have", "KubeVirt 1.9 takes q35 and pc-q35-* for amd64, virt* for arm64 and s390-ccw-virtio* for s390x, and refuses other machine types unless the cluster's `emulatedMachines` have them.", "Write one of the architecture, or leave it out for the newest. Nothing, where the cluster's `emulatedMachines` have it."},
	{MaybeOfItsType, Info, soft, "A field that an instance type may have, too", "An instance type may say the CPU model, dedicated processors, NUMA, hugepages, the most memory, GPUs, host devices, I/O threads and the scheduler. KubeVirt 1.9 refuses a machine that says the same field, and no package shows what the cluster's instance type says. A node selector is no such field: it is written as node affinity.", "Nothing, if the instance type does not say it. Else remove the field, or take another instance type."},
	{PreferredClass, Warning, soft, "A disk without storage class beside a preference", "Where the preference has a storage class, KubeVirt's webhook writes it into the machine when it is applied (1.9): the machine in the cluster is then not the one in Git, and the delivery tool says that it drifts.", "Write `storageClassName`. Nothing, where the preference has no storage class."},

	// Disks of machines.
	{BootLost, Warning, soft, "A disk to boot from whose content is lost", "What a guest writes to a `containerDisk`, an `ephemeralClaim` or an `emptyDisk` is lost whenever the machine stops, is restarted or moved off a node: updates, keys and logs with it. A `cdrom` loses nothing.", "Write `image` and `size`: a volume is made of the image and stays. Nothing, where the machine is to begin anew each time."},
	{ISOAsDisk, Warning, soft, "A disc image as a hard disk", "The image ends in .iso, and the disk has no `type`: the guest sees a hard disk. Most installers look for their files on a disc.", "Write `type: cdrom`, or `type: disk` if the image is made for that."},
	{OnOneNode, Info, soft, "Volumes that one node alone can use", "Where nothing else is asked for, volumes are ReadWriteOnce. A machine with such a volume cannot migrate live to another node, so a node that is drained stops it. Said once for all machines, in packages with `accessModes` on other disks: there the others may be forgotten.", "Write `vm.accessModes: FromStorageProfile` in the WukongRender, with which each class gives what it can, or `ReadWriteMany`; or `ReadWriteOnce`, which says that it is meant. A volume that exists keeps its access modes."},
	{CloneRight, Info, soft, "A clone from another namespace", "CDI clones from another namespace only for those who may: for a DataVolume that stands alone whoever applies it, Argo CD's or Flux' account for instance, for the template of a machine the service account `default` of the machine's namespace.", "Give the account the right to create `datavolumes/source` of group cdi.kubevirt.io in the namespace of the source, by a Role and a RoleBinding there. Many clusters give it for their images to all."},
	{VolumeFixed, Error, soft, "A standalone volume that changes", "CDI refuses every change of a DataVolume's spec, so nothing of the package would be applied.", "Keep the value. For more room, enlarge the PersistentVolumeClaim of the same name, whose class must allow it. For another class or content, add a disk under another name and copy."},
	{BecomesStandalone, Warning, soft, "A disk that becomes standalone", "The volume was a template of the machine, which owns it. Nobody takes that away: the live volume is still deleted with the machine until its ownerReference goes.", "Remove `metadata.ownerReferences` of the DataVolume in the cluster once this is applied: `kubectl patch datavolume NAME --type=json -p '[{\"op\": \"remove\", \"path\": \"/metadata/ownerReferences\"}]'`."},

	// Guests and devices.
	{FeatureGate, Info, soft, "Host devices need a feature gate of KubeVirt", "KubeVirt 1.9 refuses a machine with `hostDevices` unless its feature gate `HostDevices` is on (spec.configuration.developerConfiguration.featureGates of the KubeVirt object). The device must be listed in permittedHostDevices there, too, as one of `gpus` must.", "Nothing, where both are so. A graphics card belongs under `gpus`, which need no feature gate."},
}

// Anchor is where the rule's page stands in docs/findings.md.
func (r Rule) Anchor() string { return strings.ToLower(string(r.Code)) }

// Page is what there is to know of a rule, as Markdown.
func (r Rule) Page() string {
	page := fmt.Sprintf("## %s\n\n**%s** (%s)\n\n%s\n\n*What to do:* %s\n", r.Code, r.Title, r.Severity, r.Why, r.Remedy)
	if r.Firm {
		page += "\nThis finding can be neither lowered nor silenced.\n"
	}
	return page
}

// Known says whether a code is in the table.
func Known(code Code) bool { return RuleOf(code).Title != "" }

// Rules is the table, ordered by code.
func Rules() []Rule { return slices.Clone(rules) }

// RuleOf is the row of a code; a firm error for a code that the table does not have.
func RuleOf(code Code) Rule {
	i, ok := slices.BinarySearchFunc(rules, code, func(r Rule, c Code) int {
		if r.Code < c {
			return -1
		}
		if r.Code > c {
			return 1
		}
		return 0
	})
	if !ok {
		return Rule{Code: code, Severity: Error, Firm: true}
	}
	return rules[i]
}
