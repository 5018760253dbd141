package v1alpha1

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	"github.com/novasphere/wukong-fn/render/finding"
)

// said are findings as "CODE FIELD", with " -> PROPOSED" where there is a proposal.
func said(found []finding.Finding) []string {
	out := []string{}
	for _, f := range found {
		s := string(f.Code) + " " + f.Place.Field
		if f.Proposed != "" {
			s += " -> " + f.Proposed
		}
		out = append(out, s)
	}
	return out
}

func TestWukongValidate(t *testing.T) {
	const disk = "{name: d, size: 1Gi, storageClassName: s"
	for name, tc := range map[string]struct {
		meta, spec string
		want       []string
	}{
		"nothing but a name":        {"{name: a}", "{}", nil},
		"no name":                   {"{}", "{}", []string{"WK006 metadata.name"}},
		"name of 60 characters":     {"{name: " + sixty + "}", "{}", nil},
		"name of 61 characters":     {"{name: a" + sixty + "}", "{}", []string{"WK008 metadata.name"}},
		"name with an umlaut":       {"{name: müller-vm}", "{}", []string{"WK008 metadata.name -> mueller-vm"}},
		"name with accents":         {"{name: Crème_Brûlée}", "{}", []string{"WK008 metadata.name -> creme-brulee"}},
		"name in other letters":     {"{name: база}", "{}", []string{"WK008 metadata.name"}},
		"name with a hyphen":        {"{name: a‑b}", "{}", []string{"WK008 metadata.name -> a-b"}},
		"name with many blanks":     {"{name: 'a  - b'}", "{}", []string{"WK008 metadata.name -> a-b"}},
		"name that would be a word": {"{name: 'On_'}", "{}", []string{"WK008 metadata.name"}},
		"name that is a number":     {"{name: '12_3'}", "{}", []string{"WK008 metadata.name"}},
		"name too long and wrong":   {"{name: A" + sixty + "}", "{}", []string{"WK008 metadata.name"}},
		"name with a dot":           {"{name: A.b}", "{}", []string{"WK008 metadata.name -> a-b"}},
		"namespace is a label":      {"{name: a, namespace: B_}", "{}", []string{"WK008 metadata.namespace -> b"}},
		"fewest cores":              {"{name: a}", "{cpu: 1}", nil},
		"most cores":                {"{name: a}", "{cpu: 64}", nil},
		"no cores":                  {"{name: a}", "{cpu: 0}", []string{"WK007 spec.cpu -> 1"}},
		"too many cores":            {"{name: a}", "{cpu: 65}", []string{"WK007 spec.cpu -> 64"}},
		"memory with a fraction":    {"{name: a}", "{memory: 1.5Gi}", nil},
		"memory in capital K":       {"{name: a}", "{memory: 4096000K}", nil},
		"least memory":              {"{name: a}", "{memory: 64Mi}", nil},
		"least memory in bytes":     {"{name: a}", "{memory: '67108864'}", nil},
		"most memory":               {"{name: a}", "{memory: 64Ti}", nil},
		"memory below":              {"{name: a}", "{memory: 63Mi}", []string{"WK007 spec.memory -> 64Mi"}},
		"memory in bytes, below":    {"{name: a}", "{memory: '67108863'}", []string{"WK007 spec.memory -> 67108863Ki"}},
		"memory above":              {"{name: a}", "{memory: 65Ti}", []string{"WK007 spec.memory -> 64Ti"}},
		"memory in exa":             {"{name: a}", "{memory: 1E}", []string{"WK007 spec.memory -> 64Ti"}},
		"memory without a unit":     {"{name: a}", "{memory: '4'}", []string{"WK007 spec.memory -> 4Gi"}},
		"memory in megabytes":       {"{name: a}", "{memory: '4096'}", []string{"WK007 spec.memory -> 4Gi"}},
		"memory negative":           {"{name: a}", "{memory: -1Gi}", []string{"WK007 spec.memory -> 1Gi"}},
		"memory with an exponent":   {"{name: a}", "{memory: '4e9'}", []string{"WK007 spec.memory -> 3906250Ki"}},
		"memory of nothing":         {"{name: a}", "{memory: 0Gi}", []string{"WK007 spec.memory -> 64Mi"}},
		"memory with a byte":        {"{name: a}", "{memory: 2GiB}", []string{"WK007 spec.memory -> 2Gi"}},
		"memory in small letters":   {"{name: a}", "{memory: 512m}", []string{"WK007 spec.memory -> 512Mi"}},
		"memory in words":           {"{name: a}", "{memory: two}", []string{"WK007 spec.memory"}},
		"secret is no object name":  {"{name: a}", "{sshKeySecret: a_b}", []string{"WK008 spec.sshKeySecret"}},
		"user without a name":       {"{name: a}", "{cloudInitUser: {shell: /bin/sh}}", []string{"WK006 spec.cloudInitUser.name"}},
		"user's name hostile":       {"{name: a}", "{cloudInitUser: {name: 'a: b'}}", []string{"WK008 spec.cloudInitUser.name"}},
		"user's name with accents":  {"{name: a}", "{cloudInitUser: {name: Jörg, groups: [Élan]}}", []string{"WK008 spec.cloudInitUser.name -> joerg", "WK008 spec.cloudInitUser.groups[0] -> elan"}},
		"password hash":             {"{name: a}", "{cloudInitUser: {name: u, passwordHash: x}}", nil},
		"password in plain text":    {"{name: a}", "{cloudInitUser: {name: u, password: x}}", []string{"WK026 spec.cloudInitUser.password"}},
		"disk":                      {"{name: a}", "{disks: [" + disk + "}]}", nil},
		"disk without anything":     {"{name: a}", "{disks: [{}]}", []string{"WK006 spec.disks[0].name", "WK006 spec.disks[0].size"}},
		"disk without a unit":       {"{name: a}", "{disks: [{name: d, size: '20', storageClassName: s}]}", []string{"WK007 spec.disks[0].size -> 20Gi"}},
		"disk in gigabytes":         {"{name: a}", "{disks: [{name: d, size: 20 GB, storageClassName: s}]}", []string{"WK007 spec.disks[0].size -> 20G"}},
		"disk in megabytes":         {"{name: a}", "{disks: [{name: d, size: '20480', storageClassName: s}]}", []string{"WK007 spec.disks[0].size -> 20Gi"}},
		"disk in bytes":             {"{name: a}", "{disks: [{name: d, size: '1048576', storageClassName: s}]}", nil},
		"least disk":                {"{name: a}", "{disks: [{name: d, size: 1Mi, storageClassName: s}]}", nil},
		"disk below":                {"{name: a}", "{disks: [{name: d, size: 1023Ki, storageClassName: s}]}", []string{"WK007 spec.disks[0].size -> 1Mi"}},
		"most disk":                 {"{name: a}", "{disks: [{name: d, size: 7Ei, storageClassName: s}]}", nil},
		"disk over int64":           {"{name: a}", "{disks: [{name: d, size: 8Ei, storageClassName: s}]}", []string{"WK007 spec.disks[0].size -> 7Ei"}},
		"disk over all measure":     {"{name: a}", "{disks: [{name: d, size: 999999Ei, storageClassName: s}]}", []string{"WK007 spec.disks[0].size -> 7Ei"}},
		"disks of one name":         {"{name: a}", "{disks: [" + disk + "}, " + disk + "}]}", []string{"WK011 spec.disks[1].name"}},
		"disk named as cloud-init":  {"{name: a}", "{disks: [{name: cloudinit, size: 1Gi, storageClassName: s}]}", []string{"WK008 spec.disks[0].name -> cloudinit-disk"}},
		"one boot disk":             {"{name: a}", "{disks: [" + disk + ", boot: true}, {name: e, size: 1Gi, storageClassName: s}]}", nil},
		"two boot disks":            {"{name: a}", "{disks: [" + disk + ", boot: true}, {name: e, size: 1Gi, storageClassName: s, boot: true}]}", []string{"WK021 spec.disks[1].boot -> false"}},
		"image by https":            {"{name: a}", "{disks: [" + disk + ", image: 'https://x/y.img'}]}", nil},
		"image bare":                {"{name: a}", "{disks: [" + disk + ", image: 'quay.io/x/y:1'}]}", nil},
		"image by ftp":              {"{name: a}", "{disks: [" + disk + ", image: 'ftp://x/y'}]}", []string{"WK007 spec.disks[0].image"}},
		"image by a misspelt https": {"{name: a}", "{disks: [" + disk + ", image: 'htps://x/y'}]}", []string{"WK007 spec.disks[0].image -> https://x/y"}},
		"image by oci":              {"{name: a}", "{disks: [" + disk + ", image: 'oci://x/y'}]}", []string{"WK007 spec.disks[0].image -> docker://x/y"}},
		"image with a line break":   {"{name: a}", "{disks: [" + disk + `, image: "x\ny"}]}`, []string{"WK007 spec.disks[0].image"}},
		"image of nothing":          {"{name: a}", "{disks: [" + disk + ", image: 'docker://'}]}", []string{"WK007 spec.disks[0].image"}},
		"image between blanks":      {"{name: a}", "{disks: [" + disk + ", image: ' x/y '}]}", []string{"WK007 spec.disks[0].image -> x/y"}},
		"restart policy":            {"{name: a}", "{highAvailability: {restartPolicy: Onfailure}}", []string{"WK007 spec.highAvailability.restartPolicy -> OnFailure"}},
		"node selector":             {"{name: a}", "{highAvailability: {nodeSelector: {kubernetes.io/os: linux}}}", nil},
		"node selector value":       {"{name: a}", "{highAvailability: {nodeSelector: {a: 'b c'}}}", []string{"WK008 spec.highAvailability.nodeSelector.a"}},
		"toleration of everything":  {"{name: a}", "{highAvailability: {tolerations: [{operator: Exists}]}}", nil},
		"toleration without key":    {"{name: a}", "{highAvailability: {tolerations: [{effect: NoSchedule}]}}", []string{"WK006 spec.highAvailability.tolerations[0].key"}},
		"toleration misspelt":       {"{name: a}", "{highAvailability: {tolerations: [{operator: exists}, {key: k, effect: noexecute, tolerationSeconds: 3}]}}", []string{"WK007 spec.highAvailability.tolerations[0].operator -> Exists", "WK007 spec.highAvailability.tolerations[1].effect -> NoExecute"}},
		"toleration exists a value": {"{name: a}", "{highAvailability: {tolerations: [{key: k, operator: Exists, value: v}]}}", []string{"WK017 spec.highAvailability.tolerations[0].value"}},
		"toleration seconds":        {"{name: a}", "{highAvailability: {tolerations: [{key: k, tolerationSeconds: 3}]}}", []string{"WK017 spec.highAvailability.tolerations[0].tolerationSeconds"}},
		"run strategy":              {"{name: a}", "{startStrategy: {runStrategy: Halted}}", []string{"WK007 spec.startStrategy.runStrategy"}},
	} {
		t.Run(name, func(t *testing.T) {
			var w Wukong
			require.NoError(t, yaml.UnmarshalStrict([]byte("{metadata: "+tc.meta+", spec: "+tc.spec+"}"), &w))
			require.ElementsMatch(t, tc.want, said(w.Validate()))
		})
	}
}

