package encode_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// notText is what PyYAML 6.0.3 makes of these texts without quotes: another type than text, or an error. Measured with
// yaml.safe_load("k: " + text); e2e holds what is written here against the PyYAML that is installed.
var notText = map[string]string{
	"error":    "= << 0x_ 0b_ 2001-13-01 2001-02-30 %x @x `x &x *x !!x | > [ { ] } , ' \" # ? -",
	"bool":     "yes Yes YES no No NO on On ON off Off OFF true True TRUE false False FALSE",
	"NoneType": "null Null NULL ~",
	"float":    ".0_ .1__7 .0_e+1 .inf -.inf +.INF .nan .NaN .NAN 12:30:45.6 190:20:30.15 1.0e+3 .5 5. 0. 1_0.5 0.5_",
	"int":      "1:30 12:30:45 190:20:30 +1:30 -1:30 52:54:00:12:34:56 017 1_000 -1_0 1_ 0_ 0x1F 0x1F_ 0b11 +1 -1 1",
	"date":     "2001-01-01 2001-12-31",
	"datetime": "2001-01-01T00:00:00Z 2001-1-1T1:1:1 2001-12-14t21:59:43.10-05:00",
}

func TestPythonReadsText(t *testing.T) {
	for kind, all := range notText {
		for _, text := range strings.Fields(all) {
			doc := map[string]any{"k": text, "l": []string{text}, text: "v"}
			out, err := encode.AppendForPython(nil, doc)
			require.NoError(t, err)
			require.Regexp(t, `(?m)^k: ["'].*["']$`, string(out), kind)
			require.Regexp(t, `(?m)^- ["'].*["']$`, string(out), kind)
			require.Regexp(t, `(?m)^["'].*["']: v$`, string(out), kind)
			var back map[string]any
			require.NoError(t, yaml.Unmarshal(out, &back), "%s", out)
			require.Equal(t, map[string]any{"k": text, "l": []any{text}, text: "v"}, back)
		}
	}
	// What PyYAML takes for text looks as everywhere.
	for _, text := range []string{
		"web", "y", "N", "=a", "<<x", "x=", "a_1", "02:00:5e:10:00:01", "10.0.0.1/24", "::1", "::/0", "0.0.0.0/0", "fd00::1", "2001:db8::1/64", "$6$rounds=4096$salt$ha.sh/",
		"ALL=(ALL) NOPASSWD:ALL", "/bin/bash", "nan", "1.2.3", "1:60", "a: b", "two\nlines\n", "größe", "\U0001f600", "\x01", strings.Repeat("word ", 30) + "x",
	} {
		for _, doc := range []any{map[string]string{"k": text}, []string{text}} {
			want, err := encode.Append(nil, doc, 0)
			require.NoError(t, err)
			got, err := encode.AppendForPython(nil, doc)
			require.NoError(t, err)
			require.Equal(t, string(want), string(got))
		}
	}
}

func FuzzPython(f *testing.F) {
	for _, all := range notText {
		for _, text := range strings.Fields(all) {
			f.Add(text)
		}
	}
	for _, cases := range stringCases() {
		for _, s := range cases {
			f.Add(s)
		}
	}
	f.Fuzz(func(t *testing.T, s string) {
		if refusedKey(s) {
			t.Skip("what is not UTF-8 is changed, and can be no key")
		}
		out, err := encode.AppendForPython(nil, map[string]string{"k": s, s: "v"})
		require.NoError(t, err)
		var back map[string]string
		require.NoError(t, yaml.Unmarshal(out, &back), "%s", out)
		want := map[string]string{"k": s}
		want[s] = "v"
		require.Equal(t, want, back, "%s", out)
	})
}
