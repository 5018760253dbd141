package release

import (
	"github.com/novasphere/wukong-fn/render/nmstate/schema"
	"github.com/novasphere/wukong-fn/render/object"
)

// NMState is the object that makes the operator roll out its handlers. A cluster has one: the operator deletes any
// that is not named nmstate.
type NMState struct {
	object.Header
	Spec map[string]any `json:"spec,omitempty"`
}

// Instance is the NMState object with this spec, copied. Null fields are left out, as the API server does.
func Instance(spec map[string]any) Part {
	return Part{object.NMState, "", instanceName, func() object.Object {
		return &NMState{Header: object.NMState.Header("", instanceName), Spec: copiedFields(spec)}
	}}
}

const instanceName = "nmstate"

// InstanceSchema is what NMState.spec takes in a release. An unknown version is an error.
func InstanceSchema(version string) (*schema.Schema, error) {
	r, err := find(version)
	if err != nil {
		return nil, err
	}
	return instanceSpec(r, instanceSpecBeta(r)), nil
}

func copiedFields(object map[string]any) map[string]any {
	fields := make(map[string]any, len(object))
	for name, field := range object {
		if field != nil {
			fields[name] = copied(field)
		}
	}
	return fields
}

func copied(value any) any {
	switch v := value.(type) {
	case map[string]any:
		return copiedFields(v)
	case []any:
		items := make([]any, len(v))
		for i, item := range v {
			items[i] = copied(item)
		}
		return items
	}
	return value
}
