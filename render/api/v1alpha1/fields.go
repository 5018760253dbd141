package v1alpha1

import (
	"iter"
	"math/bits"
	"reflect"
	"slices"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
)

// networkField is a field of NetworkSpec or NetworkMore with what its tags say. The tag `schema` is about the value; the tag `network` is
// about the field:
//
//	guest      the field is the guest's and defines nothing on the nodes: it may stand beside networkRef and on the pod network
//	policy     the field asks for a policy where nadName names an attachment that exists
//	port       the field may stand beside networkRef, too, where it is about the machine's own port on the network
//	types=a|b  the types of network that have the field, all where the tag does not say so
type networkField struct {
	tag
	guest, policy bool
	port          bool
	types         []string
}

// networkTypes are the types of network in order, as the schema lists them.
var networkTypes = []string{TypeBridge, TypeOVS, TypeSRIOV, TypeHost, TypeLocalnet, TypeLayer2}

// machineTypes are those that a machine can be on.
var machineTypes = []string{TypeBridge, TypeOVS, TypeSRIOV, TypeLocalnet, TypeLayer2}

// networkFields are the fields of NetworkSpec in order, and behind them those of NetworkMore.
var networkFields = append(fieldsOf(reflect.TypeFor[NetworkSpec]()), fieldsOf(reflect.TypeFor[NetworkMore]())...)

// plainFields is how many of them are NetworkSpec's own.
var plainFields = len(fieldsOf(reflect.TypeFor[NetworkSpec]()))

// fieldSet has a bit for each of networkFields.
type fieldSet uint64

// definitionFields define a network, wordFields without saying where; referredFields do so where networkRef names one; policyFields
// ask for a policy.
var (
	wordFields       = fieldsThat(func(f *networkField) bool { return !f.guest && f.name != "nodeSelector" })
	definitionFields = fieldsThat(func(f *networkField) bool { return !f.guest })
	referredFields   = fieldsThat(func(f *networkField) bool { return !f.guest && !f.port })
	policyFields     = fieldsThat(func(f *networkField) bool { return f.policy })
)

func fieldsOf(t reflect.Type) []networkField {
	fields := make([]networkField, 0, t.NumField())
	for i := range t.NumField() {
		if t.Field(i).Anonymous {
			continue
		}
		fields = append(fields, networkField{tag: tagOf(t, i)})
		f := &fields[len(fields)-1]
		for word := range strings.SplitSeq(t.Field(i).Tag.Get("network"), ",") {
			name, argument, _ := strings.Cut(word, "=")
			switch name {
			case "guest":
				f.guest = true
			case "policy":
				f.policy = true
			case "port":
				f.port = true
			case "types":
				f.types = strings.Split(argument, "|")
			}
		}
	}
	return fields
}

func fieldsThat(hold func(*networkField) bool) fieldSet {
	var set fieldSet
	for i := range networkFields {
		if hold(&networkFields[i]) {
			set |= 1 << i
		}
	}
	return set
}

// indexes are those of the fields in a set.
func (set fieldSet) indexes() iter.Seq[int] {
	return func(yield func(int) bool) {
		for set != 0 && yield(bits.TrailingZeros64(uint64(set))) {
			set &= set - 1
		}
	}
}

// names are the fields in a set.
func (set fieldSet) names() []string {
	var names []string
	for i := range set.indexes() {
		names = append(names, networkFields[i].name)
	}
	return names
}

// unfitFields are those that networks of a type do not have, by the type.
var unfitFields = func() map[string]fieldSet {
	unfit := map[string]fieldSet{}
	for _, t := range networkTypes {
		unfit[t] = fieldsThat(func(f *networkField) bool {
			if f.types == nil {
				return t == TypeLayer2 && !slices.Contains(withoutNodes, f.name)
			}
			return !slices.Contains(f.types, t)
		})
	}
	return unfit
}()

