package change

import (
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	"github.com/novasphere/wukong-fn/render/vm"
)

// machine is a machine with disks and interfaces, both as YAML.
func machine(t *testing.T, disks, interfaces string) *vm.Spec {
	t.Helper()
	var in struct {
		Disks []struct{ Name, Size, Class, Image string }
		Cards []struct {
			Name, MAC string
			Pod       bool
		}
	}
	require.NoError(t, yaml.UnmarshalStrict([]byte("disks: ["+disks+"]\ncards: ["+interfaces+"]"), &in))
	spec := &vm.Spec{}
	for _, d := range in.Disks {
		var one vm.DataVolumeTemplate
		one.Metadata.Name = "db-" + d.Name
		one.Spec.Storage.Resources.Requests, one.Spec.Storage.StorageClassName = &vm.Requests{Storage: d.Size}, d.Class
		if d.Image != "" {
			one.Spec.Source = &vm.Source{HTTP: &vm.URL{URL: d.Image}}
		}
		spec.DataVolumeTemplates = append(spec.DataVolumeTemplates, one)
	}
	for _, c := range in.Cards {
		devices := &spec.Template.Spec.Domain.Devices
		card := vm.Interface{Name: c.Name, MAC: c.MAC}
		if c.Pod {
			card.Masquerade = &vm.Empty{}
		}
		devices.Interfaces = append(devices.Interfaces, card)
	}
	return spec
}

// TestMachine has for each row the change that it is about, and the nearest that it is not about.
func TestMachine(t *testing.T) {
	const a, lan = "{name: a, size: 10Gi, class: s, image: http://x/1}", "{name: lan, mac: '02:00:00:00:00:0a'}"
	for name, tc := range map[string]struct {
		disks, cards string
		want         []string
	}{
		"nothing":         {a, lan, nil},
		"disk smaller":    {"{name: a, size: 9Gi, class: s, image: http://x/1}", lan, []string{"WK042 disk smaller"}},
		"disk larger":     {"{name: a, size: 11Gi, class: s, image: http://x/1}", lan, []string{"WK084 disk larger"}},
		"the same size":   {"{name: a, size: 10240Mi, class: s, image: http://x/1}", lan, nil},
		"storage class":   {"{name: a, size: 10Gi, class: t, image: http://x/1}", lan, []string{"WK043 storage class"}},
		"image":           {"{name: a, size: 10Gi, class: s, image: http://x/2}", lan, []string{"WK084 image"}},
		"no image":        {"{name: a, size: 10Gi, class: s}", lan, []string{"WK084 image"}},
		"disk renamed":    {"{name: b, size: 10Gi, class: s, image: http://x/1}", lan, []string{"WK085 disk renamed"}},
		"disk removed":    {"", lan, []string{"WK085 disk removed"}},
		"disk added":      {a + ", {name: b, size: 1Gi}", lan, nil},
		"one for two":     {"{name: b, size: 10Gi}, {name: c, size: 10Gi}", lan, []string{"WK085 disk removed"}},
		"MAC address":     {a, "{name: lan, mac: '02:00:00:00:00:0b'}", []string{"WK086 MAC address"}},
		"MAC in capitals": {a, "{name: lan, mac: '02:00:00:00:00:0A'}", nil},
		"card removed":    {a, "", []string{"WK086 interface removed"}},
		"card added":      {a, lan + ", {name: wan, mac: '02:00:00:00:00:0c'}", nil},
		"card renamed":    {a, "{name: wan, mac: '02:00:00:00:00:0a'}", []string{"WK086 interface removed"}},
	} {
		t.Run(name, func(t *testing.T) {
			out := []string{}
			for _, c := range Machine(machine(t, a, lan), machine(t, tc.disks, tc.cards), nil) {
				out = append(out, string(c.Code)+" "+c.Name)
				require.NotContains(t, c.Text(""), "%")
				require.NotEmpty(t, c.Source)
			}
			require.ElementsMatch(t, tc.want, out)
		})
	}
}

func TestInterfacesInAnotherOrder(t *testing.T) {
	const a, b, c = "{name: a}", "{name: b}", "{name: c}"
	for name, tc := range map[string]struct {
		was, now string
		want     []string
	}{
		"the same":         {a + "," + b, a + "," + b, nil},
		"exchanged":        {a + "," + b, b + "," + a, []string{"interfaces in another order"}},
		"one more behind":  {a + "," + b, a + "," + b + "," + c, nil},
		"one less between": {a + "," + b + "," + c, a + "," + c, []string{"interface removed"}},
	} {
		t.Run(name, func(t *testing.T) {
			var out []string
			for _, one := range Machine(machine(t, "", tc.was), machine(t, "", tc.now), nil) {
				out = append(out, one.Name)
			}
			require.Equal(t, tc.want, out)
		})
	}
}

func TestPodNetworkAdded(t *testing.T) {
	const lan, wan, pod = "{name: lan}", "{name: wan}", "{name: default, pod: true}"
	for name, tc := range map[string]struct {
		was, now string
		want     []string
	}{
		"in front":                    {lan, pod + "," + lan, []string{"WK086 pod network added"}},
		"behind":                      {lan, lan + "," + pod, []string{"WK086 pod network added"}},
		"there before":                {pod + "," + lan, pod + "," + lan, nil},
		"another network":             {lan, lan + "," + wan, nil},
		"what was there is not read":  {"", pod + "," + lan, nil},
		"removed":                     {pod + "," + lan, lan, []string{"WK086 interface removed"}},
		"the others in another order": {lan + "," + wan, pod + "," + wan + "," + lan, []string{"WK070 interfaces in another order", "WK086 pod network added"}},
	} {
		t.Run(name, func(t *testing.T) {
			var out []string
			for _, one := range Machine(machine(t, "", tc.was), machine(t, "", tc.now), nil) {
				out = append(out, string(one.Code)+" "+one.Name)
				require.NotContains(t, one.Text(""), "%")
			}
			require.Equal(t, tc.want, out)
		})
	}
}
