package disclose

import (
	"cmp"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
)

func place(kind, field string) finding.Place {
	p := finding.Place{Kind: kind, APIVersion: api.APIVersion, Field: field}
	switch kind {
	case api.KindRender:
		p.APIVersion = api.RenderAPIVersion
	case "ConfigMap":
		p.APIVersion = "v1"
	case "":
		p.APIVersion = ""
	}
	return p
}

func TestFinding(t *testing.T) {
	for name, tc := range map[string]struct {
		kind, field string
		told        string // the field as it is told
		open        bool   // and its value
	}{
		"a number":               {"Wukong", "spec.cpu", "spec.cpu", true},
		"a quantity":             {"Wukong", "spec.memory", "spec.memory", true},
		"free text":              {"Wukong", "spec.osImage", "spec.osImage", false},
		"where keys land":        {"Wukong", "spec.sshKeySecret", "spec.sshKeySecret", false},
		"a URL":                  {"Wukong", "spec.disks[0].image", "spec.disks[0].image", false},
		"a class":                {"Wukong", "spec.disks[12].storageClassName", "spec.disks[12].storageClassName", true},
		"a VLAN":                 {"Wukong", "spec.networks[0].vlanId", "spec.networks[0].vlanId", true},
		"an address":             {"Wukong", "spec.networks[0].ipConfig.dnsServers[1]", "spec.networks[0].ipConfig.dnsServers[1]", true},
		"one of a list":          {"NetworkConfig", "spec.type", "spec.type", true},
		"ports for a list":       {"NetworkConfig", "spec.bond.ports", "spec.bond.ports", false},
		"a mapping":              {"Wukong", "spec.networks[0].ipConfig", "spec.networks[0].ipConfig", false},
		"a name":                 {"Wukong", "metadata.name", "metadata.name", true},
		"a selector":             {"Wukong", "spec.highAvailability.nodeSelector[a.b/c]", "spec.highAvailability.nodeSelector[a.b/c]", true},
		"a selector, one word":   {"Wukong", "spec.highAvailability.nodeSelector.disktype", "spec.highAvailability.nodeSelector.disktype", true},
		"a selector, no key":     {"Wukong", "spec.highAvailability.nodeSelector.hunter2!", "spec.highAvailability.nodeSelector", false},
		"an annotation":          {"Wukong", "metadata.annotations[example.com/x]", "metadata.annotations[example.com/x]", false},
		"an annotation, no key":  {"Wukong", "metadata.annotations.hunter2", "metadata.annotations", false},
		"an annotation, slashes": {"Wukong", "metadata.annotations[hunter2/hunter2]", "metadata.annotations", false},
		"a label":                {"Wukong", "metadata.labels.app", "metadata.labels.app", false},
		"a merge key":            {"Wukong", "spec.<<", "spec.<<", false},
		"known, closed":          {"Wukong", "spec.cloudInitUser.lockPasswd", "spec.cloudInitUser.lockPasswd", false},
		"closed list":            {"Wukong", "spec.cloudInitUser.groups[0]", "spec.cloudInitUser.groups[0]", false},
		"unknown, closed":        {"Wukong", "spec.cloudInitUser.hunter2", "spec.cloudInitUser", false},
		"unknown, below closed":  {"Wukong", "spec.cloudInitUser.hunter2.hunter3[0]", "spec.cloudInitUser", false},
		"unknown":                {"Wukong", "spec.vlanID", "spec.vlanID", false},
		"below unknown":          {"Wukong", "spec.vlanID.x", "spec.vlanID", false},
		"unknown, no name":       {"Wukong", "spec.hunter 2", "spec", false},
		"unknown, long":          {"Wukong", "spec." + strings.Repeat("a", 41), "spec", false},
		"unknown at the top":     {"Wukong", "[hunter.2]", "", false},
		"what a cluster adds":    {"Wukong", "metadata.managedFields[0].hunter2", "metadata.managedFields", false},
		"a bond's option":        {"NetworkConfig", "spec.bond.options.miimon", "spec.bond.options.miimon", false},
		"NMState's":              {"WukongRender", "spec.nmstate.instance.tolerations[0].key", "spec.nmstate.instance.tolerations[0].key", false},
		"NMState's selector":     {"WukongRender", `spec.nmstate.instance.nodeSelector["a/b"]`, "spec.nmstate.instance.nodeSelector", false},
		"a code":                 {"WukongRender", "spec.findings.WK012", "spec.findings.WK012", true},
		"a registry":             {"WukongRender", "spec.nmstate.registry", "spec.nmstate.registry", false},
		"the default's":          {"", "spec.vm.cpu", "spec.vm.cpu", true},
		"of a ConfigMap":         {"ConfigMap", "data[vm.cpu]", "data[vm.cpu]", true},
		"unknown of a ConfigMap": {"ConfigMap", "data[vm.hunter 2]", "data[vm]", false},
		"unknown key of it":      {"ConfigMap", "data[hunter 2]", "data", false},
		"of the command line":    {"", "--set vm.cpu", "--set vm.cpu", false},
		"unknown there":          {"", "--set hunter 2", "--set", false},
		"another kind's name":    {"Secret", "metadata.name", "metadata.name", true},
		"another kind's":         {"Secret", "stringData.password", "stringData", false},
		"a bracket in a key":     {"Wukong", "metadata.annotations[x].name]", "metadata.annotations", false},
		"an open bracket":        {"Wukong", "spec.networks[", "spec.networks", false},
		"dots":                   {"Wukong", "..", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			f := finding.New(finding.WrongType, "", tc.field+" must be x").Values("hunter2", "true")
			f.Place = place(tc.kind, tc.field)
			other := f.Place
			f.Other = &other
			Finding(&f)
			require.Equal(t, tc.told, f.Place.Field)
			require.Equal(t, tc.told, f.Other.Field)
			subject := tc.told
			if tc.told != tc.field {
				subject = "a key of " + cmp.Or(tc.told, "the resource")
			}
			require.Equal(t, subject+" must be x", f.Message)
			require.Equal(t, tc.open, f.Current == "hunter2", f.Current)
			require.Equal(t, "true", f.Proposed, "a word of ours")
			require.Equal(t, tc.field, other.Field, "what the other place points to is not ours to change")
		})
	}
}

