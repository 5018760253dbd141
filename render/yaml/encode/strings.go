package encode

import "slices"

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

// AddAll sets the values of keys that are not there yet.
func (s *Strings) AddAll(values map[string]string) {
	for key, value := range values {
		if i, found := s.find(key); !found {
			*s = slices.Insert(*s, i, Pair{Key: key, Value: value})
		}
	}
}

// find is where a key stands, or would.
func (s Strings) find(key string) (int, bool) {
	for i := range s {
		if s[i].Key >= key {
			return i, s[i].Key == key
		}
	}
	return len(s), false
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
