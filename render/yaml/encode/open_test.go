package encode_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// TestOpen: a value that is opened, at whatever depth, is written as it was.
func TestOpen(t *testing.T) {
	type rare struct {
		Rare string `json:"rare,omitempty"`
	}
	type Rare struct{ rare }
	type inner struct {
		Name string `json:"name"`
		N    uint8  `json:"n,omitempty"`
	}
	type outer struct {
		*Rare
		Words   []string          `json:"words,omitempty"`
		Nothing []string          `json:"nothing"`
		None    []string          `json:"none"`
		Inner   inner             `json:"inner"`
		To      *inner            `json:"to,omitempty"`
		Gone    *inner            `json:"gone,omitempty"`
		List    []inner           `json:"list"`
		Map     map[string]string `json:"map"`
		Pairs   encode.Strings    `json:"pairs"`
		Any     any               `json:"any"`
		On      bool              `json:"on"`
		F       float64           `json:"f"`
	}
	v := &outer{
		Words: []string{"a", "1"}, None: []string{}, Inner: inner{"x", 7}, To: &inner{Name: "y"}, List: []inner{{Name: "z"}}, Map: map[string]string{"b": "c"},
		Pairs: encode.Strings{{Key: "d", Value: "e"}}, Any: map[string]any{"k": []any{int64(1), nil}}, F: 1.5,
	}
	want, err := encode.String(v)
	require.NoError(t, err)
	for depth := range 4 {
		got, err := encode.String(open(t, v, depth))
		require.NoError(t, err)
		require.Equal(t, want, got, "%d levels", depth)
	}
	require.IsType(t, map[string]any{}, open(t, v, 1))
	_, err = encode.Open(make(chan int))
	require.Error(t, err)
}

func open(t *testing.T, v any, depth int) any {
	t.Helper()
	if depth == 0 {
		return v
	}
	opened, err := encode.Open(v)
	require.NoError(t, err)
	switch opened := opened.(type) {
	case map[string]any:
		for key := range opened {
			opened[key] = open(t, opened[key], depth-1)
		}
	case []any:
		for i := range opened {
			opened[i] = open(t, opened[i], depth-1)
		}
	}
	return opened
}
