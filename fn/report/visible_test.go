package report

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/finding"
)

func TestVisible(t *testing.T) {
	for text, want := range map[string]string{
		"spec.networks[0].vlanId":               "spec.networks[0].vlanId",
		"größer als 3 µs":                       "größer als 3 µs",
		"x\x1b[2J\n::error file=evil::injected": `x\x1b[2J\n::error file=evil::injected`,
		"a\r\tb\x00c\x7f":                       `a\r\tb\x00c\x7f`,
		"\u0085\u009b31m\u2028\u2029":           `\u0085\u009b31m\u2028\u2029`,
		"\u202euser\u2066\u200b\ufeff\u00a0":    `\u202euser\u2066\u200b\ufeff\u00a0`,
		"\xff\xc3\x28\xed\xa0\x80":              `\xff\xc3(\xed\xa0\x80`,
		"# a comment, ## a title, ### more":     "# a comment, ## a title, ### more",
		"x ##[error]injected":                   `x \x23#[error]injected`,
		"###vso[task.setvariable x]":            `#\x23#vso[task.setvariable x]`,
		"a::b::c and ::1 and ::ffff:1.2.3.4":    "a::b::c and ::1 and ::ffff:1.2.3.4",
		"::1":                                   "::1",
		"::error::x":                            `\x3a:error::x`,
		"  ::add-mask::x":                       `  \x3a:add-mask::x`,
		"\n::error::x":                          `\n::error::x`,
		"\U0001f600 \ue000":                     "\U0001f600 \\ue000",

		"ftp://user:PW@host/x is no image":                       "ftp://…@host/x is no image",
		"docker://u:p@ss/w@rd@quay.io/a":                         "docker://…@quay.io/a",
		`see "https://u:p@h/a", http://v@h/b.`:                   `see "https://…@h/a", http://…@h/b.`,
		"https://h/a?b=c and git@github.com:a/b":                 "https://h/a?… and git@github.com:a/b",
		"docker://quay.io/a@sha256:" + strings.Repeat("0", 64):   "docker://quay.io/a@sha256:" + strings.Repeat("0", 64),
		"docker://u:p@h/a@sha256:" + strings.Repeat("0", 64):     "docker://…@h/a@sha256:" + strings.Repeat("0", 64),
		"://" + strings.Repeat("a", 1990) + " https://u:PW@host": "://" + strings.Repeat("a", 1990) + " https:…",
		"https://u:PW" + strings.Repeat("a", 2000) + "@h":        "https:…",
	} {
		require.Equal(t, want, Visible(text), "%q", text)
		require.Equal(t, Visible(text), Visible(Visible(text)), "%q", text)
	}
	require.Equal(t, strings.Repeat("a", 1999)+"…", Visible(strings.Repeat("a", 1999)+"öö"), "cut at a character")
	require.Equal(t, `\x80`, escape("\x80"))
}

// A line of the report begins with a path, and goes on with what others wrote.
func TestPathMakesNoCommand(t *testing.T) {
	for file, want := range map[string]string{
		"a/::b.yaml": "a/::b.yaml", "::error file=x": `\x3a:error file=x`, "  ::x": `  \x3a:x`, "::error::x": `\x3a:error::x`, "\t::x": `\t::x`,
	} {
		require.Equal(t, want, visiblePlace(finding.Place{File: file}).File)
	}
}

func TestFilesOfSARIFAreURIs(t *testing.T) {
	for file, want := range map[string]string{
		"dir/w.yaml": "dir/w.yaml", "a b/ü%\x1b#?.yaml": "a%20b/%C3%BC%25%1B%23%3F.yaml", "::error::\xff": "./::error::%FF",
		"\u202e": "%E2%80%AE", "x/ftp://u:PW@h/x": "x/ftp://%E2%80%A6@h/x", "a:b": "./a:b",
	} {
		l, ok := location(finding.Place{}, file, "-")
		require.True(t, ok)
		require.Equal(t, want, l.Physical.Artifact.URI)
	}
}

func FuzzVisible(f *testing.F) {
	for _, s := range []string{"a", "\x1b", "##[x]", "https://u:p@h", "\u202e", "\xff", "://@"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Visible(s)
		require.True(t, utf8.ValidString(got))
		require.True(t, clean(got), "%q", got)
	})
}

// clean is what a report promises of every text, said otherwise than by the code that keeps it.
func clean(s string) bool {
	line := strings.TrimSpace(s)
	return !(strings.HasPrefix(line, "::") && strings.Contains(line[2:], "::")) && !strings.Contains(s, "##[") && !strings.ContainsFunc(s, func(r rune) bool {
		return r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
	})
}
