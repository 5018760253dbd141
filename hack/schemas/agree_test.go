package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/internal/effort"
	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/nmstate/release"
	"github.com/novasphere/wukong-fn/render/yaml"
)

func testBuilder(t *testing.T) *builder {
	t.Helper()
	found, err := readComments(os.DirFS(repository), "render/api/v1alpha1")
	require.NoError(t, err)
	return &builder{comments: found, formats: formats(), rules: api.Between(), versions: release.Versions(), codes: finding.Rules()}
}

// judges say of a document whether it is right: the schema, and the decoder with validation.
type judges struct {
	t       *testing.T
	schemas map[string]*jsonschema.Schema
}

func newJudges(t *testing.T) judges { return judges{t, compiled(t)} }

func (j judges) schema(kind string, document any) error {
	return j.schemas[strings.ToLower(kind)].Validate(document)
}

// validation returns the errors, and no warnings.
func (j judges) validation(kind string, document any) []finding.Finding {
	return slices.DeleteFunc(j.findings(kind, document), func(f finding.Finding) bool { return f.Severity != finding.Error })
}

// idle says that something in the document has no effect, so that validation does not look into it and a schema does.
func (j judges) idle(kind string, document any) bool {
	return slices.ContainsFunc(j.findings(kind, document), func(f finding.Finding) bool { return f.Code == finding.NoEffect })
}

func (j judges) findings(kind string, document any) []finding.Finding {
	j.t.Helper()
	var found []finding.Finding
	var problems []yaml.Problem
	decode := func(out any) { problems = j.node(document).Decode(out) }
	switch kind {
	case api.KindWukong:
		var w api.Wukong
		decode(&w)
		found = w.Validate()
	case api.KindNetwork:
		var n api.NetworkConfig
		decode(&n)
		found = n.Validate()
	case api.KindRender:
		r := api.WukongRender{Spec: api.DefaultRenderSpec()}
		decode(&r)
		found = r.Spec.Validate(release.Versions())
	}
	for _, p := range problems {
		found = append(found, finding.New(finding.WrongType, p.Path, p.Message))
	}
	return found
}

// node is what the decoder reads of a value of JSON.
func (j judges) node(value any) yaml.Node {
	j.t.Helper()
	text, err := json.Marshal(value)
	require.NoError(j.t, err)
	d, err := yaml.Parse(string(text))
	require.NoError(j.t, err)
	return d.Root()
}

func wrap(kind, spec, fields string) string {
	group := api.APIVersion
	if kind == api.KindRender {
		group = api.RenderAPIVersion
	}
	return fmt.Sprintf("{apiVersion: %s, kind: %s, metadata: {name: a}, spec: {%s}}", group, kind, fmt.Sprintf(spec, fields))
}

