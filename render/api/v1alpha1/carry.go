package v1alpha1

import (
	"fmt"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
)

// The labels and annotations of a Wukong or NetworkConfig are carried to the objects that are made from it. The exceptions are
// all here. Where a carried one and one that we set ourselves have the same key, ours stays.

// marksOfTools are the domains, with all below them, whose labels and annotations tell a tool what to do with the resource that
// carries them, or say who owns it. On another object they would be wrong.
var marksOfTools = [...]string{
	"novasphere.dev",                   // ours
	"config.kubernetes.io",             // of kustomize, kpt and all functions
	"config.k8s.io",                    // of the same, before and beside that
	"cli-utils.sigs.k8s.io", "kpt.dev", // of kpt
	"argocd.argoproj.io", "fluxcd.io", // of Argo CD and Flux, whose marks follow from the object's kind
	"kubectl.kubernetes.io", "meta.helm.sh", // of kubectl and Helm: what was applied last, and by whom
}

// reservedLabels is the domain whose labels KubeVirt gives itself, and refuses from others in part. Its annotations are for
// users, too; what is below it is other people's (vm.kubevirt.io).
const reservedLabels = "kubevirt.io"

// managedBy is the label that says of our objects that they are ours, also on what they make.
const managedBy = "app.kubernetes.io/managed-by"

// Carried are the labels and annotations that the objects made from a resource have from it, nil where there are none.
func (m *ObjectMeta) Carried() (labels, annotations map[string]string) {
	return those(m.Labels, carriesLabel), those(m.Annotations, carriesAnnotation)
}

// those are the entries with the keys that pass.
func those(all map[string]string, pass func(key string) bool) map[string]string {
	var passed map[string]string
	for key, value := range all {
		if pass(key) {
			if passed == nil {
				passed = map[string]string{}
			}
			passed[key] = value
		}
	}
	return passed
}

func carriesLabel(key string) bool {
	domain, _, _ := strings.Cut(key, "/")
	return key != managedBy && domain != reservedLabels && carriesAnnotation(key)
}

func carriesAnnotation(key string) bool {
	domain, _, found := strings.Cut(key, "/")
	return !found || !ofTool(domain)
}

// ofTool says whether a domain is one of marksOfTools, or below it.
func ofTool(domain string) bool {
	for _, of := range marksOfTools {
		if above, found := strings.CutSuffix(domain, of); found && (above == "" || above[len(above)-1] == '.') {
			return true
		}
	}
	return false
}

// mostAnnotations is how many bytes the carried annotations may have, keys and values together. Kubernetes takes 256 KiB of
// them, with ours.
const mostAnnotations = 240 << 10

// marks reports labels and annotations that Kubernetes does not take. Annotations that are a tool's are the tool's affair: they
// come to no object.
func (c *checker) marks(m *ObjectMeta) {
	c.labels(root("metadata.labels"), m.Labels)
	at, size := root("metadata.annotations"), 0
	carried := those(m.Annotations, carriesAnnotation)
	for k, v := range carried {
		size += len(k) + len(v)
	}
	c.annotationKeys(at, carried)
	if size > mostAnnotations {
		c.add(finding.Limit, at, fmt.Sprintf("have %d bytes, and objects that carry them would have more than the 256 KiB "+
			"that Kubernetes takes: shorten them to %d", size, mostAnnotations), "", "")
	}
}
