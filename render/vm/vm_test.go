package vm

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/plan"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// machine is the one machine of a Wukong's spec.
func machine(t *testing.T, spec string) *plan.Machine {
	t.Helper()
	w := &api.Wukong{Metadata: api.ObjectMeta{Name: "w", Namespace: "ns"}}
	require.NoError(t, yaml.UnmarshalStrict([]byte(spec), &w.Spec))
	var found []finding.Finding
	p := plan.Resolve(plan.Input{Say: func(f finding.Finding) { found = append(found, f) }, Config: api.DefaultRenderSpec(), Wukongs: []plan.Sourced[api.Wukong]{{Resource: w, Owner: plan.NewOwner(finding.Place{Kind: "Wukong", Namespace: "ns", Name: "w"})}}})
	require.Empty(t, found)
	return &p.Machines[0]
}

func TestRunStrategy(t *testing.T) {
	for spec, want := range map[string]string{
		"{}":                                  "Always",
		"{startStrategy: {}}":                 "Always",
		"{startStrategy: {autoStart: true}}":  "Always",
		"{startStrategy: {autoStart: false}}": "Halted",
		"{startStrategy: {runStrategy: RerunOnFailure}}":                                    "RerunOnFailure",
		"{startStrategy: {runStrategy: RerunOnFailure, autoStart: false}}":                  "Halted",
		"{startStrategy: {runStrategy: Manual, autoStart: true}}":                           "Manual",
		"{startStrategy: {runStrategy: Manual, autoStart: false}}":                          "Manual",
		"{highAvailability: {restartPolicy: Always}}":                                       "Always",
		"{highAvailability: {restartPolicy: OnFailure}}":                                    "RerunOnFailure",
		"{highAvailability: {restartPolicy: Never}}":                                        "Once",
		"{highAvailability: {restartPolicy: Never}, startStrategy: {runStrategy: Always}}":  "Always",
		"{highAvailability: {restartPolicy: OnFailure}, startStrategy: {autoStart: false}}": "Halted",
		"{highAvailability: {restartPolicy: OnFailure}, startStrategy: {autoStart: true}}":  "RerunOnFailure",
		"{highAvailability: {restartPolicy: Never}, startStrategy: {runStrategy: Manual}}":  "Manual",
	} {
		t.Run(spec, func(t *testing.T) { require.Equal(t, want, RunStrategy(machine(t, spec).Spec)) })
	}
}

func TestImageSources(t *testing.T) {
	source := func(image string) Source { return new(volumeRoom).source(&api.Disk{Image: image}) }
	require.NotNil(t, source("").Blank)
	require.Equal(t, "http://x/y", source("http://x/y").HTTP.URL)
	require.Equal(t, "https://x/y", source("https://x/y").HTTP.URL)
	require.Equal(t, "docker://q.io/a:1", source("docker://q.io/a:1").Registry.URL)
	require.Equal(t, "docker://q.io/a:1", source("q.io/a:1").Registry.URL)
}

func TestCloudInitOnlyWhereWanted(t *testing.T) {
	for spec, want := range map[string]bool{
		"{}":                                    false,
		"{networks: [{name: default}]}":         false,
		"{osImage: windows}":                    true,
		"{sshKeySecret: s}":                     true,
		"{cloudInitUser: {name: u}}":            true,
		"{networks: [{name: a, type: bridge}]}": false,
		"{networks: [{name: a, type: bridge, ipConfig: {mode: dhcp}}]}": true,
		"{networks: [{name: default, ipConfig: {mode: dhcp}}]}":         false,
	} {
		t.Run(spec, func(t *testing.T) {
			v, err := new(builder).machineOf(machine(t, spec))
			require.NoError(t, err)
			require.Equal(t, want, len(v.Spec.Template.Spec.Volumes) == 1)
			require.Len(t, v.Spec.Template.Spec.Domain.Devices.Disks, len(v.Spec.Template.Spec.Volumes))
		})
	}
}

func TestUserDataSurvivesHostileValues(t *testing.T) {
	u := &api.CloudInitUser{Name: "u", PasswordHash: "$6$x: y #z\n- a", Shell: "/bin/sh", Sudo: "{}", Groups: []string{"yes", "0x1F"}}
	m := machine(t, "{}")
	m.Spec = &api.WukongSpec{CloudInitUser: u}
	text, err := new(writer).userData(m)
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(text, "#cloud-config\n"))
	var back userData
	require.NoError(t, yaml.UnmarshalStrict([]byte(text), &back))
	require.Equal(t, user{u.Groups, account{Name: "u", Passwd: u.PasswordHash, Shell: "/bin/sh", Sudo: "{}"}}, back.User)
	require.True(t, back.SSHPwauth)
	require.False(t, back.DisableRoot)
	require.Equal(t, []string{"default"}, back.Users, "our user is the default user, so public keys go to it")
}

