package processor

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/GoogleContainerTools/kpt-functions-sdk/go/fn"
	"github.com/GoogleContainerTools/kpt-functions-sdk/go/fn/testhelpers"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/fn/command"
)

// The SDK's own golden tests. WRITE_GOLDEN_OUTPUT=1 rewrites _expected.yaml.
func TestGolden(t *testing.T) { testhelpers.RunGoldenTests(t, "testdata", New()) }

// inputs are the lists of the golden cases, as an orchestrator sends them.
func inputs(t *testing.T) map[string][]byte {
	t.Helper()
	dirs, err := filepath.Glob("testdata/*")
	require.NoError(t, err)
	require.NotEmpty(t, dirs)
	lists := map[string][]byte{}
	for _, dir := range dirs {
		list := &fn.ResourceList{FunctionConfig: fn.NewEmptyKubeObject()} // the SDK cannot print a list with none
		text, err := os.ReadFile(filepath.Join(dir, "resources.yaml"))
		require.NoError(t, err)
		list.Items, err = fn.ParseKubeObjects(text)
		require.NoError(t, err)
		text, err = os.ReadFile(filepath.Join(dir, "_fnconfig.yaml"))
		require.NoError(t, err)
		if len(text) > 0 {
			list.FunctionConfig, err = fn.ParseKubeObject(text)
			require.NoError(t, err)
		}
		lists[dir], err = list.ToYAML()
		require.NoError(t, err)
	}
	return lists
}

// The binary and the processor give the same objects and results for the same list. Both answers are printed by the SDK,
// which sorts items.
func TestSameAsTheBinary(t *testing.T) {
	for name, input := range inputs(t) {
		t.Run(name, func(t *testing.T) {
			want := function(t, input)
			list, err := fn.ParseResourceList(input)
			require.NoError(t, err)
			success, err := New().Process(list)
			require.NoError(t, err)
			got, err := list.ToYAML()
			require.NoError(t, err)
			assert.Equal(t, want.text, string(got))
			assert.Equal(t, want.success, success)

			again := function(t, got) // and what either of them made is the other's former output
			_, err = New().Process(list)
			require.NoError(t, err)
			list.Results = nil
			got, err = list.ToYAML()
			require.NoError(t, err)
			assert.Equal(t, again.items(t), string(got))
		})
	}
}

// answer is what the binary made of a list, as the SDK prints it.
type answer struct {
	text    string
	success bool
}

func function(t *testing.T, input []byte) answer {
	t.Helper()
	var out, messages bytes.Buffer
	code := command.Run(nil, command.Process{In: bytes.NewReader(input), Out: &out, Err: &messages})
	require.Less(t, code, 2, messages.String())
	list, err := fn.ParseResourceList(out.Bytes())
	require.NoError(t, err)
	text, err := list.ToYAML()
	require.NoError(t, err)
	return answer{string(text), code == 0}
}

// items is the list without its results.
func (a answer) items(t *testing.T) string {
	t.Helper()
	list, err := fn.ParseResourceList([]byte(a.text))
	require.NoError(t, err)
	list.Results = nil
	text, err := list.ToYAML()
	require.NoError(t, err)
	return string(text)
}

// One mistake leaves the list's items alone, to the pointer.
func TestAMistakeLeavesTheItems(t *testing.T) {
	list, err := fn.ParseResourceList(inputs(t)[filepath.Join("testdata", "mistake")])
	require.NoError(t, err)
	before := append(fn.KubeObjects(nil), list.Items...)
	success, err := New().Process(list)
	require.NoError(t, err)
	assert.False(t, success)
	assert.Equal(t, before, list.Items)
	assert.NotEmpty(t, list.Results)
}

// The function joins a chain of others.
func TestChain(t *testing.T) {
	list, err := fn.ParseResourceList(inputs(t)[filepath.Join("testdata", "machine")])
	require.NoError(t, err)
	machines := 0
	count := func(list *fn.ResourceList) (bool, error) {
		for _, o := range list.Items {
			if o.IsGVK("kubevirt.io", "v1", "VirtualMachine") {
				machines++
			}
		}
		return true, nil
	}
	success, err := fn.Chain(New(), fn.ResourceListProcessorFunc(count)).Process(list)
	require.NoError(t, err)
	assert.True(t, success)
	assert.Equal(t, 1, machines)
}

// Nobody pays for the SDK who does not use it.
func TestTheBinaryDoesNotLinkTheSDK(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "../wukong-fn").Output()
	require.NoError(t, err)
	require.Contains(t, string(out), "wukong-fn/render\n")
	assert.NotContains(t, string(out), "kpt-functions-sdk")
}
