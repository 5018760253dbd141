// Package kustomize is what kustomize has to be told of our kinds and of those that we make: by which names their lists merge,
// and which fields hold names of other resources. hack/schemas makes the files.
//
// For `kustomize build` they are copied beside a kustomization:
//
//	openapi: {path: openapi.json}
//	configurations: [references.yaml]
package kustomize

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
)

//go:embed openapi.json
var openapi []byte

//go:embed references.yaml
var references []byte

// References are nameReference entries, for configurations.
func References() []byte { return references }

// Merging are OpenAPI definitions of the kinds that are not Kubernetes' own, to add to those that kustomize has built in.
func Merging() ([]byte, error) {
	var file struct {
		Swagger     string                     `json:"swagger"`
		Info        json.RawMessage            `json:"info"`
		Paths       struct{}                   `json:"paths"`
		Definitions map[string]json.RawMessage `json:"definitions"`
	}
	if err := json.Unmarshal(openapi, &file); err != nil {
		return nil, fmt.Errorf("read kustomize/openapi.json: %w", err)
	}
	for name := range file.Definitions {
		if strings.HasPrefix(name, "io.k8s.") {
			delete(file.Definitions, name)
		}
	}
	return json.Marshal(file)
}