const sixty = "abcdefghij0123456789abcdefghij0123456789abcdefghij0123456789"

func TestNetworkValidate(t *testing.T) {
	for name, tc := range map[string]struct {
		entry string
		want  []string
	}{
		"pod network":                      {"{name: default}", nil},
		"pod network with a bridge":        {"{name: default, type: bridge, bridgeName: br0}", []string{"WK022 type", "WK022 bridgeName"}},
		"pod network with an address":      {"{name: default, ipConfig: {mode: static, address: 10.0.0.1/8}}", []string{"WK022 ipConfig.mode -> dhcp"}},
		"pod network DHCP and address":     {"{name: default, ipConfig: {mode: dhcp, address: 10.0.0.1/8}}", []string{"WK017 ipConfig.address"}},
		"bridge":                           {"{name: a, type: bridge}", nil},
		"no type":                          {"{name: a}", []string{"WK006 type"}},
		"unknown type":                     {"{name: a, type: Bridge}", []string{"WK007 type -> bridge"}},
		"macvlan":                          {"{name: a, type: macvlan}", []string{"WK018 type -> bridge"}},
		"ipvlan":                           {"{name: a, type: ipvlan}", []string{"WK018 type -> bridge"}},
		"lowest VLAN":                      {"{name: a, type: bridge, vlanId: 1}", nil},
		"highest VLAN":                     {"{name: a, type: bridge, vlanId: 4094}", nil},
		"VLAN 0":                           {"{name: a, type: bridge, vlanId: 0}", []string{"WK007 vlanId -> 1"}},
		"VLAN 4095":                        {"{name: a, type: bridge, vlanId: 4095}", []string{"WK007 vlanId -> 4094"}},
		"bridge name of 15 bytes":          {"{name: a, type: bridge, bridgeName: abcdefghijklmno}", nil},
		"bridge name of 16 bytes":          {"{name: a, type: bridge, bridgeName: abcdefghijklmnop}", []string{"WK023 bridgeName"}},
		"bridge name with a blank":         {"{name: a, type: bridge, bridgeName: 'a b'}", []string{"WK023 bridgeName"}},
		"bridge name with dots":            {"{name: a, type: bridge, bridgeName: a.b.c}", nil},
		"bridge name with a backslash":     {`{name: a, type: bridge, bridgeName: 'a\b'}`, []string{"WK023 bridgeName"}},
		"bridge name with a percent sign":  {"{name: a, type: bridge, bridgeName: 'a%d'}", []string{"WK023 bridgeName"}},
		"bridge name with a colon":         {"{name: a, type: bridge, bridgeName: 'a:b'}", []string{"WK023 bridgeName"}},
		"bridge named all":                 {"{name: a, type: bridge, bridgeName: all}", []string{"WK023 bridgeName"}},
		"bridge named default":             {"{name: a, type: bridge, bridgeName: default}", []string{"WK023 bridgeName"}},
		"bridge named bonding_masters":     {"{name: a, type: bridge, bridgeName: bonding_masters}", []string{"WK023 bridgeName"}},
		"bridge named all0":                {"{name: a, type: bridge, bridgeName: all0}", nil},
		"bridge named lo":                  {"{name: a, type: bridge, bridgeName: lo}", []string{"WK023 bridgeName"}},
		"uplink lo":                        {"{name: a, type: bridge, physicalInterface: lo}", []string{"WK023 physicalInterface"}},
		"uplink lo0":                       {"{name: a, type: bridge, physicalInterface: lo0}", nil},
		"port lo":                          {"{name: a, type: bridge, bond: {name: bond0, mode: broadcast, ports: [lo]}}", []string{"WK023 bond.ports[0]"}},
		"default bridge name fits":         {"{name: abcdefghijkl, type: bridge}", nil},
		"default bridge name too long":     {"{name: abcdefghijklm, type: bridge}", []string{"WK023 bridgeName -> br-abcdefghijkl"}},
		"existing attachment":              {"{name: abcdefghijklm, type: bridge, nadName: shop/lan}", nil},
		"VLAN interface of 15 bytes":       {"{name: a, type: bridge, physicalInterface: enp216s0f0n, vlanId: 100}", nil},
		"VLAN interface too long":          {"{name: a, type: bridge, physicalInterface: enp216s0f0np0, vlanId: 1234}", []string{"WK023 vlanId"}},
		"networkRef":                       {"{name: a, networkRef: b, ipConfig: {mode: dhcp}}", nil},
		"networkRef and definition":        {"{name: a, networkRef: b, stp: true}", []string{"WK017 stp"}},
		"static address":                   {"{name: a, type: bridge, ipConfig: {mode: static, address: 'fd00::1/64', gateway: 'fd00::ff', dnsServers: ['fd00::2']}}", nil},
		"static without address":           {"{name: a, type: bridge, ipConfig: {mode: static}}", []string{"WK006 ipConfig.address"}},
		"address without prefix":           {"{name: a, type: bridge, ipConfig: {mode: static, address: 10.0.0.1}}", []string{"WK024 ipConfig.address -> 10.0.0.1/24"}},
		"address far from its gateway":     {"{name: a, type: bridge, ipConfig: {mode: static, address: 10.0.0.5, gateway: 10.0.3.1}}", []string{"WK024 ipConfig.address -> 10.0.0.5/22"}},
		"address of a network":             {"{name: a, type: bridge, ipConfig: {mode: static, address: 10.0.0.0}}", []string{"WK024 ipConfig.address"}},
		"address of a broadcast":           {"{name: a, type: bridge, ipConfig: {mode: static, address: 10.0.0.255}}", []string{"WK024 ipConfig.address"}},
		"IPv6 address without prefix":      {"{name: a, type: bridge, ipConfig: {mode: static, address: 'fd00::1'}}", []string{"WK024 ipConfig.address -> fd00::1/64"}},
		"address with zeros in front":      {"{name: a, type: bridge, ipConfig: {mode: static, address: 10.000.08.010/24}}", []string{"WK024 ipConfig.address -> 10.0.8.10/24"}},
		"prefix length too long":           {"{name: a, type: bridge, ipConfig: {mode: static, address: 10.0.0.1/33}}", []string{"WK024 ipConfig.address"}},
		"gateway with prefix":              {"{name: a, type: bridge, ipConfig: {mode: static, address: 10.0.0.1/8, gateway: 10.0.0.2/8}}", []string{"WK024 ipConfig.gateway -> 10.0.0.2"}},
		"gateway with a zone":              {"{name: a, type: bridge, ipConfig: {mode: static, address: 'fd00::1/64', gateway: 'fe80::1%eth0'}}", []string{"WK024 ipConfig.gateway -> fe80::1"}},
		"DNS server by name":               {"{name: a, type: bridge, ipConfig: {mode: dhcp, dnsServers: [dns.example.com]}}", []string{"WK024 ipConfig.dnsServers[0]"}},
		"DHCP with an address":             {"{name: a, type: bridge, ipConfig: {mode: dhcp, address: 10.0.0.1/8, gateway: 10.0.0.2}}", []string{"WK017 ipConfig.address", "WK017 ipConfig.gateway"}},
		"no mode":                          {"{name: a, type: bridge, ipConfig: {}}", []string{"WK006 ipConfig.mode"}},
		"MAC":                              {"{name: a, type: bridge, macAddress: '02:00:5e:00:00:01'}", nil},
		"MAC multicast":                    {"{name: a, type: bridge, macAddress: '01:00:5e:00:00:01'}", []string{"WK025 macAddress"}},
		"MAC in capitals":                  {"{name: a, type: bridge, macAddress: '02:00:5E:00:00:01'}", []string{"WK025 macAddress -> 02:00:5e:00:00:01"}},
		"MAC of eight bytes":               {"{name: a, type: bridge, macAddress: '02:00:5e:00:00:01:02:03'}", []string{"WK025 macAddress"}},
		"bond":                             {"{name: a, type: bridge, bond: {name: bond0, mode: 802.3ad, ports: [e0, e1], options: {miimon: 100, lacp_rate: fast}}}", nil},
		"bond with nothing":                {"{name: a, type: bridge, bond: {}}", []string{"WK006 bond.name", "WK006 bond.mode", "WK006 bond.ports"}},
		"bond mode":                        {"{name: a, type: bridge, bond: {name: bond0, mode: active_backup, ports: [e0]}}", []string{"WK007 bond.mode -> active-backup"}},
		"bond port twice":                  {"{name: a, type: bridge, bond: {name: bond0, mode: broadcast, ports: [e0, e0]}}", []string{"WK011 bond.ports[1]"}},
		"bond and uplink":                  {"{name: a, type: bridge, physicalInterface: e2, bond: {name: bond0, mode: broadcast, ports: [e0]}}", []string{"WK017 physicalInterface"}},
		"lacp_rate and a misspelt mode":    {"{name: a, type: bridge, bond: {name: bond0, mode: 802.3AD, ports: [e0], options: {lacp_rate: fast}}}", []string{"WK007 bond.mode -> 802.3ad"}},
		"sriov block and a misspelt type":  {"{name: a, type: SRIOV, sriov: {numVfs: 4, resourceName: example.com/vfs}}", []string{"WK007 type -> sriov"}},
		"sriov block and no type":          {"{name: a, sriov: {numVfs: 4, resourceName: example.com/vfs}}", []string{"WK006 type"}},
		"lacp_rate outside 802.3ad":        {"{name: a, type: bridge, bond: {name: bond0, mode: broadcast, ports: [e0], options: {lacp_rate: fast}}}", []string{"WK017 bond.options.lacp_rate"}},
		"miimon and arp_interval":          {"{name: a, type: bridge, bond: {name: bond0, mode: broadcast, ports: [e0], options: {miimon: 1, arp_interval: 2}}}", []string{"WK017 bond.options.arp_interval"}},
		"bond option nested":               {"{name: a, type: bridge, bond: {name: bond0, mode: broadcast, ports: [e0], options: {miimon: [1]}}}", []string{"WK003 bond.options.miimon"}},
		"nodeAddress and no address back":  {"{name: a, type: bridge, nodeAddress: dhcp, ensure: absent, restore: none}", []string{"WK017 restore -> dhcp"}},
		"nodeAddress and its address back": {"{name: a, type: bridge, nodeAddress: dhcp, ensure: absent, restore: dhcp}", nil},
		"no address back on an uplink":     {"{name: a, type: bridge, ensure: absent, restore: none}", nil},
		"address back on a bond's ports":   {"{name: a, type: bridge, ensure: absent, restore: dhcp, bond: {name: bond0, mode: broadcast, ports: [e0]}}", []string{"WK022 restore -> none"}},
		"node's address back on a bond":    {"{name: a, type: bridge, nodeAddress: dhcp, restore: dhcp, bond: {name: bond0, mode: broadcast, ports: [e0]}}", nil},
		"SR-IOV":                           {"{name: a, type: sriov, sriov: {numVfs: 4, resourceName: example.com/vfs}}", nil},
		"SR-IOV without its block":         {"{name: a, type: sriov}", []string{"WK006 sriov"}},
		"SR-IOV without functions":         {"{name: a, type: sriov, sriov: {numVfs: 0, resourceName: example.com/vfs}}", []string{"WK007 sriov.numVfs -> 1"}},
		"SR-IOV resource without domain":   {"{name: a, type: sriov, sriov: {numVfs: 4, resourceName: vfs}}", []string{"WK008 sriov.resourceName"}},
		"SR-IOV with a bridge":             {"{name: a, type: sriov, bridgeName: br0, sriov: {numVfs: 4, resourceName: example.com/vfs}}", []string{"WK017 bridgeName"}},
		"sriov block on a bridge":          {"{name: a, type: bridge, sriov: {numVfs: 4, resourceName: example.com/vfs}}", []string{"WK017 sriov"}},
		"node selector key":                {"{name: a, type: bridge, nodeSelector: {'a b': c}}", []string{"WK008 nodeSelector[a b]"}},
		"existing attachment's name":       {"{name: a, type: bridge, nadName: shop/Lan}", []string{"WK008 nadName"}},
		"existing attachment's namespace":  {"{name: a, type: bridge, nadName: Shop/lan}", []string{"WK008 nadName -> shop/lan"}},
		"MTU":                              {"{name: a, type: bridge, mtu: 9000}", nil},
		"MTU too small":                    {"{name: a, type: bridge, mtu: 575}", []string{"WK007 mtu -> 576"}},
		"MTU under IPv6":                   {"{name: a, type: bridge, mtu: 1279, ipConfig: {mode: static, address: 'fd00::1/64'}}", []string{"WK017 mtu -> 1280"}},
		"MTU of IPv6":                      {"{name: a, type: bridge, mtu: 1280, ipConfig: {mode: static, address: 'fd00::1/64'}}", nil},
		"MTU under IPv6, with IPv4":        {"{name: a, type: bridge, mtu: 1279, ipConfig: {mode: static, address: 10.0.0.1/24}}", nil},
		"model":                            {"{name: a, type: bridge, model: e1000e}", nil},
		"model of the pod network":         {"{name: default, model: e1000}", nil},
		"unknown model":                    {"{name: a, type: bridge, model: e1000f}", []string{"WK007 model -> e1000"}},
		"policy's name":                    {"{name: a, type: bridge, policyName: br.ex}", nil},
		"policy's name in capitals":        {"{name: a, type: bridge, policyName: BrEx}", []string{"WK008 policyName"}},
		"policy's name too long":           {"{name: a, type: bridge, policyName: " + strings.Repeat("a", 31) + "." + strings.Repeat("b", 32) + "}", []string{"WK008 policyName"}},
		"nodes at once":                    {"{name: a, type: bridge, maxUnavailable: '2'}", nil},
		"share of the nodes at once":       {"{name: a, type: bridge, maxUnavailable: 10%}", nil},
		"no node at once":                  {"{name: a, type: bridge, maxUnavailable: '0'}", []string{"WK007 maxUnavailable"}},
		"more than all nodes at once":      {"{name: a, type: bridge, maxUnavailable: 101%}", []string{"WK007 maxUnavailable"}},
		"VLAN's interface":                 {"{name: a, type: bridge, vlanId: 30, vlanInterface: vlan30}", nil},
		"VLAN's interface, long uplink":    {"{name: a, type: bridge, physicalInterface: enp216s0f0np0, vlanId: 30, vlanInterface: vlan30}", nil},
		"VLAN's interface without VLAN":    {"{name: a, type: bridge, vlanInterface: vlan30}", []string{"WK017 vlanInterface"}},
		"VLAN's interface of OVS":          {"{name: a, type: ovs, vlanId: 30, vlanInterface: vlan30}", []string{"WK017 vlanInterface"}},
		"OVS options on a Linux bridge":    {"{name: a, type: bridge, ovs: {allowExtraPatchPorts: true}}", []string{"WK017 ovs"}},
		"OVS options":                      {"{name: a, type: ovs, ovs: {allowExtraPatchPorts: true, externalIDs: {a: b}}}", nil},
		"existing SR-IOV attachment":       {"{name: a, type: sriov, nadName: fast}", nil},
		"functions":                        {"{name: a, type: sriov, sriov: {numVfs: 2, resourceName: x/y, vfs: [{id: 0, vlan: 4, qos: 3}, {id: 1, maxTxRate: 10, minTxRate: 5}]}}", nil},
		"function that is none":            {"{name: a, type: sriov, sriov: {numVfs: 2, resourceName: x/y, vfs: [{id: 2}]}}", []string{"WK007 sriov.vfs[0].id"}},
		"function twice":                   {"{name: a, type: sriov, sriov: {numVfs: 2, resourceName: x/y, vfs: [{id: 1}, {id: 1}]}}", []string{"WK011 sriov.vfs[1].id"}},
		"function without its number":      {"{name: a, type: sriov, sriov: {numVfs: 2, resourceName: x/y, vfs: [{trust: true}]}}", []string{"WK006 sriov.vfs[0].id"}},
		"function's MAC":                   {"{name: a, type: sriov, sriov: {numVfs: 2, resourceName: x/y, vfs: [{id: 1, mac: '01:00:5e:00:00:01'}]}}", []string{"WK025 sriov.vfs[0].mac"}},
		"VLAN of network and function":     {"{name: a, type: sriov, vlanId: 4, sriov: {numVfs: 2, resourceName: x/y, vfs: [{id: 1, vlan: 5}]}}", []string{"WK017 sriov.vfs[0].vlan"}},
		"priority without VLAN":            {"{name: a, type: sriov, sriov: {numVfs: 2, resourceName: x/y, vfs: [{id: 1, qos: 5}]}}", []string{"WK017 sriov.vfs[0].qos"}},
		"rates that exclude each other":    {"{name: a, type: sriov, sriov: {numVfs: 2, resourceName: x/y, vfs: [{id: 1, minTxRate: 5, maxTxRate: 4}]}}", []string{"WK007 sriov.vfs[0].minTxRate -> 4"}},
	} {
		t.Run(name, func(t *testing.T) {
			var w Wukong
			require.NoError(t, yaml.UnmarshalStrict([]byte("{metadata: {name: w}, spec: {networks: ["+tc.entry+"]}}"), &w))
			for _, n := range w.Spec.Networks {
				if n.Bond != nil { // numbers as the strict decoder gives them
					for k, v := range n.Bond.Options {
						if f, ok := v.(float64); ok {
							n.Bond.Options[k] = int64(f)
						}
					}
				}
			}
			want := []string{}
			for _, s := range tc.want {
				want = append(want, s[:6]+"spec.networks[0]."+s[6:])
			}
			require.ElementsMatch(t, want, said(w.Validate()))
		})
	}
}

