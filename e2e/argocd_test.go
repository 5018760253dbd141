package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/yaml"
)

// argocd is an Argo CD of repo-server, the plugin's sidecar and application-controller
// on a cluster of its own, with one Application over a Git repository on disk.
type argocd struct {
	*cluster
	repository string
	launch     func() *exec.Cmd // starts an application-controller that lives as long as the test
	controller *exec.Cmd
}

// attempts is how often the controller may be started before a wait is in vain.
const attempts = 4

var (
	applicationKind = schema.GroupVersionKind{Group: "argoproj.io", Version: "v1alpha1", Kind: "Application"}
	configMapKind   = schema.GroupVersionKind{Version: "v1", Kind: "ConfigMap"}
)

const argocdNamespace = "argocd"

// startArgoCD starts all of it; overrides are keys of argocd-cm.
func startArgoCD(t *testing.T, overrides map[string]string) *argocd {
	t.Helper()
	a := &argocd{cluster: freshCluster(t), repository: filepath.Join(t.TempDir(), "fleet")}
	require.NoError(t, os.Mkdir(a.repository, 0o755))
	git(t, a.repository, "init", "--quiet")
	a.install(t, overrides)

	redis, repoServer := "127.0.0.1:"+freePort(t), freePort(t)
	start(t, "argocd-redis", nil, redis)
	listening(t, "tcp", redis)
	work := t.TempDir()
	start(t, "argocd-repo-server", []string{
		"HOME=" + work, "TMPDIR=" + work, "GIT_CONFIG_GLOBAL=" + os.DevNull, "ARGOCD_GPG_ENABLED=false",
		"ARGOCD_PLUGINSOCKFILEPATH=" + startPlugin(t), "ARGOCD_ASK_PASS_SOCK=" + filepath.Join(work, "ask-pass.sock"),
		"ARGOCD_SSH_DATA_PATH=" + work, "ARGOCD_TLS_DATA_PATH=" + work,
	}, "--address=127.0.0.1", "--port="+repoServer, "--metrics-address=127.0.0.1", "--metrics-port="+freePort(t), "--redis="+redis, "--disable-tls")
	listening(t, "tcp", "127.0.0.1:"+repoServer)
	kubeconfig, err := a.kubeconfig("argocd")
	require.NoError(t, err)
	a.launch = func() *exec.Cmd {
		return start(t, "argocd-application-controller", []string{"ARGOCD_FAKE_IN_CLUSTER=true", "ARGOCD_SYNC_WAVE_DELAY=1", "KUBECONFIG=" + kubeconfig, "HOME=" + work},
			"--kubeconfig="+kubeconfig, "--namespace="+argocdNamespace, "--metrics-port="+freePort(t), "--redis="+redis,
			"--repo-server=127.0.0.1:"+repoServer, "--repo-server-plaintext", "--app-resync=0", "--enable-k8s-event=none")
	}
	a.controller = a.launch()
	return a
}

// install brings what the release's manifests hold for the controller: definitions,
// project, settings.
func (a *argocd) install(t *testing.T, overrides map[string]string) {
	t.Helper()
	for _, file := range []string{"application-crd.yaml", "appproject-crd.yaml", "applicationset-crd.yaml"} {
		text, err := os.ReadFile(filepath.Join(tool(t, "argocd-manifests"), "crds", file))
		require.NoError(t, err)
		crds, err := decode(text)
		require.NoError(t, err)
		for _, crd := range crds {
			_, err := a.apply(crd, "upstream")
			require.NoError(t, err)
			require.NoError(t, a.established(crd.GetName()))
		}
	}
	require.NoError(t, a.namespace(argocdNamespace))
	settings := `
apiVersion: v1
kind: Secret
metadata: {name: argocd-secret, labels: {app.kubernetes.io/part-of: argocd}}
stringData: {server.secretkey: not-a-secret}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: argocd-cm, labels: {app.kubernetes.io/part-of: argocd}}
---
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: default}
spec:
  sourceRepos: ['*']
  destinations: [{namespace: '*', server: '*'}]
  clusterResourceWhitelist: [{group: '*', kind: '*'}]
`
	objects, err := decode([]byte(settings))
	require.NoError(t, err)
	for _, o := range objects {
		o.SetNamespace(argocdNamespace)
		if o.GetName() == "argocd-cm" {
			require.NoError(t, unstructured.SetNestedStringMap(o.Object, overrides, "data"))
		}
		_, err := a.apply(o, manager)
		require.NoError(t, err)
	}
}

