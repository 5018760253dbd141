package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"strings"
)

// comments are the comments of types, by TYPE, and of fields, by TYPE.FIELD, each on one line.
type comments map[string]string

// readComments parses the Go files of a directory.
func readComments(tree fs.FS, dir string) (comments, error) {
	paths, err := fs.Glob(tree, dir+"/*.go")
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", dir, err)
	}
	found := comments{}
	for _, path := range paths {
		source, err := fs.ReadFile(tree, path)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", path, err)
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, source, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, fmt.Errorf("parsing %s: %w", path, err)
		}
		found.add(file)
	}
	return found, nil
}

func (c comments) add(file *ast.File) {
	for _, d := range file.Decls {
		types, ok := d.(*ast.GenDecl)
		if !ok || types.Tok != token.TYPE {
			continue
		}
		for _, s := range types.Specs {
			if spec, ok := s.(*ast.TypeSpec); ok {
				c.put(spec.Name.Name, types.Doc)
				if body, ok := spec.Type.(*ast.StructType); ok {
					c.fields(spec.Name.Name, body)
				}
			}
		}
	}
}

func (c comments) fields(typeName string, body *ast.StructType) {
	for _, f := range body.Fields.List {
		for _, name := range f.Names {
			c.put(typeName+"."+name.Name, f.Doc)
		}
	}
}

func (c comments) put(key string, group *ast.CommentGroup) {
	if text := strings.Join(strings.Fields(group.Text()), " "); text != "" {
		c[key] = text
	}
}

// field is the comment of a field as people see the field, under its name in YAML.
func (c comments) field(typeName, goName, name string) string {
	text := c[typeName+"."+goName]
	if rest, found := strings.CutPrefix(text, goName+" "); found {
		text = name + " " + rest
	}
	// The marker is explained in the package comment, which nobody sees here.
	const marker = " Addition"
	return strings.NewReplacer(marker+".", marker+" to the VM operator's fields.", marker+",", marker+" to the VM operator's fields,").Replace(text)
}
