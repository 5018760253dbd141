package check

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/nmstate"
)

func TestTwoWaysNameTheDifference(t *testing.T) {
	const bridge = "[{name: a, type: bridge, bridgeName: br0"
	const bond = "[{name: a, type: bridge, vlanId: 5, bridgeName: br0, bond: {name: b0, mode: broadcast, ports: [e1"
	const card = "[{name: a, type: sriov, physicalInterface: e1, sriov: {resourceName: x/a, numVfs: "
	const ovs = "[{name: a, type: ovs, bridgeName: br0"
	const once = ": define it once"
	const other = once + ", or give one of them another bridgeName or nodes of its own"
	for name, tc := range map[string]struct{ there, here, want string }{
		"port":                   {bridge + ", vlanId: 5}]", bridge + ", vlanId: 6}]", "the bridge br0 has bridge.port[0].name ens160.6 here and ens160.5 there" + other},
		"spanning tree":          {bridge + "}]", bridge + ", stp: true}]", "the bridge br0 has bridge.options.stp.enabled true here and false there" + other},
		"type":                   {bridge + "}]", "[{name: a, type: ovs, bridgeName: br0}]", "the bridge br0 has type ovs-bridge here and linux-bridge there" + other},
		"node's address":         {bridge + ", nodeAddress: dhcp}]", bridge + "}]", "the bridge br0 has ipv4.dhcp none here and true there" + other},
		"removed there":          {bridge + ", ensure: absent}]", bridge + "}]", "the bridge br0 is defined here and being removed there" + other},
		"ports of a bond":        {bond + "]}}]", bond + ", e2]}}]", "the bond b0 has link-aggregation.port e1, e2 here and e1 there" + once},
		"option of a bond":       {bond + "]}}]", bond + "], options: {fail_over_mac: active}}}]", "the bond b0 has link-aggregation.options.fail_over_mac active here and none there" + once},
		"virtual functions":      {card + "2}}]", card + "3}}]", "the card e1 has ethernet.sr-iov.total-vfs 3 here and 2 there" + once},
		"a function of a card":   {card + "2, vfs: [{id: 0, trust: true}]}}]", card + "2}}]", "the card e1 has ethernet.sr-iov.vfs[0].id none here and 0 there" + once},
		"MTU of a bridge":        {bridge + ", mtu: 9000}]", bridge + ", mtu: 8000}]", "the bridge br0 has mtu 8000 here and 9000 there" + other},
		"notes on an OVS bridge": {ovs + ", ovs: {externalIDs: {a: b}}}]", ovs + ", ovs: {externalIDs: {a: c}}}]", "the bridge br0 has ovs-db.external_ids.a c here and b there" + other},
		"card given back":        {card + "2}, ensure: absent}]", card + "3}}]", "the card e1 is defined here and being removed there" + once},
	} {
		t.Run(name, func(t *testing.T) {
			found := pack{networks: []string{tc.there, tc.here}}.check(t)
			require.Len(t, found, 1)
			require.Equal(t, tc.want, found[0].Message)
		})
	}
}

// TestEveryFieldOfAnInterfaceIsCompared changes each value that an interface of a policy can have: the rule finds it by its
// path. So a new field is compared, too.
func TestEveryFieldOfAnInterfaceIsCompared(t *testing.T) {
	full := func() *nmstate.Interface {
		var itf nmstate.Interface
		each(reflect.ValueOf(&itf).Elem(), func(reflect.Value) {})
		return &itf
	}
	count := 0
	each(reflect.ValueOf(new(nmstate.Interface)).Elem(), func(reflect.Value) { count++ })
	require.Greater(t, count, 15)
	paths := map[string]bool{}
	for changed := range count {
		var b nmstate.Interface
		at := 0
		each(reflect.ValueOf(&b).Elem(), func(v reflect.Value) {
			if at++; at == changed+1 {
				change(v)
			}
		})
		path, first, second := firstDifference(values(full()), values(&b))
		require.NotEqual(t, first, second, "value %d", changed)
		require.False(t, paths[path], path)
		paths[path] = true
	}
	path, _, _ := firstDifference(values(full()), values(full()))
	require.Empty(t, path)
}

// each gives every value below one a value, and visits it.
func each(v reflect.Value, visit func(reflect.Value)) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		each(v.Elem(), visit)
	case reflect.Struct:
		for i := range v.NumField() {
			each(v.Field(i), visit)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		each(v.Index(0), visit)
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("x"), reflect.ValueOf("1"))
		visit(v)
	case reflect.String:
		v.SetString("x")
		visit(v)
	case reflect.Bool:
		v.SetBool(true)
		visit(v)
	default:
		v.SetInt(1)
		visit(v)
	}
}

func change(v reflect.Value) {
	switch v.Kind() {
	case reflect.Map:
		v.SetMapIndex(reflect.ValueOf("x"), reflect.ValueOf("2"))
	case reflect.String:
		v.SetString("y")
	case reflect.Bool:
		v.SetBool(false)
	default:
		v.SetInt(2)
	}
}
