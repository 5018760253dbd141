package yaml

import (
	"math/bits"
	"strings"
	"unicode/utf8"
)

// Texts are looked at eight bytes at a time: each has a one in every byte, high the high bit of every byte.
const each, high = 0x0101010101010101, 0x8080808080808080

// load is the eight bytes of s as a number, the first one lowest. The compiler makes one load of it.
func load(s string) uint64 {
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// lineEnd returns where the line that starts at i ends, without its line break. clean tells that the line is printable
// ASCII: no tab, no carriage return, nothing that YAML takes for a line break in its middle.
func lineEnd(text string, i int) (end int, clean bool) {
	for i+8 <= len(text) {
		// A byte below ' ', of 0x7f or above sets its high bit in odd. A carry may set bits behind the first such byte,
		// never before it.
		word := load(text[i : i+8])
		if odd := ((word - ' '*each) | (word + each) | word) & high; odd != 0 {
			i += bits.TrailingZeros64(odd) / 8
			if text[i] == '\n' {
				return i, true
			}
			break
		}
		i += 8
	}
	for i < len(text) && text[i] >= ' ' && text[i] < 0x7f {
		i++
	}
	if i == len(text) || text[i] == '\n' {
		return i, true
	}
	if length := strings.IndexByte(text[i:], '\n'); length >= 0 {
		return i + length, false
	}
	return len(text), false
}

// skipBlanks returns where the line that goes on at i and ends at end has something else than blanks, end if it has not.
func skipBlanks(text string, i, end int) int {
	for i+8 <= len(text) {
		if word := load(text[i:i+8]) ^ ' '*each; word != 0 {
			return i + bits.TrailingZeros64(word)/8 // at most end, for a line break is no blank
		}
		i += 8
	}
	for i < end && text[i] == ' ' {
		i++
	}
	return i
}

// printable holds for a line of characters that mean nothing special to YAML's reader, tabs aside: no control character, no
// carriage return but that of a CRLF at its end, no Unicode line break, no byte order mark, valid UTF-8.
func printable(line string) bool {
	line = strings.TrimSuffix(line, "\r")
	for i := 0; i < len(line); i++ {
		if c := line[i]; c >= ' ' && c < 0x7f || c == '\t' {
			continue
		} else if c < utf8.RuneSelf {
			return false
		}
		r, size := utf8.DecodeRuneInString(line[i:])
		if r < 0xa0 || r == '\u2028' || r == '\u2029' || r == '\ufeff' || r > 0xfffd && r < 0x10000 {
			return false
		}
		if r == utf8.RuneError && size == 1 {
			return false
		}
		i += size - 1
	}
	return true
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }
