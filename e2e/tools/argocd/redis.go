package main

import (
	"fmt"

	"github.com/alicebob/miniredis/v2"
	"github.com/spf13/cobra"
)

// cache stands in for the Redis that repo-server and controller share: the address
// is its only argument, and it runs until it is killed.
func cache() *cobra.Command {
	return &cobra.Command{
		Use:  "argocd-redis ADDRESS",
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			server := miniredis.NewMiniRedis()
			if err := server.StartAddr(args[0]); err != nil {
				return fmt.Errorf("listening on %s: %w", args[0], err)
			}
			select {}
		},
	}
}
