package load

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWithoutValues(t *testing.T) {
	read := []input{
		{[]byte("resources: [web.yaml]\nhunter2!: x\nsecretGenerator:\n- name: db\n  literals: [Tr0ub4dor&3]\npatches:\n- patch: |-\n    - value: h\u00fcnter\n"), true},
		{[]byte("kind: Secret\nmetadata:\n  name: web\nstringData:\n  - correct\n  a: horse # battery\n"), false},
	}
	for message, want := range map[string]string{
		"open web.yaml: no such file or directory":                "open web.yaml: no such file or directory",
		"no matches for Id Secret.v1/web":                         "no matches for Id Secret.v1/web",
		"invalid literal source Tr0ub4dor&3, expected key=value":  "invalid literal source …&…, expected key=…",
		"config: `\npatch: - value: h\u00fcnter`":                 "config: `\npatch: - …: …`",
		`unknown field "hunter2!"`:                                `unknown field "…!"`,
		"value: {correct horse battery}, not correctly, horseman": "…: {… … …}, not correctly, horseman",
	} {
		require.Equal(t, want, withoutValues(message, read))
	}
	require.Equal(t, "kustomize says", withoutValues("kustomize says", nil))
}