// A text that is written once for users alike is never another user's.
func TestEachUserHasItsOwnText(t *testing.T) {
	w := new(writer)
	for _, spec := range []string{
		"{name: u}", "{name: u}", "{name: u, groups: [a]}", "{name: u, groups: [b]}", "{name: u, groups: [b, c]}", "{name: v, groups: [b, c]}",
		"{name: v, password: a}", "{name: v, password: b}", "{name: v, passwordHash: b}", "{name: v, shell: b}", "{name: v, sudo: b}",
		"{name: v, lockPasswd: true}", "{name: v}", "{name: v}",
	} {
		m := machine(t, "{cloudInitUser: "+spec+"}")
		want, err := new(writer).userData(m)
		require.NoError(t, err)
		got, err := w.userData(m)
		require.NoError(t, err)
		require.Equal(t, want, got, spec)
	}
}

// cloud-init reads with PyYAML: see encode.AppendForPython.
func TestUserDataIsForPython(t *testing.T) {
	m := machine(t, "{}")
	m.Spec = &api.WukongSpec{CloudInitUser: &api.CloudInitUser{Name: "u", Password: "<<", Shell: "=", Sudo: ".0_\u0085"}}
	text, err := new(writer).userData(m)
	require.NoError(t, err)
	for _, line := range []string{`shell: "="`, `plain_text_passwd: "<<"`, `sudo: ".0_\x85"`} {
		require.Contains(t, text, line)
	}
}

func TestHashWinsOverPassword(t *testing.T) {
	text, err := new(writer).userData(machine(t, "{cloudInitUser: {name: u, password: plain, passwordHash: hash}}"))
	require.NoError(t, err)
	require.NotContains(t, text, "plain")
	require.Contains(t, text, "passwd: hash")
	text, err = new(writer).userData(machine(t, "{cloudInitUser: {name: u, password: plain}}"))
	require.NoError(t, err)
	require.Contains(t, text, "plain_text_passwd: plain")
}

func TestNetworkData(t *testing.T) {
	m := machine(t, `
networks:
- {name: default}
- {name: a, type: bridge, physicalInterface: e1, macAddress: '02:00:00:00:00:0a', ipConfig: {mode: static, address: 10.0.0.5/24, gateway: 10.0.0.1, dnsServers: [9.9.9.9]}}
- {name: b, type: bridge, physicalInterface: e2, macAddress: '02:00:00:00:00:0b', ipConfig: {mode: static, address: 'fd00::5/64', gateway: 'fd00::1'}}
- {name: c, type: bridge, physicalInterface: e3, macAddress: '02:00:00:00:00:0c'}
- {name: d, type: bridge, physicalInterface: e4, macAddress: '02:00:00:00:00:0d', ipConfig: {mode: dhcp, dnsServers: [1.1.1.1]}}
`)
	text, err := new(writer).networkData(m)
	require.NoError(t, err)
	var d networkData
	require.NoError(t, yaml.UnmarshalStrict([]byte(text), &d))
	require.Equal(t, networkData{Version: 2, Ethernets: map[string]*ethernet{
		"default": {DHCP4: true, DHCP4Routes: &dhcp4Routes{1000}, Match: match{m.Interfaces[0].MAC}},
		"a":       {Match: match{"02:00:00:00:00:0a"}, Addresses: []string{"10.0.0.5/24"}, Routes: []route{{To: "0.0.0.0/0", Via: "10.0.0.1"}}, Nameservers: &nameservers{Addresses: []string{"9.9.9.9"}}},
		"b":       {Match: match{"02:00:00:00:00:0b"}, Addresses: []string{"fd00::5/64"}, Routes: []route{{To: "::/0", Via: "fd00::1"}}},
		"c":       {Match: match{"02:00:00:00:00:0c"}, Optional: true},
		"d":       {Match: match{"02:00:00:00:00:0d"}, DHCP4: true, Nameservers: &nameservers{Addresses: []string{"1.1.1.1"}}},
	}}, d)
}

// TestNetworkDataOfThePodNetwork has a guest with a gateway on another network, and the same text read back.
func TestNetworkDataOfThePodNetwork(t *testing.T) {
	m := machine(t, `
networks:
- {name: a, type: bridge, physicalInterface: e1, macAddress: '02:00:00:00:00:0a', ipConfig: {mode: static, address: 10.0.0.5/24, gateway: 10.0.0.1}}
`)
	m.Pod.Routes = append([]plan.Route{{To: "10.244.0.0/16", Via: plan.PodGateway}}, m.Pod.Routes...)
	text, err := new(writer).networkData(m)
	require.NoError(t, err)
	require.Equal(t, `ethernets:
  a:
    addresses:
    - 10.0.0.5/24
    match:
      macaddress: 02:00:00:00:00:0a
    routes:
    - to: 0.0.0.0/0
      via: 10.0.0.1
  default:
    addresses:
    - fd10:0:2::2/120
    dhcp4: true
    dhcp4-overrides:
      route-metric: 1000
    match:
      macaddress: `+m.Interfaces[0].MAC+`
    routes:
    - to: 10.244.0.0/16
      via: 10.0.2.1
    - metric: 2000
      to: ::/0
      via: fd10:0:2::1
version: 2
`, text)
	require.LessOrEqual(t, len(text), atMost(m))
}