// beyond are the rules that a schema has no words for; each must be met below.
var beyond = map[string]func(f finding.Finding) bool{
	"two entries of one name": func(f finding.Finding) bool {
		return f.Code == finding.Twice && strings.HasSuffix(f.Place.Field, ".name")
	},
	"a route of two IP versions": func(f finding.Finding) bool {
		return f.Code == finding.Contradiction && strings.HasSuffix(f.Place.Field, ".via")
	},
	"a patch of what is not made": func(f finding.Finding) bool {
		return f.Code == finding.Contradiction && strings.Contains(f.Place.Field, ".patches.")
	},
	"two primary networks": func(f finding.Finding) bool {
		return f.Code == finding.Contradiction && strings.HasSuffix(f.Place.Field, "].primary")
	},
	"an address for a subnet": func(f finding.Finding) bool {
		return strings.HasSuffix(f.Message, ", and not the address of a host in it")
	},
	"an empty list of subnets": func(f finding.Finding) bool { return strings.Contains(f.Message, "subnets is required beside") },
	"localnet without a bridge": func(f finding.Finding) bool {
		return f.Code == finding.Required && strings.HasSuffix(f.Place.Field, "localnet.bridge")
	},
	"excluded from no subnet":     func(f finding.Finding) bool { return strings.Contains(f.Message, "is in none of subnets") },
	"a probe that asks in no way": func(f finding.Finding) bool { return strings.HasSuffix(f.Place.Field, "Probe") },
	"a probe that asks in two ways": func(f finding.Finding) bool {
		return strings.HasSuffix(f.Message, ", for a probe asks in one way: remove one of the two")
	},
	"fewest domains, by preference": func(f finding.Finding) bool { return strings.HasSuffix(f.Place.Field, ".minDomains") },
	"services":                      func(f finding.Finding) bool { return strings.HasPrefix(f.Place.Field, "spec.services[") },
	"successes of a liveness probe": func(f finding.Finding) bool {
		return strings.HasSuffix(f.Place.Field, "livenessProbe.successThreshold")
	},
	"values that an operator does not take": func(f finding.Finding) bool {
		return strings.Contains(f.Place.Field, ".match") && strings.HasSuffix(f.Place.Field, ".values")
	},
	"two boot disks": func(f finding.Finding) bool { return f.Code == finding.BootDisks },
	"a size of what is no clone": func(f finding.Finding) bool {
		return f.Code == finding.Required && strings.HasSuffix(f.Place.Field, ".size")
	},
	"an access mode twice, or one beside FromStorageProfile": func(f finding.Finding) bool {
		return strings.Contains(f.Place.Field, ".accessModes[") && (f.Code == finding.Twice || f.Code == finding.Contradiction)
	},
	"a field that such an image has not": func(f finding.Finding) bool {
		return f.Code == finding.Contradiction && strings.Contains(f.Place.Field, ".image") &&
			(strings.Contains(f.Message, " is no field of ") || strings.Contains(f.Message, " needs the https:// URL "))
	},
	"a bond is its own port": func(f finding.Finding) bool {
		return f.Code == finding.Twice && strings.Contains(f.Place.Field, ".ports[")
	},
	"name of a VLAN interface": func(f finding.Finding) bool {
		return f.Code == finding.InterfaceName && strings.HasSuffix(f.Place.Field, ".vlanId")
	},
	"hairpin with promiscuous": func(f finding.Finding) bool {
		return f.Code == finding.Contradiction && strings.HasSuffix(f.Place.Field, ".attachment.hairpin")
	},
	"native VLAN in the trunk": func(f finding.Finding) bool {
		return strings.HasSuffix(f.Place.Field, ".nativeVlan") && strings.Contains(f.Message, " must not be one of trunk ")
	},
	"trunk without filtering": func(f finding.Finding) bool {
		return strings.HasSuffix(f.Place.Field, ".vlanFiltering") && f.Proposed == "true"
	},
	"VLAN twice in a trunk": func(f finding.Finding) bool {
		return f.Code == finding.Twice && strings.Contains(f.Place.Field, ".trunk[")
	},
	"a function that the card has not": func(f finding.Finding) bool { return strings.Contains(f.Message, ": numVfs is ") },
	"an entry of a table that does not fit the network or the other entries": func(f finding.Finding) bool {
		return strings.Contains(f.Place.Field, ".nodes[") && (f.Code == finding.Twice || f.Code == finding.NodesMeet || f.Code == finding.InterfaceName ||
			strings.Contains(f.Message, " the network's ") || strings.Contains(f.Message, " needs name in its entry") || strings.Contains(f.Message, "the network's sriov.vfs"))
	},
	"VLAN of network and function": func(f finding.Finding) bool {
		return f.Code == finding.Contradiction && strings.HasSuffix(f.Place.Field, ".vlan")
	},
	"priority without VLAN": func(f finding.Finding) bool {
		return strings.HasSuffix(f.Place.Field, ".qos") && f.Code == finding.Contradiction
	},
	"rate above the most": func(f finding.Finding) bool {
		return strings.HasSuffix(f.Place.Field, ".minTxRate") && f.Code == finding.OutOfRange
	},
	"a disk on the bus that its guest wants": func(f finding.Finding) bool {
		return f.Code == finding.Contradiction && strings.Contains(f.Message, " needs bus: virtio")
	},
	"a bus that an architecture does not have": func(f finding.Finding) bool { return strings.Contains(f.Message, " must be virtio or scsi on arm64") },
	"factors that do not multiply to cpu":      func(f finding.Finding) bool { return strings.HasSuffix(f.Place.Field, ".cpuTopology") },
	"requests above limits": func(f finding.Finding) bool {
		return strings.Contains(f.Message, " must not be more than spec.resources.limits.")
	},
	"threads of a processor of one's own": func(f finding.Finding) bool { return strings.Contains(f.Message, " beside dedicatedCpu") },
	"a TPM that is off and kept":          func(f finding.Finding) bool { return strings.HasSuffix(f.Place.Field, ".tpm.persistent") },
	"misspelt option of a bond": func(f finding.Finding) bool {
		return f.Code == finding.UnknownField && strings.Contains(f.Place.Field, ".bond.options.")
	},
	"number in quotes out of its range": func(f finding.Finding) bool {
		return f.Code == finding.OutOfRange && strings.Contains(f.Message, " must be a whole number from ")
	},
	"options of a bond that exclude each other by their numbers": func(f finding.Finding) bool {
		return (f.Code == finding.Contradiction || f.Code == finding.Required) && strings.Contains(f.Place.Field, ".bond.options.")
	},
	"range upside down":                             func(f finding.Finding) bool { return strings.HasSuffix(f.Message, ", and not less than min") },
	"quantity of a unit that is too small or large": func(f finding.Finding) bool { return strings.Contains(f.Message, " a quantity from ") },
}

