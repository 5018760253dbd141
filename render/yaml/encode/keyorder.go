package encode

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// sortEntries sorts entries by their keys, as the library does. The order is not transitive for all sets of keys (see the
// package comment), therefore they are brought into one fixed order first: then the result does not depend on the order in
// which a map gave them.
func sortEntries(entries []entry) error {
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.key, b.key) })
	for i := 1; i < len(entries); i++ {
		if entries[i].key == entries[i-1].key {
			return fmt.Errorf("key %.40q is there twice", entries[i].key)
		}
	}
	slices.SortFunc(entries, func(a, b entry) int { return compareKeys(a.key, b.key) })
	return nil
}

// compareKeys is the natural order of go.yaml.in/yaml/v2 v2.4.4, decided where two keys first differ: letters by code
// point and behind everything else, digits by the number that they begin, the rest before digits and by code point.
func compareKeys(a, b string) int {
	at := commonPrefix(a, b)
	if at == len(a) || at == len(b) {
		return cmp.Compare(len(a), len(b))
	}
	ra, _ := utf8.DecodeRuneInString(a[at:])
	rb, _ := utf8.DecodeRuneInString(b[at:])
	la, lb := unicode.IsLetter(ra), unicode.IsLetter(rb)
	switch {
	case la && lb:
		return cmp.Compare(ra, rb)
	case la:
		return 1
	case lb:
		return -1
	}
	var lead int64
	if (ra == '0' || rb == '0') && endsInNumber(a[:at]) {
		// A zero in the middle of a number counts as a digit and not as padding.
		lead = 1
	}
	na, da := leadingNumber(a[at:], lead)
	nb, db := leadingNumber(b[at:], lead)
	return cmp.Or(cmp.Compare(na, nb), cmp.Compare(da, db), cmp.Compare(ra, rb))
}

// commonPrefix is the length of the longest common prefix of whole characters.
func commonPrefix(a, b string) int {
	n := min(len(a), len(b))
	i := 0
	for i < n && a[i] == b[i] {
		i++
	}
	if i == n {
		return i
	}
	for i > 0 && !(utf8.RuneStart(a[i]) && utf8.RuneStart(b[i])) {
		i--
	}
	return i
}

// leadingNumber is the number at the start of s behind the digit lead, and how many digits it has. It wraps around as
// the library's does.
func leadingNumber(s string, lead int64) (n int64, digits int) {
	n = lead
	for _, r := range s {
		if !unicode.IsDigit(r) {
			break
		}
		n = n*10 + int64(r-'0')
		digits++
	}
	return n, digits
}

// endsInNumber says whether the digits at the end of s are worth more than zero.
func endsInNumber(s string) bool {
	for len(s) > 0 {
		r, size := utf8.DecodeLastRuneInString(s)
		if !unicode.IsDigit(r) {
			return false
		}
		if r != '0' {
			return true
		}
		s = s[:len(s)-size]
	}
	return false
}