func TestTwoNetworksOfOneName(t *testing.T) {
	w := Wukong{Metadata: ObjectMeta{Name: "w"}, Spec: WukongSpec{Networks: []WukongNetwork{{Name: PodNetwork}, {Name: PodNetwork}}}}
	require.Equal(t, []string{"WK011 spec.networks[1].name"}, said(w.Validate()))
}

func TestRenderSpecValidate(t *testing.T) {
	versions := []string{"v0.85.1", "v0.86.0"}
	for name, tc := range map[string]struct {
		change func(*RenderSpec)
		want   []string
	}{
		"defaults":               {func(*RenderSpec) {}, []string{}},
		"version of the future":  {func(s *RenderSpec) { s.NMState.Version = "v0.99.0" }, []string{"WK007 spec.nmstate.version -> v0.86.0"}},
		"next patch":             {func(s *RenderSpec) { s.NMState.Version = "v0.85.9" }, []string{"WK007 spec.nmstate.version -> v0.85.1"}},
		"version of the past":    {func(s *RenderSpec) { s.NMState.Version = "v0.12.0" }, []string{"WK007 spec.nmstate.version -> v0.85.1"}},
		"version without v":      {func(s *RenderSpec) { s.NMState.Version = "0.86.0" }, []string{"WK007 spec.nmstate.version -> v0.86.0"}},
		"version without patch":  {func(s *RenderSpec) { s.NMState.Version = "v0.85" }, []string{"WK007 spec.nmstate.version -> v0.85.1"}},
		"latest version":         {func(s *RenderSpec) { s.NMState.Version = "latest" }, []string{"WK007 spec.nmstate.version -> v0.86.0"}},
		"no version":             {func(s *RenderSpec) { s.NMState.Version = "main" }, []string{"WK007 spec.nmstate.version"}},
		"severity fatal":         {func(s *RenderSpec) { s.Findings = map[string]string{"WK039": "fatal"} }, []string{"WK007 spec.findings.WK039 -> error"}},
		"severity off":           {func(s *RenderSpec) { s.Findings = map[string]string{"WK039": "off"} }, []string{"WK007 spec.findings.WK039 -> info"}},
		"severity misspelt":      {func(s *RenderSpec) { s.Findings = map[string]string{"WK039": "warn"} }, []string{"WK007 spec.findings.WK039 -> warning"}},
		"severity too low":       {func(s *RenderSpec) { s.Findings = map[string]string{"WK006": "off"} }, []string{"WK007 spec.findings.WK006 -> error"}},
		"severity of nothing":    {func(s *RenderSpec) { s.Findings = map[string]string{"WK39": "info"} }, []string{"WK007 spec.findings.WK39"}},
		"severity":               {func(s *RenderSpec) { s.Findings = map[string]string{"WK039": "error", "WK006": "error"} }, []string{}},
		"path outside":           {func(s *RenderSpec) { s.Flux.Path = "/a/../../b" }, []string{"WK015 spec.flux.path -> ./b"}},
		"install":                {func(s *RenderSpec) { s.NMState.Install = "helm" }, []string{"WK007 spec.nmstate.install"}},
		"registry with a scheme": {func(s *RenderSpec) { s.NMState.Registry = "https://q/x" }, []string{"WK007 spec.nmstate.registry -> q/x"}},
		"registry with a slash":  {func(s *RenderSpec) { s.NMState.Registry = "q/x/" }, []string{"WK007 spec.nmstate.registry -> q/x"}},
		"no replicas":            {func(s *RenderSpec) { s.NMState.OperatorReplicas = 0 }, []string{"WK007 spec.nmstate.operatorReplicas -> 1"}},
		"namespace":              {func(s *RenderSpec) { s.NMState.Namespace = "A" }, []string{"WK008 spec.nmstate.namespace -> a"}},
		"uplink":                 {func(s *RenderSpec) { s.Network.PhysicalInterface = "" }, []string{"WK023 spec.network.physicalInterface"}},
		"VLAN range far outside": {func(s *RenderSpec) { s.Network.VLANRanges = []VLANRange{{Min: 5000, Max: 4000}} }, []string{"WK007 spec.network.vlanRanges[0].min -> 4094"}},
		"VLAN range upside down": {func(s *RenderSpec) { s.Network.VLANRanges = []VLANRange{{Min: 5, Max: 4}} }, []string{"WK007 spec.network.vlanRanges[0].max -> 5"}},
		"management interface":   {func(s *RenderSpec) { s.Network.ManagementInterfaces = []string{"a/b"} }, []string{"WK023 spec.network.managementInterfaces[0]"}},
		"default memory":         {func(s *RenderSpec) { s.VM.Memory = "two" }, []string{"WK007 spec.vm.memory"}},
		"default cores":          {func(s *RenderSpec) { s.VM.CPU = 99 }, []string{"WK007 spec.vm.cpu -> 64"}},
		"delivery":               {func(s *RenderSpec) { s.Delivery = "argo" }, []string{"WK007 spec.delivery -> argocd"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := DefaultRenderSpec()
			tc.change(&s)
			require.Equal(t, tc.want, said(s.Validate(versions)))
		})
	}
}

