package schema

import "strings"

// nearest is the candidate that name was probably meant to be: the fewest edits, letter case aside, and no more than
// a third of the name's length. Empty where none is that near; the first one wins a tie.
func nearest(name string, candidates []string) string {
	lower := strings.ToLower(name)
	best, limit := "", len(name)/3
	for _, candidate := range candidates {
		if d := edits(lower, strings.ToLower(candidate)); d <= limit {
			best, limit = candidate, d-1
		}
	}
	return best
}

// edits is the number of bytes to insert, drop, replace or swap with their neighbour that make b of a.
func edits(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			replace := last[j-1]
			if a[i-1] != b[j-1] {
				replace++
			}
			row[j] = min(replace, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
