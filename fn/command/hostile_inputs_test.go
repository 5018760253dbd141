package command

import (
	"fmt"
	"strings"
)

// asList makes a ResourceList of a stream of documents.
func asList(stream string) string {
	var b strings.Builder
	b.WriteString(listHead)
	for document := range strings.SplitSeq(stream, "---\n") {
		if strings.TrimSpace(document) == "" {
			continue
		}
		lead := "- "
		for line := range strings.Lines(document) {
			b.WriteString(lead + line)
			lead = "  "
		}
		if !strings.HasSuffix(document, "\n") {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// honestFleet is a stream of Wukongs as people write them.
func honestFleet(size int) string {
	return fill("", size, func(i int) string {
		return fmt.Sprintf(wukongHead+"  name: m%d\nspec:\n  cpu: 2\n  memory: 4Gi\n  disks:\n  - name: system\n    size: 30Gi\n"+
			"    storageClassName: longhorn\n"+
			"    boot: true\n  networks:\n  - name: lan\n    type: bridge\n    vlanId: %d\n    ipConfig:\n      mode: dhcp\n---\n", i, i%4000+1)
	})
}

const (
	wukongHead    = "apiVersion: vm.novasphere.dev/v1alpha1\nkind: Wukong\nmetadata:\n"
	wukongSpec    = wukongHead + "  name: a\nspec:\n"
	foreignHead   = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n"
	foreignData   = foreignHead + "data:\n"
	ofOurGroup    = "- apiVersion: vm.novasphere.dev/v1alpha1\n  kind: Wukong\n  metadata:\n    name: a\n"
	networkConfig = "apiVersion: vm.novasphere.dev/v1alpha1\nkind: NetworkConfig\nmetadata:\n"
)

// formerPolicy is a policy of a former run: a bridge of another name on the same uplink, on other nodes.
const formerPolicy = `apiVersion: nmstate.io/v1
kind: NodeNetworkConfigurationPolicy
metadata:
  annotations: {fn.novasphere.dev/owner: NetworkConfig//a%[1]d}
  labels: {app.kubernetes.io/managed-by: wukong-fn}
  name: a%[1]d-bridge
spec:
  nodeSelector: {host: g%[1]d}
  desiredState:
    interfaces:
    - {name: c, type: linux-bridge, state: up, bridge: {port: [{name: ens160}]}}
---
`

// fill appends pieces to head until the text has about so many bytes.
func fill(head string, size int, piece func(i int) string) string {
	var b strings.Builder
	b.Grow(size + len(head))
	b.WriteString(head)
	for i := 0; b.Len() < size; i++ {
		b.WriteString(piece(i))
	}
	return b.String()
}

// filled is fill for a tail that ends the text.
func filled(head string, piece func(i int) string, tail string) func(size int) string {
	return func(size int) string { return fill(head, size, piece) + tail }
}

// again is a piece that is always the same.
func again(text string) func(int) string { return func(int) string { return text } }

// numbered is a piece with a number in it.
func numbered(format string) func(int) string {
	return func(i int) string { return fmt.Sprintf(format, i) }
}

// hostileInputs make texts of about so many bytes.
var hostileInputs = map[string]func(size int) string{
	// Many mistakes, each of which has a place and words.
	"unknown fields":            filled(wukongSpec, numbered("  field%d: x\n"), ""),
	"unknown fields, commented": filled(wukongSpec, numbered("  f%d: 1 # c\n"), ""),
	"keys given twice":          filled(wukongSpec, again("  cpu: 1\n"), ""),
	"labels given twice": filled(wukongSpec+"  highAvailability:\n    nodeSelector:\n",
		numbered("      a%[1]d: x\n      a%[1]d: x\n"), ""),
	"metadata given often":  filled("apiVersion: vm.novasphere.dev/v1alpha1\nkind: Wukong\n", again("metadata:\n  name: a\n"), ""),
	"aliases":               filled(wukongSpec+"  osImage: &a x\n  networks:\n", again("  - *a\n"), ""),
	"merge keys":            filled(wukongSpec+"  networks:\n", again("  - <<: {}\n"), ""),
	"tags":                  filled(wukongSpec, numbered("  a%d: !x y\n"), ""),
	"keys that are lists":   filled(wukongSpec, again("  ? [a]\n  : x\n"), ""),
	"items of another type": filled(wukongSpec+"  networks:\n", again("  - x\n"), ""),
	"items without a value": filled(wukongSpec+"  networks:\n", again("  -\n"), ""),
	"incomplete networks":   filled(wukongSpec+"  networks:\n", numbered("  - name: n%d\n"), ""),
	"networks of one name":  filled(wukongSpec+"  networks:\n", again("  - name: lan\n    type: bridge\n"), ""),
	"mistakes on one line":  filled(wukongSpec+"  networks: [", again("{a: 1},"), "{}]\n"),
	"numbers on one line":   filled(wukongSpec+"  networks: [", again("1,"), "1]\n"),
	"silences": filled(wukongHead+"  name: a\n  annotations:\n",
		numbered("    allow.fn.novasphere.dev/WK%d: x\n"), "spec: {}\n"),
	"severities": filled("apiVersion: fn.novasphere.dev/v1alpha1\nkind: WukongRender\nmetadata:\n  name: a\nspec:\n  findings:\n",
		numbered("    WK%d: error\n"), ""),
	"fields of the NMState object": filled("apiVersion: fn.novasphere.dev/v1alpha1\nkind: WukongRender\nmetadata:\n  name: a\n"+
		"spec:\n  nmstate:\n    instance:\n",
		numbered("      a%d: error\n"), ""),

	// Much that may be right.
	"networks":         filled(wukongSpec+"  networks:\n", numbered("  - name: n%d\n    type: bridge\n    vlanId: 5\n"), ""),
	"networks in flow": filled(wukongSpec+"  networks: [", numbered("{name: n%d, type: bridge},"), "]\n"),
	"disks":            filled(wukongSpec+"  disks:\n", numbered("  - name: d%d\n    size: 1Gi\n    storageClassName: x\n"), ""),
	"boot disks": filled(wukongSpec+"  disks:\n",
		numbered("  - name: d%d\n    size: 1Gi\n    storageClassName: x\n    boot: true\n"), ""),
	"annotations": filled(wukongHead+"  name: a\n  annotations:\n", numbered("    a%d: x\n"), "spec: {}\n"),
	"status":      filled(wukongSpec+"  cpu: 1\nstatus:\n", numbered("  a%d: x\n"), ""),
	"ports of a bond": filled(wukongSpec+"  networks:\n  - name: lan\n    type: bridge\n    bond:\n"+
		"      name: b\n      mode: 802.3ad\n      ports:\n",
		numbered("      - p%d\n"), ""),
	"labels of a node": filled(wukongSpec+"  networks:\n  - name: lan\n    type: bridge\n    nodeSelector:\n",
		numbered("      p%d: x\n"), ""),
	"machines":          filled("", numbered(wukongHead+"  name: a%d\n---\n"), ""),
	"wrong machines":    filled("", numbered(wukongHead+"  name: a%d\nspec:\n  cpux: 1\n---\n"), ""),
	"one machine often": filled("", again(wukongSpec+"  cpu: 1\n---\n"), ""),
	"references to nothing": func(size int) string {
		return fill("", size/2, numbered(networkConfig+"  name: a%d\nspec:\n  type: bridge\n---\n")) +
			fill("", size/2, numbered(wukongHead+"  name: a%[1]d\nspec:\n  networks:\n  - name: x\n    networkRef: b%[1]d\n---\n"))
	},
	"references to what is broken": func(size int) string {
		return fill("", size/2, numbered(networkConfig+"  name: a%d\nspec:\n  typex: bridge\n---\n")) +
			fill("", size/2, numbered(wukongHead+"  name: a%[1]d\nspec:\n  networks:\n  - name: x\n    networkRef: a%[1]d\n---\n"))
	},
	"one bridge, a label for each network": filled("",
		numbered(networkConfig+"  name: a%[1]d\nspec:\n  type: bridge\n  bridgeName: b\n"+
			"  physicalInterface: e%[1]d\n  nodeSelector:\n    k%[1]d: v\n---\n"), ""),
	"one bridge in many ways": filled("",
		numbered(networkConfig+"  name: a%[1]d\nspec:\n  type: bridge\n  bridgeName: b\n  physicalInterface: e%[1]d\n---\n"), ""),
	"former networks that change": filled("", func(i int) string {
		return fmt.Sprintf(networkConfig+"  name: a%[1]d\nspec:\n  type: bridge\n  bridgeName: b%[1]d\n  nodeSelector: {host: h%[1]d}\n---\n"+
			formerPolicy, i)
	}, ""),
	"a former network of many bridges": filled(networkConfig+"  name: a0\nspec:\n  type: bridge\n---\n"+strings.TrimSuffix(fmt.Sprintf(formerPolicy, 0), "---\n"),
		numbered("    - name: c%d\n      type: linux-bridge\n      state: up\n      bridge: {port: [{name: p}]}\n"), ""),
	"networks that go": filled("", func(i int) string {
		return fmt.Sprintf(networkConfig+"  name: a%[1]d\nspec:\n  type: bridge\n  bridgeName: b%[1]d\n"+
			"  ensure: %[2]s\n  nodeSelector: {host: h%[1]d}\n---\n", i, []string{"present", "absent"}[i%2])
	}, ""),
	"former policies": filled(wukongSpec+"  cpu: 1\n---\n",
		numbered("apiVersion: nmstate.io/v1\nkind: NodeNetworkConfigurationPolicy\nmetadata:\n  name: p%[1]d-bridge\n"+
			"  labels:\n    app.kubernetes.io/managed-by: wukong-fn\n"+
			"  annotations:\n    fn.novasphere.dev/owner: NetworkConfig/x/p%[1]d\nspec:\n  desiredState:\n    interfaces:\n"+
			"    - name: b%[1]d\n      type: linux-bridge\n      state: up\n---\n"), ""),
	"cloud-init": filled(wukongSpec+"  osImage: x\n  cloudInitUser:\n    name: a\n    shell: \"", again(`a\n`), "\"\n"),

	// Documents and lists.
	"tiny documents":   filled("", again("a: 1\n---\n"), ""),
	"tiny resources":   filled("", numbered("apiVersion: v1\nkind: A\nmetadata:\n  name: a%d\n---\n"), ""),
	"separators":       filled("", again("---\n"), ""),
	"broken documents": filled("", again("a: [\n---\n"), ""),
	"odd documents":    filled("", again("---\n\ufeff# x\n"), ""),
	"document ends":    filled("", again(foreignHead+"...\n"), ""),
	"a directive":      filled("%YAML 1.2\n---\n"+foreignData, numbered("  a%d: x\n"), ""),
	"a List": filled("apiVersion: v1\nkind: List\nitems:\n",
		numbered("- apiVersion: v1\n  kind: A\n  metadata:\n    name: a%d\n"), ofOurGroup),
	"a List of little": filled("apiVersion: v1\nkind: List\nitems:\n", again("- a: x\n"), ofOurGroup),
	"a List in flow":   filled("apiVersion: v1\nkind: List\nitems:\n", again("- {a: x}\n"), ofOurGroup),
	"a List of odd items": filled("apiVersion: v1\nkind: List\nitems:\n",
		numbered("- kind: !x A\n  a: &a [b,\n  c]\n  metadata: {name: a%d}\n"), ofOurGroup),
	"Lists in Lists": func(size int) string {
		const open, closed = "[{apiVersion: v1, kind: List, items: ", "}]"
		n := size / len(open+closed)
		return "apiVersion: v1\nkind: List\nitems: " + strings.Repeat(open, n) + "[]" + strings.Repeat(closed, n) + " # vm.novasphere.dev/\n"
	},

	// Depth.
	"nested lists":          nested(wukongSpec+"  x: ", "[", "]"),
	"nested lists, foreign": nested(foreignHead+"data: ", "[", "]"),
	"nested mappings":       nested(wukongSpec+"  x: ", "{a: ", "}"),
	"lists never closed":    nested(wukongSpec+"  x: ", "[", ""),
	"dashes on one line":    nested(wukongSpec+"  x:\n  ", "- ", ""),
	"question marks":        nested(wukongSpec+"  x: ", "? ", ""),
	"dashes on every line":  filled(wukongSpec+"  x:\n", again("  - - - - - - - - a\n"), ""),
	"indented ever deeper": func(size int) string {
		var b strings.Builder
		b.WriteString(wukongSpec)
		for i := 1; b.Len() < size; i++ {
			b.WriteString(strings.Repeat("  ", i) + "a:\n")
		}
		return b.String()
	},

	// Long lines and texts.
	"a plain scalar":            filled(wukongSpec+"  osImage: ", again("x"), "\n"),
	"a plain scalar, foreign":   filled(foreignData+"  a: ", again("x"), "\n"),
	"words":                     filled(wukongSpec+"  osImage: x", again(" x"), "\n"),
	"colons":                    filled(wukongSpec+"  osImage: ", again("x:"), "x\n"),
	"hashes":                    filled(wukongSpec+"  osImage: ", again("x#"), "\n"),
	"digits":                    filled(wukongSpec+"  cpu: ", again("1"), "\n"),
	"a quoted scalar":           filled(wukongSpec+"  osImage: \"", again("x"), "\"\n"),
	"escapes":                   filled(wukongSpec+"  osImage: \"", again(`\n`), "\"\n"),
	"quotes in quotes":          filled(wukongSpec+"  osImage: '", again("''"), "'\n"),
	"quotes that stay open":     filled(wukongSpec, again("  a: \"\n"), ""),
	"a block scalar":            filled(wukongSpec+"  osImage: |\n", again("    aaaaa\n"), ""),
	"a block scalar, foreign":   filled(foreignData+"  a: |\n", again("    aaaaa\n"), ""),
	"a folded scalar":           filled(wukongSpec+"  osImage: >\n", again("    aaaaa\n"), ""),
	"a plain scalar over lines": filled(wukongSpec+"  osImage: x\n", again("    aaaaa\n"), ""),
	"a quoted scalar over lines": filled(wukongSpec+"  osImage: \"x\n", again("    aaaaa\n"),
		"    \"\n"),
	"a long key":          filled(wukongSpec+"  ", again("k"), ": 1\n"),
	"a long key, foreign": filled(foreignData+"  ", again("k"), ": 1\n"),
	"long keys":           filled(wukongSpec, numbered("  "+strings.Repeat("k", 1000)+"%d: 1\n"), ""),
	"mistakes below a long key": filled(wukongSpec+"  networks:\n  - ? "+strings.Repeat("k", 50_000)+"\n    :\n", again("      <<: 1\n"),
		""),

	// What is passed over.
	"comments":              filled(wukongSpec+"  cpu: 1\n", again("# comment\n"), ""),
	"comments before":       filled("", again("# comment\n"), wukongSpec+"  cpu: 1\n"),
	"comments behind flow":  filled(foreignHead+"data: {a: &x b}\n", again("# comment\n"), ""),
	"blank lines":           filled(wukongSpec+"  cpu: 1\n", again("\n"), ""),
	"blanks":                filled(wukongSpec+"  cpu: 1\n", again(" "), "\n"),
	"tabs":                  filled(wukongSpec+"  osImage: x\n", again("\t\n"), ""),
	"tabs behind a value":   filled(wukongSpec+"  osImage: x", again("\t"), "\n"),
	"carriage returns":      filled(strings.ReplaceAll(wukongSpec+"  osImage: x\n", "\n", "\r"), again("# c\r"), ""),
	"Windows line ends":     filled(strings.ReplaceAll(wukongSpec+"  osImage: x\n", "\n", "\r\n"), again("# c\r\n"), ""),
	"byte order marks":      filled("", again("\ufeff"), ""),
	"garbage":               filled("", again("x"), ""),
	"lines of garbage":      filled("", again("xxxxxxxxx\n"), ""),
	"zero bytes":            filled("", again("\x00"), ""),
	"a mistake at the end":  filled(wukongSpec, again("  a: 1\n"), "  b: [\n"),
	"fields of others":      filled(foreignData, numbered("  a%d: x\n"), ""),
	"annotations of others": filled(foreignHead+"  annotations:\n", numbered("    a%d: x\n"), ""),
	"annotations in flow":   filled(foreignHead+"  annotations: {", numbered("a%d: x, "), "z: x}\n"),
	"anchors of others":     filled(foreignData, numbered("  a%[1]d: &a%[1]d x\n"), ""),
	"aliases of others":     filled(foreignData+"  z: &a x\n", numbered("  a%d: *a\n"), ""),
	"merge keys of others":  filled(foreignData+"  z: &a {b: c}\n", numbered("  a%d: {<<: *a}\n"), ""),
	"laughs":                laughs(foreignHead+"data: {x: y}\n", ""),
	"laughs of ours":        laughs(wukongSpec, "  "),
	"JSON": filled(`{"apiVersion":"vm.novasphere.dev/v1alpha1","kind":"Wukong","metadata":{"name":"a"},"spec":{"networks":[`,
		again(`{"name":"lan","type":"bridge"},`), `{}]}}`+"\n"),
	"JSON of others": filled(`{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":[`,
		again(`{"name":"lan","type":"bridge"},`), `{}]}`+"\n"),
	"JSON numbers of others": filled(`{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":[`, again(`1,`), `1]}`+"\n"),
}

// nested opens something as often as possible, and closes it.
func nested(head, open, closed string) func(size int) string {
	return func(size int) string {
		n := size / len(open+closed)
		return head + strings.Repeat(open, n) + "a" + strings.Repeat(closed, n) + "\n"
	}
}

// laughs are lists of aliases of lists of aliases: nine times as much in every line.
func laughs(head, indent string) func(size int) string {
	return filled(head+indent+"a0: &a0 [x, x, x, x, x, x, x, x, x]\n", func(i int) string {
		return fmt.Sprintf("%[1]sa%[2]d: &a%[2]d [%[3]s*a%[4]d]\n", indent, i+1, strings.Repeat(fmt.Sprintf("*a%d, ", i), 8), i)
	}, "")
}