func TestProposals(t *testing.T) {
	for name, tc := range map[string]struct {
		code                                     finding.Code
		field, current, proposed, shown, instead string
	}{
		"made of a secret":     {finding.WrongType, "spec.cloudInitUser.password", "1234", `"1234"`, "", ""},
		"of ours":              {finding.WrongType, "spec.cloudInitUser.lockPasswd", "hunter2", "true", "", "true"},
		"too long to be told":  {finding.OutOfRange, "spec.memory", strings.Repeat("x", 101), "", "", ""},
		"an unknown field":     {finding.UnknownField, "spec.cpus", "cpus", "cpu", "cpus", "cpu"},
		"one that is not told": {finding.UnknownField, "spec.cloudInitUser.passwort", "passwort", "password", "", "password"},
	} {
		t.Run(name, func(t *testing.T) {
			f := finding.New(tc.code, "", "m").Values(tc.current, tc.proposed)
			f.Place = place("Wukong", tc.field)
			Finding(&f)
			require.Equal(t, []string{tc.shown, tc.instead}, []string{f.Current, f.Proposed})
		})
	}
}

func TestText(t *testing.T) {
	for name, tc := range map[string]struct{ field, meant, line, want string }{
		"a number":                   {"spec.cpu", "", "  cpu: 65", "  cpu: 65"},
		"carriage return":            {"spec.cpu", "", "  cpu: 65\r", "  cpu: 65"},
		"in quotes":                  {"spec.cpu", "", `  cpu: "65"`, `  cpu: "65"`},
		"a comment":                  {"spec.cpu", "", "  cpu: 65 # hunter2", "  cpu: 65"},
		"in an item":                 {"spec.networks[0].name", "", "  - name: x_y", "  - name: x_y"},
		"an item":                    {"spec.networks[0].ipConfig.dnsServers[0]", "", "  - 1.1.1.x", "  - 1.1.1.x"},
		"an item by its first field": {"spec.networks[0]", "", "  - name: lan", "  - name: lan"},
		"an item's secret":           {"spec.disks[0]", "", "  - image: hunter2", ""},
		"an item's unknown":          {"spec.disks[0]", "", "  - hunter2: x", ""},
		"a mapping":                  {"spec", "", "spec:", "spec:"},
		"a mapping with a comment":   {"spec", "", "spec: # hunter2", "spec:"},
		"a scalar for a mapping":     {"spec", "", "spec: hunter2", ""},
		"a flow mapping":             {"spec.cpu", "", "spec: {cpu: 1, password: hunter2}", ""},
		"a flow value":               {"spec.cpu", "", "  cpu: {a: hunter2}", ""},
		"a JSON text":                {"spec.cpu", "", `{"spec":{"cpu":1,"password":"hunter2"}}`, ""},
		"a block":                    {"spec.memory", "", "  memory: |", ""},
		"an open quote":              {"spec.memory", "", `  memory: "hunter2`, ""},
		"an anchor":                  {"spec.memory", "", "  memory: &hunter2 1Gi", ""},
		"words":                      {"spec.memory", "", "  memory: correct horse battery", ""},
		"long":                       {"spec.memory", "", "  memory: " + strings.Repeat("a", 101), ""},
		"free text":                  {"spec.osImage", "", "  osImage: hunter2", ""},
		"known, empty":               {"spec.cloudInitUser", "", "  cloudInitUser:", "  cloudInitUser:"},
		"closed":                     {"spec.cloudInitUser.lockPasswd", "", "    lockPasswd: hunter2", ""},
		"unknown":                    {"spec.hunter", "", "  hunter: 2", ""},
		"unknown, empty":             {"spec.colour", "", "  colour:", "  colour:"},
		"unknown, meant":             {"spec.networks[0].vlanID", "vlanId", "    vlanID: 7", "    vlanID: 7"},
		"unknown, meant a secret":    {"spec.cloudInitUser.passwort", "password", "    passwort: hunter2", ""},
		"what is not there":          {"spec.networks[0].type", "", "  - name: lan", "  - name: lan"},
		"not there either":           {"spec.networks[0].ipConfig.address", "", "    ipConfig:", "    ipConfig:"},
		"not there, at the top":      {"spec.networks[0].ipConfig.address", "", "spec: {}", ""},
		"not there, closed":          {"spec.cloudInitUser.name", "", "  cloudInitUser: hunter2", ""},
		"a deeper one, closed":       {"spec.cloudInitUser.hunter2.hunter3", "", "    hunter2:", ""},
		"another line":               {"spec.cpu", "", "  password: hunter2", ""},
		"not a line of it":           {"spec.networks[0].ipConfig.dnsServers[0]", "", "    hunter2", "    hunter2"},
		"nothing":                    {"spec.cpu", "", "", ""},
		"an empty item":              {"spec.networks[0]", "", "  -", ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := place("Wukong", tc.field)
			p.Text = tc.line
			conceal(&p, tc.meant)
			require.Equal(t, tc.want, p.Text)
		})
	}
}

