// Package spell finds the valid word that a user most likely meant.
package spell

import (
	"strings"
	"unicode"
)

// Nearest is the candidate that differs least from word, empty where none is near: letter case, dashes and underscores
// are free, and about one edit in three letters is allowed (insertion, deletion, substitution, or two neighbours swapped);
// a word cut short after three letters or more is near, too. Of several equally near ones the first is taken.
func Nearest(word string, candidates []string) string {
	if len(word) > longest {
		return ""
	}
	best, bestCost := "", max(len(word)/3, 1)+1
	folded := fold(word)
	for _, c := range candidates {
		other := fold(c)
		d := bestCost
		switch {
		case len(folded) >= 3 && strings.HasPrefix(other, folded):
			d = 1
		case max(len(folded)-len(other), len(other)-len(folded)) < bestCost: // so many edits it takes at least
			d = distance(folded, other)
		}
		if d < bestCost && d < len(c) {
			best, bestCost = c, d
		}
	}
	return best
}

// longest is the length from which on a word is nobody's spelling mistake.
const longest = 64

func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '_' {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// distance is the number of edits between a and b (optimal string alignment).
func distance(a, b string) int {
	prev2, prev, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], prev2[j-2]+1)
			}
		}
		prev2, prev, row = prev, row, prev2
	}
	return prev[len(b)]
}
