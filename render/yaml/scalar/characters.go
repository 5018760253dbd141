// Package scalar knows what reader and writer both have to know of scalars: which characters a text may have so that it comes
// through YAML unchanged, and what a text means without quotes.
package scalar

import "unicode/utf8"

// Lost is the first character of a text that does not come through the tools between a repository and a cluster, U+FFFD for
// a byte that is not UTF-8. kustomize and kubectl send every text through sigs.k8s.io/yaml, which writes it as JSON and reads
// that as YAML: there go.yaml.in/yaml/v2 refuses U+007F to U+009F, U+FFFE and U+FFFF, and makes a blank of U+0085.
func Lost(s string) (r rune, lost bool) {
	for i := 0; i < len(s); {
		if s[i] < 0x7f {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if !Carried(r) || r == utf8.RuneError && size == 1 {
			return r, true
		}
		i += size
	}
	return 0, false
}

// Carried says whether a character comes through.
func Carried(r rune) bool { return r < 0x7f || r > 0x9f && r != 0xfffe && r != 0xffff }

// longestKey is a bit less than the 1024 characters that a reader looks ahead for the colon.
const longestKey = 1000

// KeyFits says whether a key is short enough. As JSON some of its characters become escapes of six.
func KeyFits(key string) bool {
	if len(key) <= longestKey/6 {
		return true
	}
	n := 0
	for _, r := range key {
		n++
		if r < ' ' || r == '"' || r == '\\' || r == '<' || r == '>' || r == '&' || r == '\u2028' || r == '\u2029' {
			n += 5
		}
	}
	return n <= longestKey
}