// push commits the package as it is on disk, after taking files away, and tells Argo CD
// to look, as a webhook would.
func (a *argocd) push(t *testing.T, files map[string]string, removed ...string) {
	t.Helper()
	for _, name := range removed {
		require.NoError(t, os.Remove(filepath.Join(a.repository, name)))
	}
	writeFiles(t, a.repository, files)
	git(t, a.repository, "add", "--all")
	git(t, a.repository, "commit", "--quiet", "--message", "next")
}

// refresh has the Application compared with the newest commit.
func (a *argocd) refresh(t *testing.T) {
	t.Helper()
	a.patch(t, applicationKind, argocdNamespace, "fleet", `{"metadata":{"annotations":{"argocd.argoproj.io/refresh":"hard"}}}`)
	require.NoError(t, eventually("the Application is refreshed", patience, func() (bool, error) {
		app, err := a.read(applicationKind, argocdNamespace, "fleet")
		return err == nil && app.GetAnnotations()["argocd.argoproj.io/refresh"] == "", err
	}, always))
}

// application makes the one Application, from the example that users copy.
func (a *argocd) application(t *testing.T) {
	t.Helper()
	text, err := os.ReadFile(repo + "/examples/argocd/argocd/application.yaml")
	require.NoError(t, err)
	app := &unstructured.Unstructured{}
	require.NoError(t, yaml.Unmarshal(text, &app.Object))
	app.SetName("fleet")
	for field, value := range map[string]string{"repoURL": "file://" + a.repository, "targetRevision": "HEAD", "path": "."} {
		require.NoError(t, unstructured.SetNestedField(app.Object, value, "spec", "source", field))
	}
	_, err = a.apply(app, manager)
	require.NoError(t, err)
}

func (c *cluster) read(kind schema.GroupVersionKind, namespace, name string) (*unstructured.Unstructured, error) {
	endpoint, namespaced, err := c.everywhere(kind)
	if err != nil {
		return nil, err
	}
	if namespaced {
		return endpoint.Namespace(namespace).Get(background, name, metav1.GetOptions{})
	}
	return endpoint.Get(background, name, metav1.GetOptions{})
}

// exists says whether an object is there; a kind that is not served has none.
func (c *cluster) exists(kind schema.GroupVersionKind, namespace, name string) (bool, error) {
	_, err := c.read(kind, namespace, name)
	if unserved(err) {
		return false, nil
	}
	return err == nil, err
}

// patch merges into an object, or into its status where that is the subresource.
func (c *cluster) patch(t *testing.T, kind schema.GroupVersionKind, namespace, name, body string, subresource ...string) {
	t.Helper()
	endpoint, namespaced, err := c.everywhere(kind)
	require.NoError(t, err)
	if namespaced {
		_, err = endpoint.Namespace(namespace).Patch(background, name, types.MergePatchType, []byte(body), metav1.PatchOptions{}, subresource...)
	} else {
		_, err = endpoint.Patch(background, name, types.MergePatchType, []byte(body), metav1.PatchOptions{}, subresource...)
	}
	require.NoError(t, err, "patching %s %s/%s", kind.Kind, namespace, name)
}

