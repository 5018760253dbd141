package command

import (
	"fmt"

	"github.com/spf13/cobra"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/deliver"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// healthCommand prints the health checks that a delivery tool lacks.
func (p *Process) healthCommand() *cobra.Command {
	return &cobra.Command{
		Use: "health argocd", Short: "Print the health checks that a delivery tool lacks",
		Long: "Prints the health checks that Argo CD lacks, as a patch of the ConfigMap argocd-cm. " +
			"Flux has its checks in the staged output.",
		Example:   "  wukong-fn health argocd > argocd-cm.yaml",
		ValidArgs: []cobra.Completion{api.DeliveryArgoCD},
		RunE:      func(_ *cobra.Command, args []string) error { return p.health(args) },
	}
}

func (p *Process) health(args []string) error {
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
	_, err = p.Out.Write(text)
	return err
}
