package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/novasphere/wukong-fn/render"
	"github.com/novasphere/wukong-fn/render/kube"
	"github.com/novasphere/wukong-fn/render/own"
	"github.com/novasphere/wukong-fn/render/yamlout"
)

// writeTree writes what is to be applied to files in one directory a stage, and puts the whole in the place of dir at
// once: it is written beside dir first, so that an error leaves dir as it was.
func writeTree(dir string, result *render.Result) (err error) {
	if err := mayReplace(dir); err != nil {
		return err
	}
	parent := filepath.Dir(filepath.Clean(dir))
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return fmt.Errorf("make the directory above %s: %w", dir, err)
	}
	staging, err := os.MkdirTemp(parent, ".wukong-fn-")
	if err != nil {
		return fmt.Errorf("make a directory beside %s: %w", dir, err)
	}
	defer func() {
		if removeErr := os.RemoveAll(staging); err == nil && removeErr != nil {
			err = fmt.Errorf("clean up: %w", removeErr)
		}
	}()
	next := filepath.Join(staging, "new")
	if err := fill(next, result); err != nil {
		return err
	}
	old := filepath.Join(staging, "old")
	if err := os.Rename(dir, old); err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("set %s aside: %w", dir, err)
	}
	if err := os.Rename(next, dir); err != nil {
		_ = os.Rename(old, dir)
		return fmt.Errorf("put the new %s in place: %w", dir, err)
	}
	return nil
}

// mayReplace refuses a directory that holds something we did not write: it would be lost.
func mayReplace(dir string) error {
	entries, err := os.ReadDir(dir)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look at the output directory: %w", err)
	}
	for _, e := range entries {
		if !slices.ContainsFunc(own.Stages(), func(s own.Stage) bool { return e.IsDir() && s.Directory() == e.Name() }) {
			return usageError{fmt.Sprintf("the output directory %s holds %q, which wukong-fn did not write: name a new or empty directory", dir, e.Name())}
		}
	}
	return nil
}

// fill writes all files below dir.
func fill(dir string, result *render.Result) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the output directory: %w", err)
	}
	taken := map[string]bool{}
	write := func(name string, text []byte) error {
		if taken[name] {
			return fmt.Errorf("two objects would be written to %s", name)
		}
		taken[name] = true
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return fmt.Errorf("make a stage's directory: %w", err)
		}
		if err := os.WriteFile(file, text, 0o644); err != nil {
			return fmt.Errorf("write an object: %w", err)
		}
		return nil
	}
	for i := range result.Kept {
		if k := &result.Kept[i]; !k.Meta.LocalConfig {
			if err := write(own.ForeignPath(kube.Group(k.Meta.APIVersion), k.Meta.Kind, k.Meta.Namespace, k.Meta.Name), []byte(text(k))); err != nil {
				return err
			}
		}
	}
	var buffer []byte
	return result.Each(func(o render.Object) (err error) {
		if buffer, err = yamlout.Append(buffer[:0], o.Value, 0); err != nil {
			return err
		}
		return write(o.Path, buffer)
	})
}
