package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// change is one place where the object as admitted is not the object as sent. A
// side that has nothing there is null.
type change struct {
	Path string `json:"path"`
	From any    `json:"from"`
	To   any    `json:"to"`
}

// drift compares two JSON objects and gives every difference, in order of path. The
// webhook answers each machine with a patch that replaces the whole spec, so it is
// the values that say whether anything changes.
func drift(sent, admitted []byte) ([]change, error) {
	var from, to any
	if err := json.Unmarshal(sent, &from); err != nil {
		return nil, fmt.Errorf("reading the object as sent: %w", err)
	}
	if err := json.Unmarshal(admitted, &to); err != nil {
		return nil, fmt.Errorf("reading the object as admitted: %w", err)
	}
	return differences("", from, to), nil
}

func differences(path string, from, to any) []change {
	fromMap, fromIsMap := from.(map[string]any)
	toMap, toIsMap := to.(map[string]any)
	if fromIsMap && toIsMap {
		keys := maps.Clone(fromMap)
		maps.Copy(keys, toMap)
		var found []change
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			inner := path + "/" + key
			before, had := fromMap[key]
			after, has := toMap[key]
			if had != has {
				found = append(found, change{Path: inner, From: before, To: after})
				continue
			}
			found = append(found, differences(inner, before, after)...)
		}
		return found
	}
	fromList, fromIsList := from.([]any)
	toList, toIsList := to.([]any)
	if fromIsList && toIsList && len(fromList) == len(toList) {
		var found []change
		for i := range fromList {
			found = append(found, differences(fmt.Sprintf("%s/%d", path, i), fromList[i], toList[i])...)
		}
		return found
	}
	if reflect.DeepEqual(from, to) {
		return nil
	}
	return []change{{Path: path, From: from, To: to}}
}
