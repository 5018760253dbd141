package release

import "github.com/novasphere/wukong-fn/render/object"

type serviceAccount struct {
	object.Header
}

func newServiceAccount(namespace string) *serviceAccount {
	s := &serviceAccount{Header: object.ServiceAccount.Header(namespace, operatorName)}
	s.Metadata.Labels = object.Strings{{Key: "nmstate.io"}}
	return s
}
