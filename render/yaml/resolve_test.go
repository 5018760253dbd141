package yaml

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	yaml2 "go.yaml.in/yaml/v2"
	"go.yaml.in/yaml/v3"

	"github.com/novasphere/wukong-fn/render/yaml/scalar"
)

var scalars = []string{
	"", "~", "null", "Null", "nULL", "true", "yes", "Yes", "yEs", "on", "OFF", "n", "N", "y", "no", "0", "-0", "+1", "00", "007", "08", "1_000", "_1", "0x1F", "0X1f", "0xg",
	"0o17", "0O17", "-0o17", "+0o17", "0b101", "-0b1", "0b2", "0b-1", "0b+1", "0o-7", "1e3", "1E+3", "1e", ".5", "5.", ".", "..", "-.5", "+.5", "-", "+", "1.2.3", "10.0.0.1", ".inf", "-.Inf", "+.INF",
	".nan", "-.nan", "inf", "nan", "1e999", "9223372036854775807", "9223372036854775808", "18446744073709551615", "18446744073709551616", "-9223372036854775808", "-9223372036854775809",
	"0xffffffffffffffff", "0b" + strings.Repeat("1", 64), "2024-01-01", "2024-1-1", "2024-13-01", "2024-01-01T10:00:00Z", "2024-01-01 10:00:00", "2024-01-01t1:0:0Z", "2024-01-01T", "02:00:00:00:00:01", "12:30:45",
	"30Gi", "2Gi", "100m", "1.5", "0.5e-3", "123e4567", "1e5f", "0x1p-2", "0x_1", "__", "1__0", "1_", "=", "<<", "a", "ä", ".5_0", "._5", ".e1", ".1e1", "1.e1", "-1_0.5", "+-1", "--1", "-+1", "0x-1", "-0x1F", "- 1",
}

// TestScalarsResolveAsTheLibrariesDo holds Resolve and Value against yaml.v3 and, for its booleans, yaml.v2.
func TestScalarsResolveAsTheLibrariesDo(t *testing.T) {
	for _, s := range scalars {
		resolves(t, s)
	}
}

func FuzzScalar(f *testing.F) {
	for _, s := range scalars {
		f.Add(s)
	}
	f.Fuzz(resolves)
}

func resolves(t *testing.T, s string) {
	var doc yaml.Node
	if len(s) > 100 || yaml.Unmarshal([]byte("- "+s+"\n"), &doc) != nil {
		return
	}
	if len(doc.Content) != 1 || len(doc.Content[0].Content) != 1 {
		return
	}
	n := doc.Content[0].Content[0]
	if n.Kind != yaml.ScalarNode || !plainNode(n) || n.Style&yaml.TaggedStyle != 0 || n.Value != s {
		return
	}
	var old []any
	if yaml2.Unmarshal([]byte("- "+s+"\n"), &old) != nil || len(old) != 1 {
		return
	}
	want := n.Tag
	if _, isBool := old[0].(bool); isBool {
		want = "!!bool"
	}
	names := map[scalar.Type]string{
		scalar.Text: "!!str", scalar.Null: "!!null", scalar.Bool: "!!bool", scalar.Int: "!!int", scalar.Float: "!!float", scalar.Time: "!!timestamp",
	}
	if want == "!!merge" {
		want = "!!str"
	}
	require.Equal(t, want, names[scalar.Resolve(s).Type], "%q", s)
	if _, isText := old[0].(string); isText && n.Tag == "!!int" {
		return // what only YAML 1.2 knows: 0o-7
	}
	sameValue(t, s, old[0])
}

// sameValue compares Value with what kubectl's library makes of the scalar.
func sameValue(t *testing.T, s string, want any) {
	got := Value(s)
	switch w := want.(type) {
	case int:
		want = int64(w)
	case uint64:
		want = float64(w)
	case float64:
		if math.IsNaN(w) {
			got, want = fmt.Sprint(got), "NaN"
		}
	}
	require.Equal(t, want, got, "%q", s)
}

func plainNode(n *yaml.Node) bool {
	const marked = yaml.DoubleQuotedStyle | yaml.SingleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle
	return n.Style&marked == 0
}