// Every field of our kinds is open or not, for a reason that stands here: a new one is closed until somebody opens it.
func TestFields(t *testing.T) {
	open := map[string]bool{}
	for kind, root := range map[string]reflect.Type{
		"Wukong": reflect.TypeFor[api.Wukong](), "NetworkConfig": reflect.TypeFor[api.NetworkConfig](), "WukongRender": reflect.TypeFor[api.WukongRender](),
	} {
		walk(root, "", func(path string) {
			p := place(kind, path)
			at := lead(&p)
			told, is := at.follow()
			require.Equal(t, path, told, "the names of all fields may be told")
			open[kind+" "+path] = is
		})
	}
	closed := []string{}
	for _, path := range []string{
		"Wukong spec.dnsConfig.options[0].name", "Wukong spec.dnsConfig.options[0].value", "Wukong spec.dnsConfig.searches[0]",
		"Wukong spec.osImage", "Wukong spec.sshKeySecret", "Wukong spec.disks[0].image", "Wukong spec.highAvailability.tolerations[0].value",
		"Wukong spec.cloudInitUser.name", "Wukong spec.cloudInitUser.password", "Wukong spec.cloudInitUser.passwordHash", "Wukong spec.cloudInitUser.sudo",
		"Wukong spec.cloudInitUser.shell", "Wukong spec.cloudInitUser.groups[0]", "Wukong spec.cloudInitUser.lockPasswd",
		"Wukong spec.cpuModel", "Wukong spec.cpuFeatures[0].name", "Wukong spec.machineType", "Wukong spec.firmware.serial", "Wukong spec.hypervVendorID",
		"Wukong spec.disks[0].imageSecret", "Wukong spec.disks[0].secret", "Wukong spec.disks[0].sysprep.secret", "Wukong spec.disks[0].containerDisk",
		"Wukong spec.disks[0].volumeLabel", "Wukong spec.disks[0].annotations[example.com/x]",
		"Wukong spec.instancetype.revisionName", "Wukong spec.instancetype.inferFromVolume", "Wukong spec.preference.revisionName", "Wukong spec.preference.inferFromVolume",
		"Wukong spec.networks[0].dns.search[0]", "NetworkConfig spec.dns.search[0]",
		"Wukong spec.networks[0].description", "NetworkConfig spec.description",
		"Wukong spec.patches.virtualMachine.x", "Wukong spec.networks[0].patches.policy.x", "Wukong spec.networks[0].patches.attachment.x",
		"Wukong spec.networks[0].patches.attachmentConfig.x", "NetworkConfig spec.patches.policy.x", "NetworkConfig spec.patches.attachment.x",
		"NetworkConfig spec.patches.attachmentConfig.x",
		"Wukong spec.networks[0].ovs.externalIDs[example.com/x]", "NetworkConfig spec.ovs.externalIDs[example.com/x]",
		"Wukong spec.networks[0].ipConfig.search[0]", "NetworkConfig spec.ipConfig.search[0]",
		"WukongRender spec.nmstate.registry", "WukongRender spec.flux.path", "WukongRender spec.network.vlanRanges[0].name",
	} {
		is, known := open[path]
		require.True(t, known, path)
		require.False(t, is, path)
		closed = append(closed, path)
		delete(open, path)
	}
	for path, is := range open {
		free := strings.Contains(path, "metadata.") && !strings.HasSuffix(path, "name") && !strings.HasSuffix(path, "namespace") ||
			strings.Contains(path, "Probe.") && !strings.HasSuffix(path, "Seconds") && !strings.HasSuffix(path, "Threshold") && !strings.HasSuffix(path, ".port") &&
				!strings.HasSuffix(path, ".scheme") ||
			strings.Contains(path, ".template.annotations") || strings.HasSuffix(path, ".values[0]") ||
			strings.Contains(path, "options") || strings.Contains(path, "nmstate.instance") || strings.HasSuffix(path, "status")
		require.Equal(t, !free, is, path)
	}
	require.Len(t, closed, 47)
}

