package load

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWithoutValues(t *testing.T) {
	read := []input{
		{[]byte("resources: [web.yaml]\nhunter2!: x\nsecretGenerator:\n- name: db\n  literals: [Tr0ub4dor&3]\npatches:\n- patch: |-\n    - value: h\u00fcnter\n- patch: |-\n    metadata: {name: inline}\n    spec: {cpu: zebra}\n"), true},
		{[]byte("kind: Secret\nmetadata:\n  name: web\nstringData:\n  - correct\n  a: horse # battery\n"), false},
		{[]byte("metadata: {name: nobody, annotations: {note: staple}}\n"), false},
	}
	for message, want := range map[string]string{
		"open web.yaml: no such file or directory":                "open web.yaml: no such file or directory",
		"no matches for Id Secret.v1/web":                         "no matches for Id Secret.v1/web",
		"invalid literal source Tr0ub4dor&3, expected key=value":  "invalid literal source …&…, expected key=value",
		"config: `\npatch: - value: h\u00fcnter`":                 "config: `\npatch: - value: …`",
		`unknown field "hunter2!"`:                                `unknown field "…!"`,
		"value: {correct horse battery}, not correctly, horseman": "value: {… … …}, not correctly, horseman",
		"no matches for Id Wukong/nobody and inline":              "no matches for Id Wukong/nobody and inline",
		"staple zebra": "… …",
	} {
		require.Equal(t, want, withoutValues(message, read))
	}
	require.Equal(t, "kustomize says", withoutValues("kustomize says", nil))
	require.Equal(t, "kustomize: failed to find unique target for patch x. Write the apiVersion, kind, name and namespace that one resource has "+
		"where the patch stands", inOurWords("failed to find unique target for patch x", nil))
}