// TestSchemaAndValidationAgree puts every value into every field, takes every field away and adds every field that an
// object could have: schema and validation say the same of each document. A value that is empty is left out: to the
// function it is as if the field were absent, and an editor says that it is not filled in. Where validation says the same of a
// value as it did in another field of the same form, only a long run asks the schema again.
func TestSchemaAndValidationAgree(t *testing.T) {
	j, b := newJudges(t), testBuilder(t)
	met := map[string]int{}
	judged, closed := 0, 0
	known := map[string]bool{} // what validation says of a value in a field of some form
	for _, k := range kinds() {
		s, err := b.kind(k)
		require.NoError(t, err)
		p := &prober{schema: s, forms: map[*schema]string{}, seen: map[*schema]bool{}, samples: map[string]any{}, lists: map[string][]string{}}
		p.closed(s)
		all := documents(t, "testdata/"+strings.ToLower(k.name)+".yaml")
		for _, document := range all {
			require.NoError(t, j.schema(k.name, document))
			require.Empty(t, j.validation(k.name, document))
			p.collect(document)
		}
		for _, document := range all {
			p.probe(document, func(where, form string) {
				found := j.validation(k.name, document)
				for _, f := range found { // lists must be the same, not only alike where they were tried
					if _, allowed, ok := strings.Cut(f.Message, " must be one of "); ok {
						closed++
						allowed, _, _ = strings.Cut(allowed, ":")
						require.Contains(t, p.lists[f.Place.Field[strings.LastIndex(f.Place.Field, ".")+1:]], allowed, f.Place.Field)
					}
				}
				if valid, again := known[form]; form != "" && again && valid == (len(found) == 0) && !effort.Long() {
					return
				}
				known[form] = len(found) == 0
				judged++
				err := j.schema(k.name, document)
				found = slices.DeleteFunc(found, func(f finding.Finding) bool {
					for name, rule := range beyond {
						if rule(f) && err == nil {
							met[name]++
							return true
						}
					}
					return false
				})
				if (err == nil) != (len(found) == 0) && (err == nil || !j.idle(k.name, document)) {
					t.Errorf("%s, %s:\nschema: %v\nvalidation: %v\n%s", k.name, where, err, found, text(t, document))
				}
			})
		}
		require.Empty(t, p.unseen(s, k.name), "no document in testdata/%s.yaml has these fields", strings.ToLower(k.name))
	}
	require.ElementsMatch(t, slices.Collect(maps.Keys(beyond)), slices.Collect(maps.Keys(met)), "exceptions that are none any more")
	require.Positive(t, closed)
	t.Logf("%d documents judged alike, %v", judged, met)
}

// prober changes documents in one place at a time.
type prober struct {
	schema  *schema
	forms   map[*schema]string
	seen    map[*schema]bool
	samples map[string]any      // values by the name of the field
	lists   map[string][]string // the values that fields of a name may have
}

