package e2e

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
	"k8s.io/utils/ptr"
)

const (
	manager = "wukong-fn-e2e"
	owner   = "fn.novasphere.dev/owner"
)

// identity names an object in the cluster, whatever its version: KIND.GROUP
// NAMESPACE/NAME.
type identity string

func identify(o *unstructured.Unstructured) identity {
	return identity(fmt.Sprintf("%s %s/%s", o.GroupVersionKind().GroupKind(), o.GetNamespace(), o.GetName()))
}

// held is an object as the cluster has it from us.
type held struct {
	body            string // as sent
	resourceVersion string // as answered
	resource        dynamic.ResourceInterface
}

func identities(objects []*unstructured.Unstructured) []identity {
	all := make([]identity, 0, len(objects))
	for _, o := range objects {
		all = append(all, identify(o))
	}
	return all
}

// resource gives the endpoint of an object.
func (c *cluster) resource(o *unstructured.Unstructured) (dynamic.ResourceInterface, error) {
	endpoint, namespaced, err := c.everywhere(o.GroupVersionKind())
	if err != nil {
		return nil, err
	}
	switch namespace := o.GetNamespace(); {
	case namespaced && namespace == "": // as kubectl does; Argo CD and Flux name a target namespace
		return endpoint.Namespace(metav1.NamespaceDefault), nil
	case namespaced:
		return endpoint.Namespace(namespace), nil
	case namespace != "":
		// The server drops it, `kpt live` refuses it, and tools that compare names would
		// see two objects.
		return nil, fmt.Errorf("kind %s has no namespace, the object says %q", o.GetKind(), namespace)
	}
	return endpoint, nil
}

// everywhere gives the endpoint of a kind over all namespaces, and whether it has any.
func (c *cluster) everywhere(kind schema.GroupVersionKind) (dynamic.NamespaceableResourceInterface, bool, error) {
	mapping, err := c.mapper.RESTMapping(kind.GroupKind(), kind.Version)
	if err != nil {
		return nil, false, fmt.Errorf("finding kind %s: %w", kind, err)
	}
	return c.client.Resource(mapping.Resource), mapping.Scope.Name() == meta.RESTScopeNameNamespace, nil
}

// apply sends one object by server-side apply, with unknown fields refused and
// without force: a conflict would be a mistake.
func (c *cluster) apply(o *unstructured.Unstructured, manager string) (*unstructured.Unstructured, error) {
	body, err := o.MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("%v: %w", identify(o), err)
	}
	var live *unstructured.Unstructured
	var resource dynamic.ResourceInterface
	err = eventually("the kind is served", 60*time.Second, func() (bool, error) {
		resource, err = c.resource(o)
		if err != nil {
			return false, err
		}
		live, err = resource.Patch(background, o.GetName(), types.ApplyPatchType, body, metav1.PatchOptions{
			FieldManager: manager, FieldValidation: metav1.FieldValidationStrict,
		})
		return err == nil, err
	}, unserved)
	if err != nil {
		return nil, fmt.Errorf("applying %v: %w", identify(o), err)
	}
	c.applied++
	c.kinds = merge(c.kinds, []schema.GroupVersionKind{o.GroupVersionKind()})
	c.held[identify(o)] = held{string(body), live.GetResourceVersion(), resource}
	return live, nil
}

// unserved is the answer for a moment after a kind's CRD is established.
func unserved(err error) bool { return apierrors.IsNotFound(err) || meta.IsNoMatchError(err) }

// applyAll sends objects in the order given, waiting for each CRD.
func (c *cluster) applyAll(objects []*unstructured.Unstructured) error {
	for _, o := range objects {
		if o.GetNamespace() != "" {
			if err := c.namespace(o.GetNamespace()); err != nil {
				return err
			}
		}
		if _, err := c.apply(o, manager); err != nil {
			return err
		}
		if o.GetKind() == "CustomResourceDefinition" {
			if err := c.established(o.GetName()); err != nil {
				return err
			}
		}
	}
	return nil
}

// namespace makes sure of a namespace that the package leaves to its user.
func (c *cluster) namespace(name string) error {
	if c.namespaces[name] {
		return nil
	}
	o := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "v1", "kind": "Namespace", "metadata": map[string]any{"name": name},
	}}
	resource, err := c.resource(o)
	if err != nil {
		return err
	}
	if _, err := resource.Create(background, o, metav1.CreateOptions{}); err != nil && !apierrors.IsAlreadyExists(err) {
		return fmt.Errorf("making namespace %s: %w", name, err)
	}
	c.namespaces[name] = true
	return nil
}

var crdKind = schema.GroupVersionKind{Group: "apiextensions.k8s.io", Version: "v1", Kind: "CustomResourceDefinition"}

func (c *cluster) established(crd string) error {
	resource, _, err := c.everywhere(crdKind)
	if err != nil {
		return err
	}
	return eventually("CRD "+crd+" is established", 60*time.Second, func() (bool, error) {
		o, err := resource.Get(background, crd, metav1.GetOptions{})
		if err != nil {
			return false, err
		}
		conditions, _, err := unstructured.NestedSlice(o.Object, "status", "conditions")
		return slices.ContainsFunc(conditions, func(one any) bool {
			condition, _ := one.(map[string]any)
			return condition["type"] == "Established" && condition["status"] == "True"
		}), err
	}, always)
}

