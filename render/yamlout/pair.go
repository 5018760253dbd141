package yamlout

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Pair is one entry of a mapping of strings.
type Pair struct{ Key, Value string }

var pairType = reflect.TypeFor[Pair]()

// sortPairs is pairs in the order of sortKeys, which is what a map with the same entries has. Pairs that are in order
// already, as most are, come back as they are; others are appended to sorted, which is empty, and sorted there.
func sortPairs(sorted, pairs []Pair) ([]Pair, error) {
	if inOrder(pairs) {
		return pairs, nil
	}
	sorted = append(sorted, pairs...)
	slices.SortFunc(sorted, func(a, b Pair) int { return strings.Compare(a.Key, b.Key) })
	for i := range sorted[1:] {
		if sorted[i].Key == sorted[i+1].Key {
			return nil, fmt.Errorf("key %.40q is there twice", sorted[i].Key)
		}
	}
	slices.SortFunc(sorted, func(a, b Pair) int { return compareKeys(a.Key, b.Key) })
	return sorted, nil
}

// inOrder says whether sorting would leave the pairs as they are. Since the natural order can have a circle, that takes
// more than neighbours in this order: they must be in the fixed order of sortKeys, too, and so few that they are sorted
// by insertion, which leaves sorted neighbours alone.
func inOrder(pairs []Pair) bool {
	const sortedByInsertion = 12
	if len(pairs) > sortedByInsertion {
		return false
	}
	for i := 1; i < len(pairs); i++ {
		before, key := pairs[i-1].Key, pairs[i].Key
		if before >= key || compareKeys(before, key) >= 0 {
			return false
		}
	}
	return true
}
