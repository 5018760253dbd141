package e2e

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/go-logr/logr"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client/apiutil"
	"sigs.k8s.io/controller-runtime/pkg/envtest"
	"sigs.k8s.io/controller-runtime/pkg/log"
)

// cluster is a real API server with etcd, and the two controllers that deletions
// need. One serves the whole run.
type cluster struct {
	environment *envtest.Environment
	controllers *exec.Cmd
	config      *rest.Config
	client      dynamic.Interface
	mapper      meta.RESTMapper
	kinds       []schema.GroupVersionKind // of every package applied so far
	namespaces  map[string]bool           // known to be there
	held        map[identity]held         // what manager has applied and not pruned
	applied     int                       // objects that went through server-side apply
	warnings    warnings
}

// warnings collects what the server tells its clients, each once.
type warnings struct {
	sync.Mutex
	texts map[string]bool
}

func (w *warnings) HandleWarningHeader(_ int, _ string, text string) {
	w.Lock()
	defer w.Unlock()
	if w.texts == nil {
		w.texts = map[string]bool{}
	}
	w.texts[text] = true
}

func (w *warnings) all() []string {
	w.Lock()
	defer w.Unlock()
	return slices.Sorted(maps.Keys(w.texts))
}

var controlPlane struct {
	sync.Mutex
	running *cluster
}

// startCluster gives the run's cluster. CRDs of KubeVirt, CDI and Multus are the
// reference copies, which are not part of this repository; NMState's are the output's.
func startCluster(t testing.TB) *cluster {
	t.Helper()
	controlPlane.Lock()
	defer controlPlane.Unlock()
	if controlPlane.running == nil {
		controlPlane.running = boot(t)
	}
	return controlPlane.running
}

// freshCluster gives a cluster that no other test has seen and that ends with this one.
func freshCluster(t testing.TB) *cluster {
	t.Helper()
	c := boot(t)
	t.Cleanup(c.stop)
	return c
}

// boot starts a control plane; on a failure nothing of it stays behind.
func boot(t testing.TB) *cluster {
	t.Helper()
	for _, name := range []string{"etcd", "kube-apiserver", "kube-controller-manager"} {
		tool(t, name)
	}
	c := &cluster{environment: &envtest.Environment{BinaryAssetsDirectory: tools}, held: map[identity]held{}, namespaces: map[string]bool{}}
	if err := c.start(); err != nil {
		c.stop()
		require.NoError(t, err, "starting a control plane")
	}
	return c
}

func (c *cluster) start() error {
	c.environment.ControlPlane.Etcd = &envtest.Etcd{}
	c.environment.ControlPlane.Etcd.Configure().Set("unsafe-no-fsync", "true") // a crash may lose it all
	server := c.environment.ControlPlane.GetAPIServer()
	server.Configure().
		// Where there is no default route the server finds no address of its own.
		Set("advertise-address", "192.0.2.1").Set("endpoint-reconciler-type", "none")
	log.SetLogger(logr.Discard())
	config, err := c.environment.Start()
	if err != nil {
		return fmt.Errorf("starting etcd and kube-apiserver: %w", err)
	}
	config.QPS = -1 // no rate limit of the client's own
	config.WarningHandler = &c.warnings
	c.config = config
	if c.client, err = dynamic.NewForConfig(config); err != nil {
		return err
	}
	http, err := rest.HTTPClientFor(config)
	if err != nil {
		return err
	}
	if c.mapper, err = apiutil.NewDynamicRESTMapper(config, http); err != nil {
		return err
	}
	if err := c.startControllers(); err != nil {
		return err
	}
	return c.foreignCRDs()
}

func (c *cluster) stop() {
	if c.controllers != nil && c.controllers.Process != nil {
		_ = c.controllers.Process.Kill()
		_ = c.controllers.Wait()
	}
	if err := c.environment.Stop(); err != nil {
		fmt.Fprintln(os.Stderr, "e2e: stopping a control plane:", err)
	}
}

// kubeconfig writes a configuration for a component, with all rights; it goes with the
// server.
func (c *cluster) kubeconfig(name string) (string, error) {
	admin, err := c.environment.AddUser(envtest.User{Name: name, Groups: []string{"system:masters"}}, nil)
	if err != nil {
		return "", fmt.Errorf("making user %s: %w", name, err)
	}
	text, err := admin.KubeConfig()
	if err != nil {
		return "", fmt.Errorf("making the kubeconfig of %s: %w", name, err)
	}
	file := filepath.Join(c.environment.ControlPlane.GetAPIServer().CertDir, name+".kubeconfig")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		return "", fmt.Errorf("writing the kubeconfig of %s: %w", name, err)
	}
	return file, nil
}

func (c *cluster) startControllers() error {
	file, err := c.kubeconfig("controllers")
	if err != nil {
		return err
	}
	c.controllers = exec.Command(filepath.Join(tools, "kube-controller-manager"),
		"--kubeconfig="+file, "--controllers=garbage-collector-controller,namespace-controller",
		"--leader-elect=false", "--secure-port=0", "--v=0")
	return c.controllers.Start()
}

// crdDirectories hold the CRDs that our output relies on and does not bring: those of
// OLM are our own reading of its API, the others the reference copies.
func crdDirectories() []string {
	shared := os.Getenv("WUKONG_SHARED")
	if shared == "" {
		shared = filepath.Join(repo, "..", "shared")
	}
	return []string{filepath.Join("testdata", "crds"), filepath.Join(shared, "upstream", "crds")}
}

// needReferenceCRDs skips where the reference copies are not there.
func needReferenceCRDs(t testing.TB) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(crdDirectories()[1], "virtualmachines.kubevirt.io.yaml"))
	require.NoError(t, err)
	need(t, len(found) == 1, "the reference CRDs of KubeVirt, CDI and Multus: "+crdDirectories()[1]+" (set WUKONG_SHARED)")
}

func (c *cluster) foreignCRDs() error {
	var all []*unstructured.Unstructured
	for _, dir := range crdDirectories() {
		files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
		if err != nil {
			return fmt.Errorf("listing %s: %w", dir, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				return fmt.Errorf("reading a reference CRD: %w", err)
			}
			crds, err := decode(text)
			if err != nil {
				return fmt.Errorf("reading %s: %w", file, err)
			}
			all = append(all, crds...)
		}
	}
	for _, crd := range all {
		if _, err := c.apply(crd, "upstream"); err != nil {
			return err
		}
		delete(c.held, identify(crd))
	}
	for _, crd := range all {
		if err := c.established(crd.GetName()); err != nil {
			return err
		}
	}
	return nil
}

// stopServers ends what the tests started, and nothing else.
func stopServers() {
	if c := controlPlane.running; c != nil {
		c.stop()
	}
	if a := kubevirt.running; a != nil {
		_ = a.in.Close()
		_ = a.process.Wait()
	}
}

// eventually asks until the answer is yes, or no with an error that is not worth
// another try; the API server takes moments to notice a new kind or to end a deletion.
func eventually(what string, within time.Duration, yes func() (bool, error), again func(error) bool) error {
	deadline := time.Now().Add(within)
	for {
		done, err := yes()
		if done {
			return nil
		}
		if err != nil && !again(err) {
			return err
		}
		if time.Now().After(deadline) {
			return errors.Join(fmt.Errorf("waited %s in vain until %s", within, what), err)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func always(error) bool { return true }

var background = context.Background()
