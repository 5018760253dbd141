package resource_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/yaml"
)

func TestFormatKeepsTheMeaning(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"comments and lists", "a:   # c\n    - b\n    -   c: 'd'\n", "a: # c\n- b\n- c: 'd'\n"},
		{"unquoted words stay unquoted", "a: [yes, y]\nb: >-\n {\n   x\n  - y\n", "a:\n- yes\n- y\nb: \"{\\n  x\\n - y\"\n"},
		{"anchors", "a: &x [b]\nc: *x\n", "a: &x [b]\nc: *x\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			docs, err := yaml.Documents(test.text)
			require.NoError(t, err)
			got, err := resource.Format(docs[0])
			require.NoError(t, err)
			assert.Equal(t, test.want, got)
		})
	}
}