// owned lists every live object of the given kinds that carries the owner annotation.
func (c *cluster) owned(kinds []schema.GroupVersionKind) ([]*unstructured.Unstructured, error) {
	var found []*unstructured.Unstructured
	for _, kind := range kinds {
		resource, _, err := c.everywhere(kind)
		if meta.IsNoMatchError(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		list, err := resource.List(background, metav1.ListOptions{})
		if apierrors.IsNotFound(err) {
			continue // the kind went with its CRD
		}
		if err != nil {
			return nil, fmt.Errorf("listing %s: %w", kind, err)
		}
		for i := range list.Items {
			if list.Items[i].GetAnnotations()[owner] != "" {
				found = append(found, &list.Items[i])
			}
		}
	}
	return found, nil
}

// prune deletes every owned object that is not in the set, last stage first, and says
// which.
func (c *cluster) prune(set []*unstructured.Unstructured) ([]identity, error) {
	live, err := c.owned(c.kinds)
	if err != nil {
		return nil, err
	}
	wanted := identities(set)
	var gone []identity
	for _, o := range slices.Backward(live) {
		id := identify(o)
		if slices.Contains(wanted, id) {
			continue
		}
		resource, err := c.resource(o)
		if err != nil {
			return nil, err
		}
		if err := c.remove(id, resource, o.GetName()); err != nil {
			return nil, err
		}
		gone = append(gone, id)
	}
	return gone, nil
}

// remove deletes an object and waits until it is gone.
func (c *cluster) remove(id identity, resource dynamic.ResourceInterface, name string) error {
	err := resource.Delete(background, name, metav1.DeleteOptions{PropagationPolicy: ptr.To(metav1.DeletePropagationBackground)})
	if err != nil && !apierrors.IsNotFound(err) {
		return fmt.Errorf("deleting %v: %w", id, err)
	}
	delete(c.held, id)
	delete(c.namespaces, name)
	return eventually(fmt.Sprintf("%v is gone", id), 60*time.Second, func() (bool, error) {
		_, err := resource.Get(background, name, metav1.GetOptions{})
		return apierrors.IsNotFound(err), err
	}, always)
}

// ours leaves out what passed through from the user's package.
func ours(objects []*unstructured.Unstructured) []*unstructured.Unstructured {
	return slices.DeleteFunc(slices.Clone(objects), func(o *unstructured.Unstructured) bool {
		return o.GetLabels()["app.kubernetes.io/managed-by"] != "wukong-fn"
	})
}

func merge(kinds, more []schema.GroupVersionKind) []schema.GroupVersionKind {
	for _, kind := range more {
		if !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// settled applies the same objects again and complains of every one that changed.
func (c *cluster) settled(objects []*unstructured.Unstructured) error {
	for _, o := range objects {
		first := c.held[identify(o)]
		if kind := o.GetKind(); kind == "CustomResourceDefinition" || kind == "Namespace" { // the server wrote to them since
			live, err := first.resource.Get(background, o.GetName(), metav1.GetOptions{})
			if err != nil {
				return fmt.Errorf("reading %v back: %w", identify(o), err)
			}
			first.resourceVersion = live.GetResourceVersion()
		}
		again, err := c.apply(o, manager)
		if err != nil {
			return err
		}
		if again.GetResourceVersion() != first.resourceVersion {
			return fmt.Errorf("a second apply of %v changed it from resourceVersion %s to %s",
				identify(o), first.resourceVersion, again.GetResourceVersion())
		}
	}
	return nil
}

func TestExamplesApply(t *testing.T) {
	needReferenceCRDs(t)
	c := startCluster(t)
	c.nmstateCRDs(t)
	for _, dir := range packages(t) {
		t.Run(dir, func(t *testing.T) {
			objects := rendered(t, dir)
			require.NoError(t, c.applyAll(objects))
			// Only ours: an object of nothing but a name, such as a user's Namespace, gets
			// its managedFields from the server with the second apply.
			require.NoError(t, c.settled(ours(objects)))
			for _, o := range ours(objects) {
				require.NotEmpty(t, o.GetAnnotations()[owner], "%v carries no owner", identify(o))
			}
			require.NoError(t, c.replace(nil))
		})
	}
	t.Logf("the API server has taken %d objects; its warnings: %q", c.applied, c.warnings.all())
}

// nmstateCRDs brings the CRDs that a package with install: olm or none finds there.
func (c *cluster) nmstateCRDs(t *testing.T) {
	t.Helper()
	var crds []*unstructured.Unstructured
	for _, o := range render(t, "v0.85.1") {
		if o.GetKind() == "CustomResourceDefinition" {
			crds = append(crds, o)
		}
	}
	require.NoError(t, c.applyAll(crds))
}

// replace makes the cluster hold these objects instead of the last package's, as far
// as this run has applied any. What it holds already, byte for byte, is not sent again;
// CRDs and namespaces stay between packages, as deleting them takes seconds each time.
func (c *cluster) replace(objects []*unstructured.Unstructured) error {
	stale := maps.Clone(c.held)
	var fresh []*unstructured.Unstructured
	for _, o := range objects {
		body, err := o.MarshalJSON()
		if err != nil {
			return fmt.Errorf("%v: %w", identify(o), err)
		}
		if c.held[identify(o)].body != string(body) {
			fresh = append(fresh, o)
		}
		delete(stale, identify(o))
	}
	if err := c.applyAll(fresh); err != nil {
		return err
	}
	if err := c.settled(fresh); err != nil {
		return err
	}
	for id, object := range stale {
		kind, name, _ := strings.Cut(string(id), " ")
		if kind == crdKind.GroupKind().String() || kind == "Namespace" {
			continue
		}
		if err := c.remove(id, object.resource, name[strings.Index(name, "/")+1:]); err != nil {
			return err
		}
	}
	return nil
}