// given are the fields that have a value; an empty mapping or list is none.
func (s *NetworkSpec) given() fieldSet {
	set := givenIn(reflect.ValueOf(s).Elem(), networkFields[:plainFields])
	if s.NetworkMore != nil {
		set |= givenIn(reflect.ValueOf(s.NetworkMore).Elem(), networkFields[plainFields:]) << plainFields
	}
	return set
}

func givenIn(v reflect.Value, fields []networkField) fieldSet {
	var set fieldSet
	for i := range fields {
		if !empty(v.Field(fields[i].index)) {
			set |= 1 << i
		}
	}
	return set
}

// value is that of one of networkFields.
func (s *NetworkSpec) value(i int) reflect.Value {
	if i < plainFields {
		return reflect.ValueOf(s).Elem().Field(networkFields[i].index)
	}
	return reflect.ValueOf(s.More()).Elem().Field(networkFields[i].index)
}

func empty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Map, reflect.Slice, reflect.String:
		return v.Len() == 0
	case reflect.Pointer:
		return v.IsNil()
	}
	return v.IsZero()
}

// HasPolicy says whether a policy is made for the network: not for one that names an attachment which exists, unless the
// entry also describes the network on the nodes, and not for one of which nothing on the nodes is ours.
func (s *NetworkSpec) HasPolicy() bool {
	return !s.onOVNAlone() && (s.NADName == "" || s.given()&policyFields != 0)
}

// Alike says whether two networks are defined in the same words. The guest's address and the nodes that they are on may
// differ.
func (s *NetworkSpec) Alike(other *NetworkSpec) bool {
	if s == other {
		return true
	}
	fields := networkFields
	if s.NetworkMore == other.NetworkMore {
		fields = fields[:plainFields]
	}
	for i := range fields {
		if wordFields&(1<<i) != 0 && !equal(s.value(i), other.value(i)) {
			return false
		}
	}
	return true
}

func equal(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.String:
		return a.String() == b.String()
	case reflect.Bool:
		return a.Bool() == b.Bool()
	case reflect.Pointer:
		if a.IsNil() || b.IsNil() {
			return a.IsNil() && b.IsNil()
		}
		if a, b := a.Elem(), b.Elem(); a.CanInt() {
			return a.Int() == b.Int()
		}
	}
	return empty(a) && empty(b) || reflect.DeepEqual(a.Interface(), b.Interface())
}

// exclusion is a rule between two fields of a network: field must not stand beside the other, or beside type where the type
// is this one. why goes on behind the field's name.
type exclusion struct {
	field, beside, isType, why string
	index                      int      // of field
	both                       fieldSet // field and beside
}

var exclusions = []exclusion{
	exclude("physicalInterface", "bond", "",
		"must not stand beside bond, which is the uplink: name the interfaces in bond.ports, and remove this"),
	exclude("attachment", "nadName", "",
		"must not stand beside nadName, which names an attachment that exists and is made elsewhere: remove one of the two"),
	exclude("maxUnavailable", "nodes", "",
		"must not stand beside nodes: it counts the nodes of a policy, and each entry has a policy of its own. Remove it, and write rollout"),
	exclude("maxUnavailable", "nodesFrom", "",
		"must not stand beside nodesFrom: it counts the nodes of a policy, and each row has a policy of its own. Remove it, and write rollout"),
	exclude("nodesFrom", "nodes", "", "must not stand beside nodes, the same table: remove one of the two"),
	exclude("physicalInterface", "ports", "", "must not stand beside ports, which are the uplinks: name the interface there, and remove this"),
	exclude("bond", "ports", "", "must not stand beside ports: a bond is one port of the bridge. Remove one of the two"),
	exclude("vlanId", "ports", "",
		"must not stand beside ports, which are in the bridge as they are: give the machines vlanId beside networkRef, or name one uplink"),
	exclude("trunk", "vlanId", "", "must not stand beside vlanId, with which the bridge has one VLAN alone: remove one of the two"),
	exclude("nativeVlan", "vlanId", "", "must not stand beside vlanId, with which the bridge has one VLAN alone: remove one of the two"),
	exclude("nativeVlan", "nodeAddress", "",
		"must not stand beside nodeAddress: the bridge itself is in VLAN 1, so the node would lose its address. Make the VLAN the uplink's "+
			"native one on the switch, and remove this"),
	exclude("nativeVlan", "nodeIP", "", "must not stand beside nodeIP: the bridge itself is in VLAN 1, so the node could not be reached by its address. "+
		"Make the VLAN the uplink's native one on the switch, and remove this"),
	exclude("nodeAddress", "vlanId", TypeBridge,
		"must not stand beside vlanId, with which the uplink itself stays free and keeps its address: remove it"),
	exclude("nodeIP", "nodeAddress", "", "must not stand beside nodeAddress, by which the node's address is another: remove one of the two"),
	exclude("layer2", "nadName", "", inAttachment),
	exclude("subnets", "nadName", "", inAttachment),
	exclude("excludeSubnets", "nadName", "", inAttachment),
	exclude("persistentIPs", "nadName", "", inAttachment),
}

