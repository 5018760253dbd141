package main

import (
	"fmt"

	"github.com/novasphere/wukong-fn/render/deliver"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// health prints the health checks that a delivery tool lacks.
func health(args []string, s streams) error {
	var tool deliver.Tool
	if len(args) == 1 {
		tool = deliver.Of(args[0])
	}
	if tool.Health == nil {
		return usageError{"health takes the name of a delivery tool: argocd (Flux has its checks in the staged output)"}
	}
	text, err := encode.Append(nil, tool.Health(), 0)
	if err != nil {
		return fmt.Errorf("write the health checks: %w", err)
	}
	_, err = s.out.Write(text)
	return err
}
