package command

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
)

// planted is a secret where it should not be. It is no name, number or address, so that no field takes it in silence.
const planted = "Tr0ub4dor&3!"

// example is a value of a type that has every field.
func example(t reflect.Type) any {
	switch t.Kind() {
	case reflect.Pointer:
		return example(t.Elem())
	case reflect.Slice:
		return []any{example(t.Elem())}
	case reflect.Map:
		return map[string]any{"x": example(t.Elem())}
	case reflect.Struct:
		fields := map[string]any{}
		for i := range t.NumField() {
			f := t.Field(i)
			if f.Anonymous {
				if inner, ok := example(f.Type).(map[string]any); ok {
					maps.Copy(fields, inner)
				}
				continue
			}
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			fields[name] = example(f.Type)
		}
		return fields
	case reflect.Bool:
		return true
	case reflect.Int, reflect.Int64:
		return 1
	}
	return "x"
}

// variants calls visit with the value changed at one place after the other: a scalar replaced, a key that is not known
// added, a mapping or list put in the place of a scalar and the other way round.
func variants(value any, put func(any), path string, visit func(path string, closed bool)) {
	try := func(what string, v any) {
		put(v)
		visit(path+" "+what, true)
		put(value)
	}
	switch v := value.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			variants(v[key], func(x any) { v[key] = x }, path+"."+key, visit)
		}
		v[planted] = "x"
		visit(path+" an unknown key", true)
		v[planted] = map[string]any{planted: []any{planted}}
		visit(path+" unknown keys", true)
		delete(v, planted)
		try("text for a mapping", planted)
		try("a list for a mapping", []any{planted})
	case []any:
		variants(v[0], func(x any) { v[0] = x }, path+"[0]", visit)
		if strings.HasSuffix(path, ".accessModes") { // whose only entry may stand alone
			put(planted)
			visit(path, false)
			put(value)
		} else {
			try("text for a list", planted)
		}
		try("a mapping for a list", map[string]any{planted: planted})
	default:
		put(planted)
		visit(path, false)
		put(value)
		try("a list", []any{planted})
		try("a mapping", map[string]any{planted: planted})
		try("two lines", "x\n"+planted)
		try("a long text", strings.Repeat(planted, 20))
	}
}

// mayBeTold are the fields whose value may be told: they take names, numbers, addresses and words of a list, and no secret.
var mayBeTold = strings.Fields(`apiVersion kind name namespace cpu memory size storageClassName boot networkRef macAddress type nadName vlanId
	bridgeName physicalInterface mode address gateway dnsServers[0] ports[0] numVfs resourceName stp nodeIP nodeAddress ensure restore
	trunk[0] nativeVlan vlanFiltering
	deviceName rng tablet video graphics multiqueue serialConsole logSerialConsole watchdog policy count balloon
	sockets cores threads maxSockets policy dedicatedCpu isolateEmulatorThread numa hugepages maxMemory architecture secureBoot persistent uuid
	accessModes accessModes[0] volumeMode dataSource.name dataSource.namespace standalone bindImmediate imageSource imageCertConfigMap imagePullMethod imagePullPolicy
	claimName dataVolumeName ephemeralClaim emptyDisk configMap type bus bootOrder serial cache io dedicatedIOThread shareable errorPolicy hotpluggable
	enabled hideHypervisor cpuAs guest
	nodeVlanId metric table servers[0] routes gateway dns dhcp
	restartPolicy antiAffinity key operator effect tolerationSeconds runStrategy autoStart install version operatorReplicas
	sourceKind sourceName policyNames min max managementInterfaces[0] delivery nodeSelector.x findings.x
	bondPorts[0] rollout placement cluster.nodes nodesFrom.configMap nodesFrom.key
	vmName evictionStrategy updateVolumesStrategy terminationGracePeriodSeconds priorityClassName schedulerName hostname subdomain dnsPolicy
	nodePort targetPort protocol nameservers[0] initialDelaySeconds periodSeconds timeoutSeconds successThreshold failureThreshold port scheme weight topologyKey
	matchLabelKeys[0] mismatchLabelKeys[0] namespaces[0] maxSkew minDomains nodeAffinityPolicy nodeTaintsPolicy whenUnsatisfiable
	matchLabels.x template.labels.x
	macSpoofCheck promiscuous hairpin portIsolation preserveDefaultVlan plugin marker
	clusterCIDRs[0] podNetwork addresses[0] gateway6 to via primary
	bridge physicalNetworkName subnets[0] excludeSubnets[0] persistentIPs
	model mtu lldp vlanInterface policyName maxUnavailable allowExtraPatchPorts id mac spoofCheck trust vlan qos minTxRate maxTxRate`)

