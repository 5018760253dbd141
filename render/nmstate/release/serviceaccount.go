package release

import "github.com/novasphere/wukong-fn/render/kube"

type serviceAccount struct {
	kube.Header
}

func newServiceAccount(namespace string) *serviceAccount {
	s := &serviceAccount{Header: header("v1", "ServiceAccount", namespace, operatorName)}
	s.Metadata.Labels = kube.Strings{{Key: "nmstate.io"}}
	return s
}
