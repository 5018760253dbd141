// Package virttemplate stands in for kubevirt.io/virt-template-client-go, whose
// v0.2.0 the module proxy does not serve. Nothing here is called.
package virttemplate

import (
	"errors"

	"k8s.io/client-go/rest"
)

// Clientset is the client that informers for templates would use.
type Clientset struct{}

// NewForConfig always fails: there are no templates here.
func NewForConfig(*rest.Config) (*Clientset, error) {
	return nil, errors.New("virt-template is not part of this build")
}

// TemplateV1beta1 is the client's one group.
func (c *Clientset) TemplateV1beta1() *Clientset { return c }

// RESTClient is nil, as no client is ever made.
func (c *Clientset) RESTClient() rest.Interface { return nil }