// TestNoSecretIsSaid plants a secret at every place of our kinds and looks for it in all that is said.
func TestNoSecretIsSaid(t *testing.T) {
	for apiVersion, types := range map[string]map[string]reflect.Type{
		api.APIVersion:       {api.KindWukong: reflect.TypeFor[api.Wukong](), api.KindNetwork: reflect.TypeFor[api.NetworkConfig]()},
		api.RenderAPIVersion: {api.KindRender: reflect.TypeFor[api.WukongRender]()},
	} {
		for kind, typ := range types {
			whole, ok := example(typ).(map[string]any)
			require.True(t, ok)
			whole["apiVersion"], whole["kind"] = apiVersion, kind
			n := 0
			variants(whole, func(any) {}, kind, func(path string, closed bool) {
				if whole["apiVersion"] != apiVersion || whole["kind"] != kind {
					return // another kind, which is not ours to say anything of
				}
				n++
				_, field, _ := strings.Cut(path, ".")
				identity := strings.HasSuffix(path, "text") && (strings.Contains(path, ".metadata.name") || strings.Contains(path, ".apiVersion"))
				told := identity || !closed && !strings.Contains(path, "cloudInitUser") && slices.ContainsFunc(mayBeTold, func(name string) bool {
					return field == name || strings.HasSuffix(field, "."+name)
				})
				text, err := json.Marshal(whole)
				require.NoError(t, err)
				for form, text := range map[string]string{"block": block(whole, ""), "flow": string(text)} {
					for _, format := range []string{"json", "text"} { // the lines of the input stand in the text alone
						o := call(text+"\n---\n"+wukongYAML, "validate", "-", "--format", format)
						require.Contains(t, []int{exitOK, exitFindings}, o.code, o.stderr)
						if !told {
							require.NotContains(t, strings.ReplaceAll(o.out, `\u0026`, "&")+o.stderr, planted, "%s, %s", path, form)
						}
					}
				}
			})
			require.Greater(t, n, 100, kind)
		}
	}
}

// block writes a value in block style with texts in quotes only where they need them, as people do.
func block(value any, indent string) string {
	var b strings.Builder
	entry := func(head string, v any) {
		switch v := v.(type) {
		case map[string]any:
			b.WriteString(indent + head + "\n" + block(v, indent+"  "))
		case []any:
			b.WriteString(indent + head + "\n" + block(v, indent+"  "))
		case string:
			if strings.Contains(v, "\n") {
				v = quoted(v)
			}
			b.WriteString(indent + head + " " + v + "\n")
		default:
			text, _ := json.Marshal(v)
			b.WriteString(indent + head + " " + string(text) + "\n")
		}
	}
	switch v := value.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			entry(key+":", v[key])
		}
	case []any:
		for _, item := range v {
			entry("-", item)
		}
	}
	return b.String()
}