// walk visits the paths of all values that are no mappings or lists.
func walk(t reflect.Type, path string, visit func(string)) {
	switch t.Kind() {
	case reflect.Pointer:
		walk(t.Elem(), path, visit)
	case reflect.Slice:
		walk(t.Elem(), path+"[0]", visit)
	case reflect.Map:
		key := "[example.com/x]"
		if strings.HasSuffix(path, "options") || strings.HasSuffix(path, "findings") || strings.HasSuffix(path, "instance") ||
			strings.Contains(path, "patches") {
			key = ".x"
		}
		walk(t.Elem(), path+key, visit)
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			switch {
			case name == "-":
			case f.Anonymous:
				walk(f.Type, path, visit)
			case path == "":
				walk(f.Type, name, visit)
			default:
				walk(f.Type, path+"."+name, visit)
			}
		}
	default:
		visit(path)
	}
}

// FuzzFinding holds that what is told of a path is the beginning of it, whatever it is.
func FuzzFinding(f *testing.F) {
	for _, path := range []string{"spec.networks[0].name", "..", "[", "a]b[", "--set x", "data[a]", "spec.cloudInitUser[x].y"} {
		f.Add("Wukong", path, "  - name: x # y")
		f.Add("ConfigMap", path, "name: {")
		f.Add("", path, "- - -")
	}
	f.Fuzz(func(t *testing.T, kind, path, line string) {
		found := finding.New(finding.WrongType, "", "m")
		found.Place = place(kind, path)
		found.Place.Text = line
		Finding(&found)
		require.True(t, strings.HasPrefix(line, found.Place.Text))
		require.True(t, strings.HasPrefix(path, strings.TrimSuffix(found.Place.Field, "]")))
	})
}
