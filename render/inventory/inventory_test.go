package inventory

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
)

// TestRead holds tables against the entries that they are, as JSON.
func TestRead(t *testing.T) {
	const two = `[{"name":"a","physicalInterface":"e1"},{"name":"b"}]`
	for name, tc := range map[string]struct{ text, want string }{
		"columns":                 {"name,physicalInterface\na,e1\nb,\n", two},
		"another order":           {"physicalInterface,name\ne1,a\n,b", two},
		"quotes":                  {"\"name\",physicalInterface\n\"a\",\"e1\"\nb,\"\"\n", two},
		"blanks":                  {" name , physicalInterface\na\t,  e1\nb,  \n", two},
		"a byte order mark":       {"\ufeffname,physicalInterface\na,e1\nb,\n", two},
		"CRLF":                    {"name,physicalInterface\r\na,e1\r\nb,\r\n", two},
		"empty rows":              {"\nname,physicalInterface\n\na,e1\n,\n,,,\nb,\n\n", two},
		"a column without values": {"name,physicalInterface,mtu\na,e1,\nb,,\n", two},
		"lists": {"name,addresses,bondPorts\na,192.0.2.1/24; 2001:db8::1/64,e1;e2;\n",
			`[{"addresses":["192.0.2.1/24","2001:db8::1/64"],"bondPorts":["e1","e2"],"name":"a"}]`},
		"groups": {"nodeSelector,mtu,numVfs\nexample.com/rack=a;row=1,9000,8\nrack=,,\n",
			`[{"mtu":9000,"nodeSelector":{"example.com/rack":"a","row":"1"},"numVfs":8},{"nodeSelector":{"rack":""}}]`},
		"an uplink by its address": {"name,macAddress\na,02:00:5e:10:00:01\n", `[{"macAddress":"02:00:5e:10:00:01","name":"a"}]`},
	} {
		t.Run(name, func(t *testing.T) {
			table := Read(tc.text)
			require.Empty(t, table.Problems)
			text, err := yaml.Marshal(table.Nodes)
			require.NoError(t, err)
			require.YAMLEq(t, tc.want, string(text))
		})
	}
}

// TestProblems has tables that are wrong: row, column and code, and what the message must have.
func TestProblems(t *testing.T) {
	for name, tc := range map[string]struct{ text, want string }{
		"nothing":                      {"", "1:0 WK120 is empty"},
		"no rows":                      {"name,mtu\n", "1:0 WK120 is the only one"},
		"no name":                      {"mtu\n9000\n", "1:0 WK120 has no column name"},
		"an unknown column":            {"name,quark\na,b\n", "1:6 WK120 is no column"},
		"a column that is meant":       {"name,addresse\na,b\n", "1:6 WK120 proposed addresses"},
		"a column twice":               {"mtu,name,mtu\n1,a,1\n", "1:10 WK120 is the column mtu for the second time, after column 1"},
		"a column without a name":      {"name,\na,b\n", "1:6 WK120 is no column"},
		"semicolons":                   {"name;mtu\na;1\n", "1:1 WK120 separate the columns by commas"},
		"too many columns":             {"name" + strings.Repeat(",x", 100) + "\n", "1:0 WK014 names 101 columns"},
		"a short row":                  {"name,mtu\na,9000\nb\n", "3:0 WK120 has 1 cells, and the first row names 2"},
		"a long row":                   {"name,mtu\na,9000,1\n", "2:0 WK120 has 3 cells"},
		"a number that is none":        {"name,mtu\na,9000\nb,9k\n", "3:3 WK120 mtu must be a whole number"},
		"behind letters of two bytes":  {"name,physicalInterface,mtu\na,éé,9k\n", "2:6 WK120 mtu must be a whole number"},
		"behind a byte order mark":     {"\ufeffname,mtv\n", "1:6 WK120 is no column"},
		"behind quotes":                {"name,mtu\n\"a\",9k\n", "2:5 WK120 mtu must be a whole number"},
		"after an empty row, CRLF":     {"name,mtu\r\n\r\na,9k\r\n", "3:3 WK120 mtu must be a whole number"},
		"labels without a value":       {"nodeSelector\nrack\n", "2:1 WK120 nodeSelector must be LABEL=VALUE"},
		"a label twice":                {"nodeSelector\nrack=a;rack=b\n", "2:1 WK120 nodeSelector has a label twice"},
		"a quote inside a cell":        {"name,mtu\na,9\"000\n", "2:4 WK120 has a quote"},
		"text behind a quote":          {"name,mtu\n\"a\"b,9000\n", "2:3 WK120 has a quote"},
		"a quote that stays open":      {"name,mtu\na,\"9000\nb,9000\n", "2:1 WK120 has a quote"},
		"a control character":          {"name\na\x1b[31mb\n", "2:2 WK120 has a character"},
		"a zero byte":                  {"name\na\x00\n", "2:2 WK120 has a character"},
		"a line that ends as on a Mac": {"name\ra\r", "1:5 WK120 has a character"},
		"text from right to left":      {"name\na\u202eb\n", "2:2 WK120 has a character"},
		"no UTF-8":                     {"name\na\xff\n", "2:2 WK120 has a character"},
		"too many nodes":               {"name\n" + strings.Repeat("a\n", Most+1), fmt.Sprintf("%d:0 WK014 is one more", Most+2)},
	} {
		t.Run(name, func(t *testing.T) {
			found := Read(tc.text).Problems
			require.Len(t, found, 1)
			p := found[0]
			if p.Proposed != "" {
				p.Message += "; proposed " + p.Proposed
			}
			at := fmt.Sprintf("%d:%d %s ", p.Row, p.Column, p.Code)
			want, some := strings.CutPrefix(tc.want, at)
			require.True(t, some, "%s%s", at, p.Message)
			require.Contains(t, p.Message, want)
		})
	}
}

// TestAllProblems: one mistake does not hide the next.
func TestAllProblems(t *testing.T) {
	table := Read("name,mtu\na,x\nb\nc,9000\nd,y\n")
	require.Len(t, table.Problems, 3)
	require.Len(t, table.Nodes, 1, "what is right is read all the same")
	require.Equal(t, 4, table.Row(0))
	require.Equal(t, Position{4, 3}, table.Cell(0, "mtu"))
	require.Equal(t, Position{4, 0}, table.Cell(0, "addresses"))
}

// TestColumns holds that each field of an entry has a column.
func TestColumns(t *testing.T) {
	node := reflect.TypeFor[api.Node]()
	var fields []string
	for i := range node.NumField() {
		name, _, _ := strings.Cut(node.Field(i).Tag.Get("json"), ",")
		fields = append(fields, name)
		require.NotNil(t, setters[name], name)
	}
	require.ElementsMatch(t, fields, Columns())
	require.Len(t, setters, len(fields))
}

// FuzzRead reads anything: a place is in the text, and what is hostile is no work.
func FuzzRead(f *testing.F) {
	for _, text := range []string{"", "name,mtu\na,9000\n", "\ufeffname\r\n\"a\"\r\n", "name\n\"a\nb\"\n", "name,\"\"\"\n", "nodeSelector\na=b;c\n", "\xff", "name\n\r\n,\n"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		table := Read(text)
		lines := strings.Split(text, "\n")
		for _, p := range table.Problems {
			require.True(t, p.Row >= 1 && p.Row <= len(lines), "row %d", p.Row)
			require.LessOrEqual(t, p.Column, len([]rune(lines[p.Row-1]))+1)
		}
		for i := range table.Nodes {
			require.LessOrEqual(t, table.Cell(i, "name").Row, len(lines))
		}
	})
}