func exclude(field, beside, isType, why string) exclusion {
	index := slices.IndexFunc(networkFields, func(f networkField) bool { return f.name == field })
	both := fieldsThat(func(f *networkField) bool { return f.name == field || f.name == beside })
	return exclusion{field, beside, isType, why, index, both}
}

// fields reports what is wrong with the values of a network's fields, as far as their tags say it, and which fields must not
// stand together.
func (c *checker) fields(at path, s *NetworkSpec) {
	given := s.given()
	unfit := unfitFields[s.Type]
	for i := range given.indexes() {
		f := &networkFields[i]
		if unfit&(1<<i) != 0 {
			c.add(finding.Contradiction, at.in(f.name), f.unfit(s.Type), textOf(s.value(i)), "")
		} else {
			c.value(at.in(f.name), f, s.value(i))
		}
	}
	for i := range exclusions {
		if e := &exclusions[i]; given&e.both == e.both && (e.isType == "" || e.isType == s.Type) {
			c.add(finding.Contradiction, at.in(e.field), e.why, textOf(s.value(e.index)), "")
		}
	}
}

// unfit says that a type has no such field.
func (f *networkField) unfit(networkType string) string {
	switch {
	case len(f.types) == 1:
		return "needs type: " + f.types[0] + ": remove it, or write that type"
	case networkType == TypeLayer2:
		return "must not stand beside type: layer2, of which nothing on the nodes is ours: remove it"
	case networkType == TypeSRIOV:
		return "must not stand beside type: sriov, whose virtual functions hang on the physical interface alone: remove it"
	}
	return "must not stand beside type: " + networkType + ", which has no such thing: remove it"
}

// textOf is the value of a field that is a text, and empty of others.
func textOf(v reflect.Value) string {
	if v.Kind() != reflect.String {
		return ""
	}
	return v.String()
}

// value reports what the field's tag schema does not allow.
func (c *checker) value(at path, f *networkField, v reflect.Value) {
	switch {
	case f.name == "type": // more is to be said of its values
	case v.Kind() == reflect.Slice: // of whose entries there is more to say, too
	case f.max > 0:
		c.within(at, int(v.Elem().Int()), f.min, f.max)
	case f.enum != nil:
		c.oneOf(at, v.String(), f.enum...)
	case f.form == "interface":
		c.interfaceName(at, v.String())
	case f.form == "prefix":
		c.prefix(at, v.String(), "")
	case f.form == "nad":
		c.attachment(at, v.String())
	case f.form == "policy":
		c.policyName(at, v.String())
	case f.form == "subdomain":
		c.subdomain(at, v.String())
	case f.form == "label":
		c.label(at, v.String(), 63, "a namespace's name is a DNS label")
	case f.form == "unavailable":
		c.unavailable(at, v.String())
	case f.form == "labels":
		if set, ok := v.Interface().(map[string]string); ok {
			c.labels(at, set)
		}
	}
}
