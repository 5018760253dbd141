// Command kubectl is kubectl at the version that go.mod pins. Upstream's own main lives in k8s.io/kubernetes, whose tool module
// holds the API server alone.
package main

import (
	"k8s.io/component-base/cli"
	"k8s.io/kubectl/pkg/cmd"
	"k8s.io/kubectl/pkg/cmd/util"
)

func main() {
	util.CheckErr(cli.RunNoErrOutput(cmd.NewDefaultKubectlCommand()))
}