// TestNoSecretIsSaidAnywhere holds it of all ways in for the mistakes that people make.
func TestNoSecretIsSaidAnywhere(t *testing.T) {
	const key = "-----BEGIN OPENSSH PRIVATE KEY-----\n    " + planted + "\n    -----END OPENSSH PRIVATE KEY-----"
	spec := func(text string) map[string]string { return map[string]string{"a.yaml": wukongYAML + text} }
	for name, files := range map[string]map[string]string{
		"text for the user":       spec("  cloudInitUser: u:" + planted + "\n"),
		"a list of users":         spec("  cloudInitUser:\n  - u:" + planted + "\n"),
		"a password for a key":    spec("  cloudInitUser:\n    " + planted + ": x\n"),
		"a simple one":            spec("  cloudInitUser:\n    Tr0ub4dor: x\n"),
		"a key of a key":          spec("  cloudInitUser:\n    password:\n      " + planted + ": x\n"),
		"all in one line":         spec("  cloudInitUser: {name: Ü, password: " + planted + ", foo: bar}\n"),
		"over lines":              spec("  cloudInitUser: {name: Ü,\n    password: " + planted + ",\n    foo: bar}\n"),
		"a number":                spec("  cloudInitUser:\n    name: u\n    password: 1234567890987654321\n"),
		"a URL":                   spec("  disks:\n  - name: d\n    size: 1Gi\n    storageClassName: s\n    image: ftp://user:" + planted + "@host/x\n"),
		"a reference":             spec("  disks:\n  - name: d\n    size: 1Gi\n    storageClassName: s\n    image: user:" + planted + "@host/x y\n"),
		"a private key":           spec("  sshKeySecret: |\n    " + key + "\n"),
		"a private key in quotes": spec("  sshKeySecret: \"" + key + "\"\n"),
		"a public key":            spec("  sshKeySecret: ssh-ed25519 " + planted + " me@here\n"),
		"a key among names":       spec("  sshKeySecret:\n  - ssh-ed25519 " + planted + "\n"),
		"an alias":                spec("  cloudInitUser:\n    name: u\n    password: *" + planted + "\n"),
		"an anchor":               spec("  cloudInitUser:\n    name: u\n    password: &" + planted + " x\n"),
		"a tag":                   spec("  cloudInitUser:\n    name: u\n    password: !" + planted + " x\n"),
		"twice":                   spec("  cloudInitUser:\n    name: u\n    password: " + planted + "\n    password: " + planted + "\n"),
		"a comment":               spec("  cpu: 65 # the password is " + planted + "\n"),
		"not closed":              spec("  cloudInitUser:\n    name: u\n    password: \"" + planted + "\n"),
		"a tab":                   spec("  cloudInitUser:\n    name: u\n\tpassword: " + planted + "\n"),
		"a percent":               spec("  cloudInitUser:\n    name: u\n    password: %" + planted + "\n"),
		"a colon":                 spec("  cloudInitUser:\n    name: u\n    password: x: " + planted + "\n"),
		"no space":                spec("  cloudInitUser:\n    name: u\n    password:" + planted + "\n"),
		"a label":                 {"a.yaml": strings.Replace(wukongYAML, "  name: db", "  name: db\n  labels: {"+planted+": [x]}", 1)},
		"an annotation":           {"a.yaml": strings.Replace(wukongYAML, "  name: db", "  name: db\n  annotations:\n    fn.novasphere.dev/x: ["+planted+"]", 1)},
		"in a ConfigMap":          {"a.yaml": wukongYAML, "c.yaml": renderYAML("  nmstate:\n    registry: https://user:" + planted + "@quay.io/x\n    instance: {" + planted + ": " + planted + "}\n")},
		"in an instance":          {"a.yaml": wukongYAML, "c.yaml": renderYAML("  nmstate:\n    instance: {tolerations: [{operator: " + planted + "}], nodeSelector: {x: [" + planted + "]}}\n")},
		"in a kustomization":      {"kustomization.yaml": "resources: [a.yaml]\npatches:\n- patch: |-\n    " + planted + "\n", "a.yaml": wukongYAML},
		"in another":              {"kustomization.yaml": "resources: ['https://user:" + planted + "@127.0.0.1:1/x']\n" + planted + ": x\n"},
		"for a file":              {"kustomization.yaml": "secretGenerator:\n- name: x\n  files: [password=" + planted + "]\n"},
		"for a list":              {"kustomization.yaml": "secretGenerator:\n- name: x\n  envs: [" + planted + "]\n"},
		"in a remote":             {"kustomization.yaml": "resources: ['https://127.0.0.1:1/x?token=" + planted + "', 'git::user:" + planted + "@127.0.0.1/x']\n"},
		"in a generator":          {"kustomization.yaml": "secretGenerator:\n- name: x\n  literals: [" + planted + "]\n"},
	} {
		t.Run(name, func(t *testing.T) {
			for what, text := range said(t, write(t, files)) {
				text = strings.ReplaceAll(text, `\u0026`, "&")
				for _, secret := range []string{planted, "Tr0ub4dor", "1234567890987654321"} {
					require.NotContains(t, text, secret, what)
				}
				require.NotContains(t, text, "BEGIN OPENSSH", what)
			}
		})
	}
}

func TestNoSecretIsSaidOfArguments(t *testing.T) {
	t.Setenv("SECRET", planted)
	dir := write(t, map[string]string{"a.yaml": wukongYAML})
	for _, args := range [][]string{
		{"--set", planted}, {"--set", "=" + planted}, {"--set", "vm.cpu=" + planted}, {"--set", "vm.password=" + planted}, {"--set", "x=" + planted},
		{"--set", "vm=" + planted}, {"--set", "vm.cpu=1", "--set", "vm.cpu.x=" + planted}, {"--set", "vm.cpu=[" + planted}, {"--set", "vm.cpu=*" + planted},
		{"--set", planted + "=x"}, {"--set", "nmstate.instance={" + planted + ": " + planted + "}"}, {"--set", "delivery=" + planted},
		{"--set", "nmstate.version=" + planted}, {"--set", "nmstate.registry=https://u:" + planted + "@h"}, {"--set", "findings." + planted + "=error"},
		{"--set-env", planted}, {"--set-env", "vm.cpu=SECRET"}, {"--set-env", "vm.memory=SECRET"}, {"--set-env", "vm.password=SECRET"},
		{"---x=" + planted}, {"--x=" + planted}, {"x", planted},
	} {
		for _, command := range []string{"generate", "validate"} {
			o := call("", append([]string{command, dir}, args...)...)
			require.NotEqual(t, exitOK, o.code, "%q", args)
			require.NotContains(t, o.out+o.stderr, planted, "%q", args)
			require.NotContains(t, o.out+o.stderr, "Tr0ub4dor", "%q", args)
		}
	}
}