func TestPasswordIsNeverEchoed(t *testing.T) {
	w := Wukong{Metadata: ObjectMeta{Name: "w"}, Spec: WukongSpec{CloudInitUser: &CloudInitUser{Name: "u", Password: "hunter2"}}}
	for _, f := range w.Validate() {
		require.NotContains(t, f.String(), "hunter2")
	}
}

// What is taken for canonical at a glance is so for the library.
func TestUsualQuantities(t *testing.T) {
	met := 0
	for n := range 2000 {
		for _, unit := range []string{"", "k", "K", "Ki", "M", "Mi", "Gi", "G", "Ti", "Pi", "mi", "i"} {
			for _, value := range []string{strconv.Itoa(n) + unit, "0" + strconv.Itoa(n) + unit} {
				bytes, ok := usual(value)
				if !ok {
					continue
				}
				q, err := ParseQuantity(value)
				require.NoError(t, err)
				require.Equal(t, value, q.String())
				require.Equal(t, q.Value(), bytes)
				require.Positive(t, bytes)
				met++
			}
		}
	}
	require.Equal(t, 3*999, met)
}

// A resource without a mistake costs nothing but time: paths are written out for findings alone.
func TestValidateAllocatesNothing(t *testing.T) {
	cpu, vlan := 2, 100
	w := &Wukong{Metadata: ObjectMeta{Name: "a"}, Spec: WukongSpec{
		CPU: &cpu, Memory: "4Gi", Disks: []Disk{{Name: "system", Size: "30Gi", StorageClassName: "fast", Boot: true, Image: "https://images.example.com/a"}},
		Networks: []WukongNetwork{{Name: "x", NetworkSpec: NetworkSpec{
			Type: TypeBridge, VLANID: &vlan, BridgeName: "br-x", PhysicalInterface: "ens192",
			IPConfig: &IPConfig{Mode: ModeStatic, Address: "192.0.2.10/24", Gateway: "192.0.2.1", DNSServers: []string{"192.0.2.1"}},
		}}},
		CloudInitUser: &CloudInitUser{Name: "ubuntu", PasswordHash: "x", Groups: []string{"sudo"}},
	}}
	require.Empty(t, w.Validate())
	require.Zero(t, testing.AllocsPerRun(100, func() { w.Validate() }))
}