// TestGatewayOnTheLink holds that a guest whose prefix is its own address alone is told that its gateway is on the link.
func TestGatewayOnTheLink(t *testing.T) {
	for name, tc := range map[string]struct {
		address, gateway string
		want             bool
	}{
		"a host":                              {"203.0.113.5/32", "198.51.100.1", true},
		"a host and a link-local gateway":     {"203.0.113.5/32", "169.254.1.1", true},
		"a subnet of two":                     {"203.0.113.4/31", "203.0.113.5", false},
		"a host in IPv6":                      {"2001:db8::5/128", "2001:db8:0:1::1", true},
		"one and a link-local gateway":        {"2001:db8::5/128", "fe80::1", false},
		"a large subnet in IPv6":              {"2001:db8::5/32", "2001:db8::1", false},
		"a host without a gateway of its own": {"203.0.113.5/32", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			ip := api.IPConfig{Mode: api.ModeStatic, Address: tc.address, Gateway: tc.gateway}
			require.Equal(t, tc.want, ip.OnLink(ip.Gateway))
			m := machine(t, "{networks: [{name: a, type: bridge, physicalInterface: e1, ipConfig: {mode: static, address: '"+tc.address+"', gateway: '"+tc.gateway+"'}}]}")
			text, err := new(writer).networkData(m)
			require.NoError(t, err)
			require.Equal(t, tc.want, strings.Contains(text, "on-link: true"), text)
			require.LessOrEqual(t, len(text), atMost(m))
		})
	}
}

// TestLongTextsMoveToASecret also holds the bound by which short machines are told without writing their texts.
func TestLongTextsMoveToASecret(t *testing.T) {
	for _, n := range []int{10, 1000, 1700, 1750, 1800, 1900, 2048, 4000} {
		m := machine(t, "{cloudInitUser: {name: u, passwordHash: '"+strings.Repeat("x", n)+"'}}")
		text, err := new(writer).userData(m)
		require.NoError(t, err)
		require.LessOrEqual(t, len(text), atMost(m))
		long, err := needsSecret(m)
		require.NoError(t, err)
		require.Equal(t, len(text) > MaxCloudInit, long, n)
		v, err := new(builder).machineOf(m)
		require.NoError(t, err)
		c := v.Spec.Template.Spec.Volumes[0].CloudInit
		if !long {
			require.Equal(t, text, c.UserData)
			continue
		}
		require.Empty(t, c.UserData)
		require.Equal(t, "w-cloudinit", c.UserDataSecretRef.Name)
		s, err := secretOf(m)
		require.NoError(t, err)
		require.Equal(t, map[string]string{"userdata": text}, s.StringData)
	}
}

func TestNetworkTextBound(t *testing.T) {
	spec := "{networks: ["
	for i := range 12 {
		if i > 0 {
			spec += ", "
		}
		spec += "{name: net" + string(rune('a'+i)) + ", type: bridge, ipConfig: {mode: static, address: '2001:db8:aaaa:bbbb:cccc:dddd:eeee:0001/128', gateway: '2001:db8:aaaa:bbbb:cccc:dddd:eeee:0002', dnsServers: ['2001:db8:aaaa:bbbb:cccc:dddd:eeee:0003', '2001:db8:aaaa:bbbb:cccc:dddd:eeee:0004']}}"
	}
	m := machine(t, spec+"]}")
	text, err := new(writer).networkData(m)
	require.NoError(t, err)
	require.LessOrEqual(t, len(text), atMost(m))
	require.Greater(t, len(text), MaxCloudInit)
	s, err := secretOf(m)
	require.NoError(t, err)
	require.Equal(t, map[string]string{"networkdata": text}, s.StringData)
}

func TestWhatTheWebhookWouldAddIsSet(t *testing.T) {
	v, err := new(builder).machineOf(machine(t, "{}"))
	require.NoError(t, err)
	text, err := encode.String(v)
	require.NoError(t, err)
	for _, want := range []string{"architecture: amd64", "type: q35", "uuid: ", "serial: ", "resources: {}", "kubevirt.io/pci-topology-version: v3"} {
		require.Contains(t, text, want)
	}
	id := v.Spec.Template.Spec.Domain.Firmware
	require.Equal(t, id.Serial, id.UUID)
	require.Equal(t, "5", id.UUID[14:15], "a UUID of version 5")
	again, err := new(builder).machineOf(machine(t, "{}"))
	require.NoError(t, err)
	require.Equal(t, v, again)
}
