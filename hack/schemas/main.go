// Command schemas writes the JSON Schemas and CustomResourceDefinitions of our kinds, for editors and clusters, and what
// kustomize has to be told of them (see package kustomize).
//
// They are made of the Go types in render/api/v1alpha1: descriptions are the comments of the fields, rules their tags
// `schema`, defaults their tags `default` (of a WukongRender: DefaultRenderSpec), and rules between fields
// v1alpha1.Between. Same sources, same bytes.
//
//	go run ./hack/schemas REPOSITORY
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

//go:generate go run . ../..

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "schemas:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return errors.New("usage: schemas REPOSITORY")
	}
	files, err := generate(os.DirFS(args[0]))
	if err != nil {
		return err
	}
	for _, f := range files {
		path := filepath.Join(args[0], filepath.FromSlash(f.path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("making the directory of %s: %w", f.path, err)
		}
		if err := os.WriteFile(path, f.text, 0o644); err != nil {
			return fmt.Errorf("writing %s: %w", f.path, err)
		}
	}
	return nil
}