func (p *prober) closed(s *schema) {
	for _, one := range s.Properties {
		if one.Enum != nil {
			p.lists[one.name] = append(p.lists[one.name], strings.ReplaceAll(strings.Trim(fmt.Sprint(one.Enum), "[]"), " ", ", "))
		}
		p.closed(one.schema)
	}
	if s.Items != nil {
		p.closed(s.Items)
	}
}

func (p *prober) collect(value any) {
	switch v := value.(type) {
	case map[string]any:
		for name, field := range v {
			if _, there := p.samples[name]; !there {
				p.samples[name] = field
			}
			p.collect(field)
		}
	case []any:
		for _, item := range v {
			p.collect(item)
		}
	}
}

// judge looks at a document that was changed in one place. form is what the schema says of the field there, with the value;
// empty where the change is another one.
type judge func(where, form string)

// form is what a schema asks of a value, and the value.
func (p *prober) form(s *schema, value any) string {
	asks, known := p.forms[s]
	if !known {
		plain := *s
		plain.Title, plain.Description, plain.Default = "", "", nil
		text, err := json.Marshal(&plain)
		if err != nil {
			return ""
		}
		asks = string(text)
		p.forms[s] = asks
	}
	return fmt.Sprintf("%s %#v", asks, value)
}

// probe calls judge with the document in each changed state, and leaves it as it was.
func (p *prober) probe(document map[string]any, judge judge) {
	p.object("", p.schema, document, judge)
}

func (p *prober) object(path string, s *schema, object map[string]any, judge judge) {
	p.seen[s] = true
	for _, name := range slices.Sorted(maps.Keys(object)) {
		field, value := p.fieldOf(s, name), object[name]
		if field == nil {
			continue
		}
		at := path + "." + name
		delete(object, name)
		if at != ".apiVersion" && at != ".kind" { // they say whether the resource is ours at all
			judge("without "+at, "")
			for _, other := range battery(field) {
				object[name] = other
				judge(fmt.Sprintf("%s = %v", at, other), p.form(field, other))
			}
		}
		object[name] = value
		p.value(at, field, value, judge)
	}
	if s.AdditionalProperties != false {
		return
	}
	object["unknown"] = json.Number("1")
	judge("unknown field in "+path, "")
	delete(object, "unknown")
	for _, one := range s.Properties {
		if _, there := object[one.name]; there || p.samples[one.name] == nil {
			continue
		}
		for _, value := range []any{p.samples[one.name], false, map[string]any{}} {
			object[one.name] = value
			judge(fmt.Sprintf("also %s.%s = %v", path, one.name, value), "")
		}
		delete(object, one.name)
	}
}

func (p *prober) fieldOf(s *schema, name string) *schema {
	if field := s.Properties.get(name); field != nil {
		return field
	}
	values, _ := s.AdditionalProperties.(*schema)
	return values
}

func (p *prober) value(path string, s *schema, value any, judge judge) {
	p.seen[s] = true
	switch v := value.(type) {
	case map[string]any:
		p.object(path, s, v, judge)
		if values, ok := s.AdditionalProperties.(*schema); ok {
			for _, key := range texts(values) {
				v[key] = "1"
				judge(fmt.Sprintf("%s has %q", path, key), p.form(values, key)+" as a key")
				delete(v, key)
			}
		}
	case []any:
		for i := range v {
			old := v[i]
			for _, other := range battery(s.Items) {
				v[i] = other
				judge(fmt.Sprintf("%s[%d] = %v", path, i, other), p.form(s.Items, other))
			}
			v[i] = old
			p.value(fmt.Sprintf("%s[%d]", path, i), s.Items, old, judge)
		}
	}
}

// unseen are the fields that no document had.
func (p *prober) unseen(s *schema, path string) (missing []string) {
	for _, one := range s.Properties {
		if one.DoNotSuggest || strings.HasSuffix(path, ".findings") ||
			path == "Wukong.spec.networks[].bond.options" { // the same as of a NetworkConfig's bond
			continue
		}
		if !p.seen[one.schema] {
			missing = append(missing, path+"."+one.name)
			continue
		}
		missing = append(missing, p.unseen(one.schema, path+"."+one.name)...)
	}
	if s.Items != nil {
		missing = append(missing, p.unseen(s.Items, path+"[]")...)
	}
	return missing
}

