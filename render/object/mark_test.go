package object_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

func TestParseOwner(t *testing.T) {
	for annotation, want := range map[string]object.Owner{
		"Wukong/shop/db":       {Kind: "Wukong", Namespace: "shop", Name: "db"},
		"Wukong//db":           {Kind: "Wukong", Name: "db"},
		"NetworkConfig/a/b.c":  {Kind: "NetworkConfig", Namespace: "a", Name: "b.c"},
		"WukongRender//wukong": {Kind: "WukongRender", Name: "wukong"},
		"WukongRender//":       {Kind: "WukongRender"},
		"WukongRender//Any ä":  {Kind: "WukongRender", Name: "Any ä"},
	} {
		o, ok := object.ParseOwner(annotation)
		require.True(t, ok, annotation)
		require.Equal(t, want, o)
		require.Equal(t, annotation, o.String())
	}
	for _, forged := range []string{
		"", "x", "Wukong", "Wukong/db", "Wukong/shop/", "Wukong//", "Wukong/shop/db/x", "Wukong/Shop/db", "Wukong/shop/d b", "wukong/shop/db",
		"Deployment/shop/db", "WukongRender", "WukongRender/wukong", "WukongRender//a/b", "/shop/db", "Wukong/shop/db\n",
	} {
		_, ok := object.ParseOwner(forged)
		require.False(t, ok, forged)
	}
}

func TestOwnerIn(t *testing.T) {
	o := object.Owner{Kind: "Wukong", Namespace: "shop", Name: "db"}
	require.True(t, o.In("shop"))
	require.False(t, o.In("other"))
	require.False(t, o.In(""))
	o.Namespace = ""
	require.True(t, o.In("shop"))
	require.True(t, o.In(""))
}

func TestIDIn(t *testing.T) {
	id := object.VirtualMachine.ID("shop", "db-vm")
	require.Equal(t, object.VirtualMachine.ID("other", "db-vm"), id.In("other"))
	require.Equal(t, "VirtualMachine/shop/db-vm", id.String(), "it is another one")
}

// TestMarks writes marks of two objects in the same memory: the second has nothing of the first, and labels that an object
// brings stay.
func TestMarks(t *testing.T) {
	var room object.Room
	written := func(h object.Header) string {
		room.Lend(&h)
		object.Mark(&h, "Wukong/shop/db")
		text, err := encode.String(h)
		require.NoError(t, err)
		return text
	}
	first := object.Header{APIVersion: "v1", Kind: "Secret", Metadata: object.Meta{Name: "a"}}
	room.Lend(&first)
	object.Mark(&first, "Wukong/shop/first")
	object.MarkPath(&first, "40-machines/secret_a.yaml")
	first.Metadata.Annotations.Set("more", "x")
	first.Metadata.Labels.Set("more", "x")
	require.Equal(t, `apiVersion: v1
kind: Secret
metadata:
  annotations:
    fn.novasphere.dev/owner: Wukong/shop/db
  labels:
    app.kubernetes.io/managed-by: wukong-fn
  name: b
`, written(object.Header{APIVersion: "v1", Kind: "Secret", Metadata: object.Meta{Name: "b"}}))
	require.Equal(t, `apiVersion: v1
kind: Secret
metadata:
  annotations:
    fn.novasphere.dev/owner: Wukong/shop/db
    z: own
  labels:
    app: own
    app.kubernetes.io/managed-by: wukong-fn
  name: c
`, written(object.Header{APIVersion: "v1", Kind: "Secret", Metadata: object.Meta{
		Name: "c", Annotations: object.Strings{{Key: "z", Value: "own"}}, Labels: object.Strings{{Key: "app", Value: "own"}},
	}}))
}

func TestMarkPath(t *testing.T) {
	h := object.Header{APIVersion: "v1", Kind: "Secret", Metadata: object.Meta{Name: "a"}}
	object.MarkPath(&h, "40-machines/secret_a.yaml")
	text, err := encode.String(h)
	require.NoError(t, err)
	require.Equal(t, `apiVersion: v1
kind: Secret
metadata:
  annotations:
    config.kubernetes.io/path: 40-machines/secret_a.yaml
    internal.config.kubernetes.io/path: 40-machines/secret_a.yaml
  name: a
`, text)
}