// simulated stands in for the controllers of a cluster that has none: each Deployment
// has its replicas at once.
func (c *cluster) simulated(t *testing.T) {
	t.Helper()
	deployments := schema.GroupVersionKind{Group: "apps", Version: "v1", Kind: "Deployment"}
	endpoint, _, err := c.everywhere(deployments)
	require.NoError(t, err)
	stop, done := make(chan struct{}), make(chan struct{})
	t.Cleanup(func() { close(stop); <-done })
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			case <-time.After(200 * time.Millisecond):
			}
			list, err := endpoint.List(background, metav1.ListOptions{})
			if err != nil {
				continue // the server is on its way up or down
			}
			for i := range list.Items {
				o := &list.Items[i]
				if observed, _, _ := unstructured.NestedInt64(o.Object, "status", "observedGeneration"); observed == o.GetGeneration() {
					continue
				}
				replicas, _, _ := unstructured.NestedInt64(o.Object, "spec", "replicas")
				body := fmt.Sprintf(`{"status":{"observedGeneration":%d,"replicas":%[2]d,"updatedReplicas":%[2]d,"readyReplicas":%[2]d,"availableReplicas":%[2]d,`+
					`"conditions":[{"type":"Available","status":"True","reason":"MinimumReplicasAvailable"},`+
					`{"type":"Progressing","status":"True","reason":"NewReplicaSetAvailable"}]}}`, o.GetGeneration(), replicas)
				_, err := endpoint.Namespace(o.GetNamespace()).Patch(background, o.GetName(), types.MergePatchType, []byte(body), metav1.PatchOptions{}, "status")
				if err != nil && !apierrors.IsNotFound(err) {
					fmt.Fprintln(os.Stderr, "e2e: simulating a Deployment:", err)
				}
			}
		}
	}()
}

// state is what the Application's status says.
type state struct {
	sync, health, phase, message, revision string
	conditions                             []string
	outOfSync                              []string // KIND/NAME
	unhealthy                              []string // KIND/NAME is HEALTH
}

func (a *argocd) state() (state, error) {
	app, err := a.read(applicationKind, argocdNamespace, "fleet")
	if err != nil {
		return state{}, err
	}
	text := func(o map[string]any, path ...string) string {
		s, _, _ := unstructured.NestedString(o, path...)
		return s
	}
	v := state{
		sync: text(app.Object, "status", "sync", "status"), health: text(app.Object, "status", "health", "status"),
		phase: text(app.Object, "status", "operationState", "phase"), message: text(app.Object, "status", "operationState", "message"),
		revision: text(app.Object, "status", "operationState", "syncResult", "revision"),
	}
	conditions, _, _ := unstructured.NestedSlice(app.Object, "status", "conditions")
	for _, c := range conditions {
		condition, _ := c.(map[string]any)
		v.conditions = append(v.conditions, text(condition, "type")+": "+text(condition, "message"))
	}
	resources, _, _ := unstructured.NestedSlice(app.Object, "status", "resources")
	for _, r := range resources {
		resource, _ := r.(map[string]any)
		name := text(resource, "kind") + "/" + text(resource, "name")
		if text(resource, "status") == "OutOfSync" {
			v.outOfSync = append(v.outOfSync, name)
		}
		if health := text(resource, "health", "status"); health != "" && health != "Healthy" {
			v.unhealthy = append(v.unhealthy, name+" is "+health)
		}
	}
	return v, nil
}

// until waits for the Application's status to satisfy.
func (a *argocd) until(t *testing.T, what string, satisfied func(state) bool) state {
	t.Helper()
	var v state
	satisfies := func() (done bool, err error) {
		v, err = a.state()
		return err == nil && satisfied(v), err
	}
	var err error
	for range attempts {
		if err = eventually(what, patience/attempts, satisfies, always); err == nil {
			return v
		}
		t.Logf("the application-controller is silent and is started again, as people do (argo-cd 18902 and others: definitions that appear can stop it): %v", err)
		_ = a.controller.Process.Kill()
		_ = a.controller.Wait()
		a.controller = a.launch()
	}
	require.NoError(t, err, "the Application says %+v", v)
	return v
}

// head is the newest commit.
func (a *argocd) head(t *testing.T) string { return git(t, a.repository, "rev-parse", "HEAD") }

// synced waits until the newest commit is applied.
func (a *argocd) synced(t *testing.T) state {
	t.Helper()
	head := a.head(t)
	return a.until(t, "commit "+head+" is synced", func(v state) bool {
		return v.sync == "Synced" && v.phase == "Succeeded" && strings.HasPrefix(head, v.revision) && v.revision != ""
	})
}
