package encode

import (
	"slices"
	"strings"
)

// Strings is a map of a few strings. It is written on every object, and a slice costs a tenth of a map there. Keys are
// sorted, each is there once.
type Strings []Pair

// Pair is one entry of Strings.
type Pair struct{ Key, Value string }

// Set sets the value of a key.
func (s *Strings) Set(key, value string) {
	i, found := s.find(key)
	if found {
		(*s)[i].Value = value
		return
	}
	*s = slices.Insert(*s, i, Pair{Key: key, Value: value})
}

// Add sets the value of a key that is not there yet.
func (s *Strings) Add(key, value string) {
	if i, found := s.find(key); !found {
		*s = slices.Insert(*s, i, Pair{Key: key, Value: value})
	}
}

// find is where a key stands, or would.
func (s Strings) find(key string) (int, bool) {
	return slices.BinarySearchFunc(s, key, func(p Pair, key string) int { return strings.Compare(p.Key, key) })
}

// Get is the value of a key, empty where there is none.
func (s Strings) Get(key string) string {
	for i := range s {
		if s[i].Key == key {
			return s[i].Value
		}
	}
	return ""
}

// inOrder says whether they stand in the order in which they are written.
func (s Strings) inOrder() bool {
	for i := 1; i < len(s); i++ {
		if before, key := s[i-1].Key, s[i].Key; before >= key || compareKeys(before, key) >= 0 {
			return false
		}
	}
	return true
}
