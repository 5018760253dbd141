package report

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/finding"
)

func TestTextInColours(t *testing.T) {
	var b bytes.Buffer
	f := finding.New(finding.Clash, "metadata.name", "taken")
	f.Place.File = "a.yaml"
	require.NoError(t, New([]finding.Finding{f}, 1).Text(&b, Options{Color: true}))
	require.Contains(t, b.String(), "\x1b[31merror WK012\x1b[0m taken")
}
