package release

import (
	"github.com/novasphere/wukong-fn/render/nmstate/schema"
	"github.com/novasphere/wukong-fn/render/object"
)

const group = "nmstate.io"

// definition is the part of apiextensions.k8s.io/v1 CustomResourceDefinition that the release uses.
type definition struct {
	object.Header
	Spec definitionSpec `json:"spec"`
}

type definitionSpec struct {
	Group    string    `json:"group"`
	Names    names     `json:"names"`
	Scope    string    `json:"scope"`
	Versions []version `json:"versions"`
}

type names struct {
	Kind       string   `json:"kind"`
	ListKind   string   `json:"listKind"`
	Plural     string   `json:"plural"`
	ShortNames []string `json:"shortNames,omitempty"`
	Singular   string   `json:"singular"`
}

type version struct {
	AdditionalPrinterColumns []column      `json:"additionalPrinterColumns,omitempty"`
	Deprecated               bool          `json:"deprecated,omitempty"`
	DeprecationWarning       string        `json:"deprecationWarning,omitempty"`
	Name                     string        `json:"name"`
	Schema                   versionSchema `json:"schema"`
	Served                   bool          `json:"served"`
	Storage                  bool          `json:"storage"`
	Subresources             *subresources `json:"subresources,omitempty"`
}

type versionSchema struct {
	OpenAPIV3Schema *schema.Schema `json:"openAPIV3Schema"`
}

// subresources name what they switch on by being there: status is an empty object.
type subresources struct {
	Status *struct{} `json:"status,omitempty"`
}

type column struct {
	JSONPath string `json:"jsonPath"`
	Name     string `json:"name"`
	Type     string `json:"type"`
}

// define makes a cluster-wide kind of NMState's group.
func define(n names, versions ...version) *definition {
	n.ListKind = n.Kind + "List"
	return &definition{
		Header: object.CustomResourceDefinition.Header("", n.Plural+"."+group),
		Spec:   definitionSpec{Group: group, Names: n, Scope: "Cluster", Versions: versions},
	}
}

// served is a version of a kind with a status subresource, not the one that is stored.
func served(name string, root *schema.Schema, columns ...column) version {
	return version{
		AdditionalPrinterColumns: columns,
		Name:                     name,
		Schema:                   versionSchema{OpenAPIV3Schema: root},
		Served:                   true,
		Subresources:             &subresources{Status: &struct{}{}},
	}
}

func (v version) stored() version {
	v.Storage = true
	return v
}

// deprecated makes the API server warn whoever uses the version, in words of its own where the warning is empty.
func (v version) deprecated(warning string) version {
	v.Deprecated, v.DeprecationWarning = true, warning
	return v
}

// ofTrueCondition is a column that shows a field of the condition that holds.
func ofTrueCondition(name, field, columnType string) column {
	return column{JSONPath: `.status.conditions[?(@.status=="True")].` + field, Name: name, Type: columnType}
}

func statusColumn() column { return ofTrueCondition("Status", "type", "string") }
func reasonColumn() column { return ofTrueCondition("Reason", "reason", "string") }

// resource is the schema of a whole object with these fields beside those that every object has.
func resource(fields schema.Props) *schema.Schema {
	return schema.Object(fields).
		WithField("apiVersion", schema.String()).
		WithField("kind", schema.String()).
		WithField("metadata", schema.Object(nil))
}

// conditions is NMState's own shape of them, with a heartbeat.
func conditions() *schema.Schema {
	return schema.Array(schema.Object(schema.Props{
		"lastHeartbeatTime":  schema.DateTime(),
		"lastTransitionTime": schema.DateTime(),
		"message":            schema.String(),
		"reason":             schema.String(),
		"status":             schema.String(),
		"type":               schema.String(),
	}).Required("status", "type"))
}

// networkState is a state in nmstate's language, which only nmstate itself understands.
func networkState() *schema.Schema { return schema.Object(nil).Open() }

// countByNode is a number for each node's name.
func countByNode() *schema.Schema { return schema.Map(schema.Integer()) }