// battery are values for a field: of every type, at the ends of its range, and everything that some field takes.
func battery(s *schema) []any {
	all := []any{true, false, map[string]any{}, map[string]any{"a": "b"}, []any{}, []any{"a"}, []any{map[string]any{}}, json.Number("1.5")}
	for _, n := range []int{-1, 0, 1, 2, 16, 17, 64, 65, 256, 257, 4094, 4095} {
		all = append(all, json.Number(fmt.Sprint(n)))
	}
	for _, limit := range []*int{s.Minimum, s.Maximum} {
		if limit != nil {
			all = append(all, json.Number(fmt.Sprint(*limit-1)), json.Number(fmt.Sprint(*limit)), json.Number(fmt.Sprint(*limit+1)))
		}
	}
	all = append(all, s.Enum...)
	for _, one := range texts(s) {
		all = append(all, one)
	}
	return all
}

// texts are strings that some field takes, and some that hardly any does.
func texts(s *schema) []string {
	all := strings.Fields(`
		a%b a\b all bonding_masters a A 1 0 -a a- a-b a.b a..b .a a_b _a Aa . .. a/b a/b/c a.b/c /a a/ a:b a@b a,b é default cloudinit true on null 0x10 ~
		1Gi 0Gi 0.0Gi 63Mi 64Mi 64Ti 65Ti 1Mi 1023Ki 7Ei 8Ei 1048575 1048576 67108863 67108864 4 20 lo 0.5Ti 00.50Ti 1.5 1. .5 1K 1k 1m 1u 1e3 1E 1Ei 1E3 -1Gi +1Gi 1gi 1GiB 1_000 Gi
		10.0.0.1 10.0.0.1/8 10.0.0.1/0 10.0.0.1/32 10.0.0.1/33 10.0.0.1/08 10.0.0.01 10.0.0 256.0.0.1 10.0.0.1.1
		:: ::1 1:: fd00::1 FD00::1 fd00::1/64 fd00::1/128 fd00::1/129 fd00::1%eth0 fd00::1%eth0/64 1:2:3:4:5:6:7:8 1:2:3:4:5:6:7:: ::2:3:4:5:6:7:8 1:2:3:4:5:6:7:8:: 1:2:3:4::5:6:7:8
		1:2:3:4:5:6:7 1::2::3 ::ffff:10.0.0.1 ::ffff:10.0.0.1/96 1:2:3:4:5:6:10.0.0.1 1:2:3:4:5:6:7:10.0.0.1 1:2:3:4:5::10.0.0.1 1::2:3:4:5:6:10.0.0.1 1:2:3::4:10.0.0.1 12345::1 g::1 :1 1:
		02:00:5e:00:00:01 02:00:5E:00:00:01 03:00:5e:00:00:01 02-00-5e-00-00-01 0200.5e00.0001 02:00:5e:00:00 02:00:5e:00:00:01:02:03
		http://x http:// https://x/y ftp://x docker://x docker:// a://b x?y=http://z quay.io/x:1 quay.io/x@sha256:1 host:5000/x bond0 eth0 ../a ./a a/../b
		bridge ovs sriov macvlan ipvlan static dhcp Always Never Exists Equal NoExecute NoSchedule v0.85.1 v0.1.0 error warning info`)
	all = append(all, "a b", " a", "a ", "a\nb", "a\tb", "a/b ")
	for _, n := range []int{12, 13, 15, 16, 32, 33, 56, 57, 60, 61, 63, 64, 253, 254} {
		all = append(all, strings.Repeat("a", n), strings.Repeat("a", n-1)+"B")
		labels := strings.Repeat("abcdefg.", n/8+1)[:n-1] + "z"
		all = append(all, labels)
		if n <= 64 {
			all = append(all, "a/"+strings.Repeat("a", n), strings.Repeat("a", n)+"/a")
		}
	}
	for _, value := range s.Enum {
		if one, ok := value.(string); ok {
			all = append(all, one+"x", strings.ToUpper(one))
		}
	}
	return all
}
